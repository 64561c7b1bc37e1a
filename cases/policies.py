"""What may be done at all now, whoever asks."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import MemberRole
from accounts.models import Membership, Organization
from cases.enums import Consent
from core.clock import now
from core.exceptions import PolicyRefused


def check_organization_is_open(organization: Organization) -> None:
    if not organization.is_active:
        raise PolicyRefused(_("This organisation does not take cases at the moment."))


def check_consent_is_given(consents: Collection[str]) -> None:
    """Nothing is opened to anybody without the owner's yes to being read."""
    if Consent.SEEN not in consents:
        raise PolicyRefused(_("Nobody can read your notes before you agree to it."))


def check_membership_is_assignable(member: Membership, assigner: Actor) -> None:
    """Only an active paralegal, lawyer or lead of the assigner's own organisation."""
    works = member.role in (MemberRole.PARALEGAL, MemberRole.LAWYER, MemberRole.LEAD)
    ours = assigner.membership and member.organization_id == assigner.membership.organization_id
    if not (member.is_active and works and ours):
        raise PolicyRefused(_("This member cannot take the case."))


def check_can_be_kept(erase_at: datetime | None) -> None:
    """Only what waits to be erased can be kept after all, and only before its time has come."""
    if erase_at is None:
        raise PolicyRefused(_("Nothing waits to be erased here."))
    if erase_at <= now():
        raise PolicyRefused(_("The time to undo this is over. It is being erased."))
