"""New keys for every file of a case: made in the owner's session, lent to a keyed job with the
old."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from cases.permissions import check_user_can_share
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from core.clock import now
from core.models import update_rows
from custody.enums import CustodyAction
from custody.services import record
from evidence.models import Derivative, PendingKey, Rekeying
from evidence.policies import check_case_has_files
from evidence.sealing import file_key, key_to_come, next_key, reseal_key
from evidence.selectors import pending_rekeying
from evidence.services.keys import OF_KEYS, follow_renewed, seal_for_shares
from jobs.enums import JobKind
from jobs.services import queue_job, withdraw_file


@transaction.atomic
def rekey_files(actor: Actor, keys: HeldKeys) -> Rekeying:
    """Makes a next key for every file of the case and queues the job that seals the files anew.

    Nothing stored from then on opens with keys that were copied before. One that stands still goes
    on instead. PolicyRefused without files. Writes `case.rekeying.asked`.
    """
    check_user_can_share(actor, keys.case)
    hold_case(keys)
    row = pending_rekeying(keys.case) or _begin(actor, keys)
    _queue(actor, keys, row)
    return row


@transaction.atomic
def continue_rekeying(actor: Actor, keys: HeldKeys, row: Rekeying) -> None:
    """A new grant for one that nobody could finish without her; what is done stays done."""
    check_user_can_share(actor, keys.case)
    hold_case(keys)
    if row.ended_at is None:
        _queue(actor, keys, row)


def _begin(actor: Actor, keys: HeldKeys) -> Rekeying:
    """A picture that is not made yet has its new key at once, as nothing lies under the old."""
    items = list(keys.case.items.all())
    check_case_has_files(items)
    pictures = list(Derivative.objects.within(item__case=keys.case))
    _renew_unused(keys, [row for row in pictures if row.blob is None])
    made = [row for row in pictures if row.blob]
    count = len(items) + len(made)
    rekeying = Rekeying.objects.create(case=keys.case, asked_at=now(), file_count=count)
    pending = [PendingKey(rekeying=rekeying, item=item) for item in items]
    pending += [PendingKey(rekeying=rekeying, derivative=row) for row in made]
    for row in pending:
        next_key(keys, row)
    PendingKey.objects.bulk_create(pending)
    seal_for_shares(keys, pending)
    told = {"files": str(count)}
    act = CustodyAction.REKEYING_ASKED
    record(keys.current_log, actor.for_log(), act, rekeying.id, told)
    return rekeying


def _renew_unused(keys: HeldKeys, pictures: list[Derivative]) -> None:
    for row in pictures:
        reseal_key(keys, row)
        withdraw_file(keys.case.id, row.item_id)
    update_rows(pictures, *OF_KEYS)
    follow_renewed(keys, pictures)


def _queue(actor: Actor, keys: HeldKeys, row: Rekeying) -> None:
    pending = row.pending.select_related("item", "derivative")
    access = keys.access_to_history((), _old_and_new(keys, pending))
    queue_job(JobKind.REKEY, keys.case.id, row.id, actor.user_id, access)


def _old_and_new(keys: HeldKeys, pending: Iterable[PendingKey]) -> dict[UUID, bytes]:
    """The key of each file by the file's id, the one it will have by that of its pending row."""
    found: dict[UUID, bytes] = {}
    for row in pending:
        found[row.file.id] = file_key(keys, row.file)
        found[row.id] = key_to_come(keys, row)
    return found
