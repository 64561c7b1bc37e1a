"""Who may ask for a packet."""

from accounts.actors import Actor
from cases.models import Case
from core.exceptions import NotPermitted
from core.permissions import asking


def check_user_can_request_packet(actor: Actor, case: Case) -> None:
    """This user may have a packet made: the owner; staff whom the owner's grant allows it."""
    if actor.is_owner and case.owner_id == actor.user_id:
        return
    if actor.membership is None:
        raise NotPermitted
    grants = case.grants.live().filter(organization=actor.membership.organization)
    if not grants.filter(may_build_packets=True).exists():
        raise NotPermitted


def check_user_can_uncover(actor: Actor, case: Case) -> None:
    """This user may have a packet without covers: the owner, who put them there."""
    if not (actor.is_owner and case.owner_id == actor.user_id):
        raise NotPermitted


user_can_request_packet = asking(check_user_can_request_packet)
