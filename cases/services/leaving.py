"""Members who leave or lose their password: their keys go at once, the cases' keys follow.

Nobody who is left needs to hold a key for the first part. The second, a new epoch, waits for
whoever holds the case's key and opens it next: the owner, a lead, a companion.
"""

from django.db import transaction

from accounts import services as accounts
from accounts.actors import Actor
from accounts.models import Membership
from cases.holders import let_in_by_log
from cases.models import Assignment, Case, CaseKeyWrap, Grant, ShareKeyWrap
from cases.permissions import check_user_can_manage_member
from cases.policies import check_organization_keeps_a_lead
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from cases.services.sharing import note_unassigned, start_epoch
from core.clock import now
from custody.enums import CustodyAction, CustodyRole
from custody.exceptions import ChainBroken
from custody.services import LogActor

SYSTEM = LogActor(None, CustodyRole.SYSTEM)


@transaction.atomic
def end_membership(actor: Actor, member: Membership) -> None:
    """She leaves: signed out, no way in, no wrap of hers left, her cases due for new keys.

    NotPermitted for anybody but a lead or admin of her organisation; PolicyRefused where nobody
    would be left who can open the organisation's key.
    """
    check_user_can_manage_member(actor, member)
    check_organization_keeps_a_lead(member)
    accounts.end_account(member)
    _shut_out(member)


@transaction.atomic
def reset_member(actor: Actor, member: Membership) -> str:
    """A code for a new password in place of a lost one. It leaves this function once.

    The old password's key is lost with it: her wraps go, her assignments end, and a lead assigns
    her again once she has a new pair.
    """
    check_user_can_manage_member(actor, member)
    check_organization_keeps_a_lead(member)
    accounts.withdraw_organization_key(member)
    _shut_out(member)
    return accounts.give_password_code(member.user)


def _shut_out(member: Membership) -> None:
    wraps = CaseKeyWrap.objects.filter(holder__user=member.user_id)
    held = set(wraps.values_list("case_id", flat=True))
    wraps.delete()
    ShareKeyWrap.objects.filter(holder__user=member.user_id).delete()
    mine = Assignment.objects.live().filter(membership=member)
    shared = Grant.objects.filter(pk__in=mine.values("grant_id"))
    shared.update(endings_are_due=True)
    mine.update(ended_at=now())
    Case.objects.for_upkeep().filter(pk__in=held).update(epoch_is_due=True)


@transaction.atomic
def renew_keys_if_due(actor: Actor, keys: HeldKeys) -> None:
    """Begins the epoch that is due since somebody left, with an entry for each assignment that
    ended with her. Whoever opens the case has it done; a second time changes nothing."""
    hold_case(keys)
    if not Case.objects.visible_to(actor).filter(pk=keys.case.pk, epoch_is_due=True).exists():
        return
    for one in _ended_untold(keys):
        note_unassigned(keys, SYSTEM, one)
    start_epoch(actor, keys)


def _ended_untold(keys: HeldKeys) -> list[Assignment]:
    """Assignments that are over and that the log still tells of as begun; of a log that does not
    hold, none."""
    live = Assignment.objects.live().filter(case=keys.case).values_list("id", flat=True)
    try:
        begun = let_in_by_log(keys, CustodyAction.CASE_ASSIGNED)
    except ChainBroken:
        return []
    over = Assignment.objects.filter(pk__in=begun - set(live))
    return list(over.select_related("membership__organization"))
