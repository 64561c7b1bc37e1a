"""Erases an item after a window in which its owner can undo it, and the blobs of whole cases.

An item that waits is hidden from everybody else. Its number is never given again. The erasing
takes no key, and what a crash leaves is finished by the next run.
"""

import logging
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string

from accounts.actors import Actor
from cases.models import Case
from cases.policies import check_can_be_kept
from cases.sealing import HeldKeys
from cases.services.erasure import end_of_window
from cases.services.holding import hold_case
from core.clock import now
from core.exceptions import NotPermitted
from custody.enums import CustodyAction
from custody.services import record
from evidence.models import Derivative, EvidenceItem, Upload, UploadPart
from evidence.permissions import check_user_can_admit
from evidence.services.dooming import delete_doomed_blobs, doom_blobs, doom_parts
from jobs.enums import JobKind
from jobs.models import Job
from jobs.services import withdraw_grants

logger = logging.getLogger(__name__)

# Apps above this one that keep copies of files: each lets go of those of this case.
ON_DISPOSE = ("packets.services.withdraw_packets",)


def dispose_item(
    actor: Actor, keys: HeldKeys, item: EvidenceItem, *, at_once: bool = False
) -> None:
    """From now on nobody but its owner knows of the item; it is erased when the window is over.

    Packets of the case, which may hold it, are withdrawn, and keys taken back from jobs. At once:
    erased before this returns. A second time changes nothing. Writes `evidence.item.disposed`.
    """
    with transaction.atomic():
        check_user_can_admit(actor, keys.case)
        hold_case(keys)
        kept = EvidenceItem.objects.within(pk=item.pk, case=keys.case).kept()
        if not kept.update(erase_at=end_of_window(at_once=at_once)):
            return
        told = {"number": item.label}
        act = CustodyAction.ITEM_DISPOSED
        record(keys.current_log, actor.for_log(), act, item.id, told)
        withdraw_grants(keys.case.id)
        for let_go in ON_DISPOSE:
            import_string(let_go)(keys, ())
    if at_once:
        erase_item(item.id)


@transaction.atomic
def keep_item(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> None:
    """Undoes `dispose_item`: the item is what it was. PolicyRefused once the window is over.

    Writes `evidence.item.kept`.
    """
    check_user_can_admit(actor, keys.case)
    hold_case(keys)
    row = EvidenceItem.objects.within(pk=item.pk, case=keys.case).select_for_update().first()
    if row is None:
        raise NotPermitted
    check_can_be_kept(row.erase_at)
    row.erase_at = None
    row.save(update_fields=("erase_at",))
    told = {"number": row.label}
    record(keys.current_log, actor.for_log(), CustodyAction.ITEM_KEPT, row.id, told)


def waive_window(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> None:
    """Erases an item that waits for it, before this returns."""
    check_user_can_admit(actor, keys.case)
    waiting = EvidenceItem.objects.within(pk=item.pk, case=keys.case).waiting()
    if waiting.update(erase_at=now()):
        erase_item(item.id)


def erase_due_items() -> int:
    """Erases every item that is due, and the blobs that an earlier run left; returns how many.

    One that fails does not keep the others: it is tried again by the next run.
    """
    due = EvidenceItem.objects.for_upkeep().filter(erase_at__lte=now())
    done = 0
    for item_id in list(due.values_list("id", flat=True)):
        try:
            erase_item(item_id)
        except Exception as error:  # noqa: BLE001  whatever failed, the next one must not wait
            logger.error("erase_item %s: %s", item_id, type(error).__name__)
        else:
            done += 1
    delete_doomed_blobs()
    return done


def erase_item(item_id: UUID) -> None:
    """Erases an item whose window is over, with no key: its rows, then its blobs. Idempotent."""
    with transaction.atomic():
        _erase_rows(item_id)
    delete_doomed_blobs()


def _erase_rows(item_id: UUID) -> None:
    """The case first: in the order of whoever takes keys back."""
    item = EvidenceItem.objects.for_job(item_id).first()
    if item is None:
        return
    case = Case.objects.for_job(item.case_id).select_for_update().get()
    due = EvidenceItem.objects.for_job(item_id).filter(erase_at__lte=now())
    if not due.exists():
        return
    case.retired_number = max(case.retired_number, item.number)
    case.save(update_fields=("retired_number",))
    Job.objects.of(JobKind.DERIVATIVES, item.id).delete()
    doom_blobs([item.blob, *item.derivatives.values_list("blob", flat=True)])
    due.delete()


def erase_items_of(case_id: UUID) -> None:
    """Every item of a case that is being erased; in the caller's transaction."""
    items = EvidenceItem.objects.within(case_id=case_id)
    pictures = Derivative.objects.within(item__case_id=case_id)
    doom_blobs([*items.values_list("blob", flat=True), *pictures.values_list("blob", flat=True)])
    doom_parts(UploadPart.objects.within(upload__case_id=case_id))
    Upload.objects.within(case_id=case_id).delete()
    items.delete()
