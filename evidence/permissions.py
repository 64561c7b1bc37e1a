"""Who may do what with an item she can see."""

from accounts.actors import Actor
from cases.models import Case
from cases.permissions import check_user_can_write
from core.exceptions import NotPermitted
from core.permissions import asking


def check_user_can_admit(actor: Actor, case: Case) -> None:
    """This user may put evidence into the vault: the case's owner."""
    check_user_can_write(actor, case)


def check_user_can_reveal(actor: Actor, case: Case, reason: str) -> None:
    """This user may see an item sharp: the owner; staff who say why."""
    if not actor.is_owner and not reason.strip():
        raise NotPermitted


def check_user_can_locate(actor: Actor, case: Case) -> None:
    """This user may read the place that a file tells: the case's owner, and nobody of the staff."""
    check_user_can_write(actor, case)


user_can_admit = asking(check_user_can_admit)
user_can_reveal = asking(check_user_can_reveal)
user_can_locate = asking(check_user_can_locate)
