"""Gives a shared case back to an owner who lost her words, slowly enough for her to refuse.

The organisation checks in person who she is; two of its people say so; then 72 hours pass in which
her old words show what is under way and refuse it with one press. Whoever pretends to be her on
the telephone fails on one of the three. What counts is the signed log, not the row.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from accounts import services as accounts
from accounts.actors import Actor
from accounts.models import KeyPair, User
from cases.models import Case, Restoration
from cases.permissions import (
    check_user_can_assign,
    check_user_can_restore,
    check_user_can_share,
)
from cases.policies import (
    check_restoration_may_begin,
    check_restoration_waited,
    check_two_people_agree,
)
from cases.sealing import CaseKeys, HeldKeys
from cases.services.holding import hold_case
from cases.services.sharing import give_all_keys, start_epoch
from core.clock import now
from custody.enums import CustodyAction
from custody.reading import OpenedEvent, checked_events
from custody.services import record

WAIT = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a restoration is by the log: who asked, as the log marks her, and when another
    person approved."""

    asked_by: str
    approved_at: datetime | None = None

    @property
    def opens_at(self) -> datetime | None:
        return self.approved_at + WAIT if self.approved_at else None


@transaction.atomic
def ask_restoration(actor: Actor, keys: HeldKeys, reason: str) -> Restoration:
    """The first of two: she was here in person and is the owner. `case.restoration.asked`.

    PolicyRefused where the owner forbade it or one is under way.
    """
    check_user_can_assign(actor, keys.case)
    hold_case(keys)
    pending = keys.case.restorations.pending()
    check_restoration_may_begin(keys.case, is_pending=pending.exists())
    assert actor.membership is not None  # noqa: S101
    row = Restoration.objects.create(
        case=keys.case, organization=actor.membership.organization, asked_at=now()
    )
    told = {"reason": reason, "organization": row.organization.name}
    record(keys.current_log, actor.for_log(), CustodyAction.RESTORATION_ASKED, row.id, told)
    return row


@transaction.atomic
def approve_restoration(actor: Actor, keys: HeldKeys, row: Restoration, reason: str) -> None:
    """The second of two, another person; from now on 72 hours. `case.restoration.approved`."""
    check_user_can_restore(actor, keys.case, row)
    hold_case(keys)
    progress = progress_of(keys, row)
    check_two_people_agree(progress.asked_by if progress else "", actor)
    if progress is None or progress.approved_at:
        return
    told = {"reason": reason}
    record(keys.current_log, actor.for_log(), CustodyAction.RESTORATION_APPROVED, row.id, told)
    Restoration.objects.filter(pk=row.pk).update(approved_at=now())


@transaction.atomic
def refuse_restoration(actor: Actor, keys: HeldKeys, row: Restoration) -> None:
    """The owner, or the organisation itself, ends it. `case.restoration.refused`."""
    if not actor.is_owner:
        check_user_can_restore(actor, keys.case, row)
    hold_case(keys)
    if keys.case.restorations.pending().filter(pk=row.pk).update(ended_at=now()):
        record(keys.current_log, actor.for_log(), CustodyAction.RESTORATION_REFUSED, row.id)


@transaction.atomic
def finish_restoration(actor: Actor, keys: HeldKeys, row: Restoration) -> str:
    """A new owner account with the case's keys; the old one holds none any more.

    Returns the code she enters in place of lost words, which gives her new ones; it leaves this
    function once. PolicyRefused before the 72 hours are over. Writes `case.restoration.done`.
    """
    check_user_can_assign(actor, keys.case)
    check_user_can_restore(actor, keys.case, row)
    hold_case(keys)
    progress = progress_of(keys, row)
    check_restoration_waited(progress.opens_at if progress else None)
    unlocked, code = accounts.enrol_owner_with_code()
    before = keys.case.owner
    keys.case.owner = unlocked.user
    keys.case.save(update_fields=("owner",))
    give_all_keys(keys, KeyPair.objects.current().get(user=unlocked.user))
    Restoration.objects.filter(pk=row.pk).update(ended_at=now())
    record(keys.current_log, actor.for_log(), CustodyAction.RESTORATION_DONE, row.id)
    start_epoch(actor, keys)
    _forget_empty(before)
    return code


def _forget_empty(owner: User) -> None:
    """An account without a case opens nothing and is nobody's any more."""
    if not Case.objects.within(owner=owner).exists():
        accounts.erase_owner(owner.pk)


@transaction.atomic
def allow_restoring(actor: Actor, keys: HeldKeys, *, is_allowed: bool) -> None:
    """Whether organisations may ever give this case back. Forbidding ends one that is under way."""
    check_user_can_share(actor, keys.case)
    hold_case(keys)
    if keys.case.may_be_restored == is_allowed:
        return
    keys.case.may_be_restored = is_allowed
    keys.case.save(update_fields=("may_be_restored",))
    act = CustodyAction.RESTORING_ALLOWED if is_allowed else CustodyAction.RESTORING_FORBIDDEN
    record(keys.current_log, actor.for_log(), act, keys.case.id)
    for row in keys.case.restorations.pending() if not is_allowed else ():
        refuse_restoration(actor, keys, row)


def progress_of(keys: CaseKeys, row: Restoration) -> Progress | None:
    """What the signed log says of this restoration; None where it is over or never began.

    ChainBroken where the log does not hold: then nothing is given to anybody.
    """
    found: Progress | None = None
    for event in checked_events(keys.case.id, keys.logs):
        if event.act == CustodyAction.RESTORING_FORBIDDEN:
            found = None
        elif event.obj == row.id:
            found = _after(event, found)
    return found


def _after(event: OpenedEvent, before: Progress | None) -> Progress | None:
    """Where a restoration stands after one more entry about it."""
    if event.act == CustodyAction.RESTORATION_ASKED:
        return Progress(asked_by=event.entry["actor"])
    if event.act == CustodyAction.RESTORATION_APPROVED and before is not None:
        is_another = event.entry["actor"] != before.asked_by
        return replace(before, approved_at=event.at) if is_another else before
    return None
