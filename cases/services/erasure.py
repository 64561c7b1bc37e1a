"""Erases a case, or everything an owner has, after a window in which she can undo it.

Her word is an entry in the log and takes her keys; the erasing itself takes none. S_c goes first,
in its own database: from then on no copy of the case opens, whatever a backup still holds. What a
crash leaves is finished by the next run.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts import services as accounts
from accounts.actors import Actor
from cases.models import AccountErasure, Case, ShredSecret
from cases.permissions import check_user_can_write
from cases.policies import check_can_be_kept
from cases.sealing import HeldKeys, keys_that_open
from cases.services.holding import hold_case
from core.clock import now
from core.databases import clear_traces
from core.exceptions import PolicyRefused
from custody.enums import CustodyAction
from custody.services import erase_log, record
from jobs.services import delete_jobs_of_case, withdraw_grants

logger = logging.getLogger(__name__)

# Apps above this one that keep copies of files for a while: each lets go of those of this case.
ON_DISPOSE = ("packets.services.withdraw_packets",)
# Apps above this one that keep blobs of a case: each gives them up, with the rows that name them.
ON_ERASE = ("packets.services.erase_packets_of", "evidence.services.erase_items_of")
AFTER_ERASE = "evidence.services.delete_doomed_blobs"


def end_of_window(*, at_once: bool) -> datetime:
    """When something is erased that she gives up now; she may waive the time to undo it."""
    wait = timedelta() if at_once else timedelta(seconds=settings.ERASE_AFTER_SECONDS)
    return now() + wait


def dispose_case(actor: Actor, keys: HeldKeys, *, at_once: bool = False) -> None:
    """From now on nobody but its owner knows of the case; it is erased when the window is over.

    Packets are withdrawn and keys taken back from jobs. At once: erased before this returns.
    Writes `case.disposed`. NotPermitted for anybody but the owner.
    """
    with transaction.atomic():
        _dispose(actor, keys, end_of_window(at_once=at_once))
    if at_once:
        erase_case(keys.case.id)


def _dispose(actor: Actor, keys: HeldKeys, erase_at: datetime) -> None:
    check_user_can_write(actor, keys.case)
    hold_case(keys)
    act = CustodyAction.CASE_DISPOSED
    record(keys.current_log, actor.for_log(), act, keys.case.id)
    withdraw_grants(keys.case.id)
    for let_go in ON_DISPOSE:
        import_string(let_go)(keys, ())
    keys.case.erase_at = erase_at
    keys.case.save(update_fields=("erase_at",))


@transaction.atomic
def keep_case(actor: Actor, keys: HeldKeys) -> None:
    """Undoes `dispose_case`: the case is there again for everybody it was there for.

    PolicyRefused once the window is over. Writes `case.kept`.
    """
    check_user_can_write(actor, keys.case)
    if AccountErasure.objects.filter(user=actor.user).exists():
        raise PolicyRefused(_("Everything waits to be erased. Undo that first."))
    _keep(actor, keys)


def _keep(actor: Actor, keys: HeldKeys) -> None:
    row = Case.objects.of_owner(actor).select_for_update().get(pk=keys.case.pk)
    check_can_be_kept(row.erase_at)
    row.erase_at = None
    row.save(update_fields=("erase_at",))
    record(keys.current_log, actor.for_log(), CustodyAction.CASE_KEPT, row.id)


def waive_window(actor: Actor, case: Case) -> None:
    """Erases a case that waits for it, before this returns; a second time changes nothing."""
    check_user_can_write(actor, case)
    waiting = Case.objects.of_owner(actor).filter(pk=case.pk, erase_at__isnull=False)
    if waiting.update(erase_at=now()):
        erase_case(case.id)


def dispose_everything(actor: Actor, *, at_once: bool = False) -> None:
    """All cases of hers, and her account with them, when the window is over.

    Cases that already wait keep their own end. At once: erased before this returns. Writes
    `case.disposed` into each case that was kept until now.
    """
    erase_at = end_of_window(at_once=at_once)
    with transaction.atomic():
        AccountErasure.objects.update_or_create(user=actor.user, defaults={"erase_at": erase_at})
        cases = list(Case.objects.visible_to(actor))
        for keys in keys_that_open(actor, cases).values():
            _dispose(actor, keys, erase_at)
        # What does not open any more takes no entry, and is erased all the same.
        Case.objects.visible_to(actor).update(erase_at=erase_at)
    if at_once:
        erase_account(actor.user_id)


@transaction.atomic
def keep_everything(actor: Actor) -> None:
    """Undoes `dispose_everything`; cases given up by themselves before it still wait.

    PolicyRefused once the window is over. Writes `case.kept`.
    """
    erasure = AccountErasure.objects.select_for_update().filter(user=actor.user).first()
    check_can_be_kept(erasure.erase_at if erasure else None)
    assert erasure is not None  # noqa: S101
    with_it = list(Case.objects.of_owner(actor).filter(erase_at=erasure.erase_at))
    erasure.delete()
    for keys in keys_that_open(actor, with_it).values():
        _keep(actor, keys)
    Case.objects.of_owner(actor).filter(erase_at=erasure.erase_at).update(erase_at=None)


def erase_due() -> int:
    """Erases whatever is due, and finishes what an earlier run left; returns how much was. What
    anybody deleted since the last run leaves the disk.

    One that fails does not keep the others: it is tried again by the next run.
    """
    over = now()
    cases = Case.objects.for_upkeep().filter(erase_at__lte=over).values_list("id", flat=True)
    people = AccountErasure.objects.filter(erase_at__lte=over).values_list("user_id", flat=True)
    done = _each(erase_case, list(cases)) + _each(erase_account, list(people))
    import_string(AFTER_ERASE)()
    clear_traces()
    return done


def _each(erase: Callable[[UUID], None], ids: Iterable[UUID]) -> int:
    done = 0
    for one in ids:
        try:
            erase(one)
        except Exception as error:  # noqa: BLE001  whatever failed, the next one must not wait
            logger.error("%s %s: %s", erase.__name__, one, type(error).__name__)
        else:
            done += 1
    return done


def erase_case(case_id: UUID) -> None:
    """Erases a case whose window is over, with no key: S_c, then every row, then the blobs.

    Idempotent: it may be stopped at any point and run again. Nothing happens to a case that is
    kept, or whose time has not come.
    """
    if not _is_due(case_id):
        return
    ShredSecret.objects.filter(case_id=case_id).delete()
    with transaction.atomic():
        _erase_rows(case_id)
    import_string(AFTER_ERASE)()
    clear_traces()


def erase_case_without_secret(case_id: UUID) -> None:
    """Erases what a backup brought back of a case that was erased since; no key opens it."""
    if not ShredSecret.objects.filter(case_id=case_id).exists():
        Case.objects.for_job(case_id).update(erase_at=now())
        erase_case(case_id)


@transaction.atomic
def _is_due(case_id: UUID) -> bool:
    """Under the case's lock: an undo that came first is seen, and none gets in after this."""
    due = Case.objects.for_job(case_id).filter(erase_at__lte=now())
    return due.select_for_update().first() is not None


def _erase_rows(case_id: UUID) -> None:
    """Wraps, grants, assignments, records and revisions go with the case's own row."""
    case = Case.objects.for_job(case_id).select_for_update().first()
    if case is None:
        return
    for give_up in ON_ERASE:
        import_string(give_up)(case_id)
    delete_jobs_of_case(case_id)
    erase_log(case_id)
    case.delete()


def erase_account(user_id: UUID) -> None:
    """Everything of an owner whose window is over: her cases, then sign-ins, keys, sessions and
    the account. Idempotent, like `erase_case`."""
    if not AccountErasure.objects.filter(user_id=user_id, erase_at__lte=now()).exists():
        return
    hers = Case.objects.for_upkeep().filter(owner_id=user_id)
    hers.update(erase_at=now())
    for case_id in list(hers.values_list("id", flat=True)):
        erase_case(case_id)
    accounts.erase_owner(user_id)
