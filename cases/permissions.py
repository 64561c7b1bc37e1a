"""Who may do what with a case she can see."""

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership
from cases.models import Case, Grant, Restoration
from core.exceptions import NotPermitted
from core.permissions import asking


def check_user_can_write(actor: Actor, case: Case) -> None:
    """This user may write the owner's answers: the owner, and nobody for her."""
    if not (actor.is_owner and case.owner_id == actor.user_id):
        raise NotPermitted


def check_user_can_share(actor: Actor, case: Case) -> None:
    """This user may let others in and out: the owner."""
    check_user_can_write(actor, case)


def check_user_can_assign(actor: Actor, case: Case) -> None:
    """This user may assign members: a lead of an organisation the case is granted to."""
    if actor.role != Role.LEAD or actor.membership is None:
        raise NotPermitted
    whole = case.grants.live().of_whole_cases()
    if not whole.filter(organization=actor.membership.organization).exists():
        raise NotPermitted


def check_user_can_assign_share(actor: Actor, grant: Grant) -> None:
    """This user may assign members to chosen items: a lead of the organisation they are for."""
    if actor.role != Role.LEAD:
        raise NotPermitted
    if not Grant.objects.shared_with(actor).filter(pk=grant.pk).exists():
        raise NotPermitted


def check_user_can_restore(actor: Actor, case: Case, restoration: Restoration) -> None:
    """This user may carry on with giving a case back: whoever works on it in the organisation
    that began."""
    ours = actor.membership and actor.membership.organization_id == restoration.organization_id
    if not ours or restoration.case_id != case.pk:
        raise NotPermitted
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise NotPermitted


def check_user_can_manage_member(actor: Actor, member: Membership) -> None:
    """This user may end or reset a membership: a lead or admin of the member's organisation."""
    if actor.role not in (Role.LEAD, Role.ORG_ADMIN) or actor.membership is None:
        raise NotPermitted
    if member.organization_id != actor.membership.organization_id or not member.is_active:
        raise NotPermitted


def check_user_can_count(actor: Actor) -> None:
    """This user may count the cases of her organisation whose owners agreed: a lead."""
    if actor.role != Role.LEAD or actor.membership is None:
        raise NotPermitted


def check_user_can_keep_key(actor: Actor) -> None:
    """This user may replace her organisation's key and print its sheets: a lead."""
    if actor.role != Role.LEAD or actor.membership is None:
        raise NotPermitted


user_can_write = asking(check_user_can_write)
user_can_share = asking(check_user_can_share)
user_can_assign = asking(check_user_can_assign)
