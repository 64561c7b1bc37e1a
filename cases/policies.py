"""What may be done at all now, whoever asks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import WORK_ON_CASES, MemberRole
from accounts.models import Membership, Organization, OrganizationKeyWrap
from cases.details import HelpDetails
from cases.enums import Consent
from cases.models import Case
from core.clock import now
from core.exceptions import PolicyRefused
from custody.sealing import actor_mark
from resources.plan import images_allowed


def check_organization_is_open(organization: Organization) -> None:
    if not organization.is_active:
        raise PolicyRefused(_("This organisation does not take cases at the moment."))


def fingerprints_taken(answers: Mapping[str, Sequence[str]]) -> bool:
    """Where pictures may not be here, their fingerprints need the instance's own decision, which
    lawyers have to make first."""
    return images_allowed(answers) or settings.FINGERPRINTS_OF_MINORS


def check_consent_is_given(consents: Collection[str]) -> None:
    """Nothing is opened to anybody without the owner's yes to being read."""
    if Consent.SEEN not in consents:
        raise PolicyRefused(_("Nobody can read your notes before you agree to it."))


def check_extent_is_chosen(asked: HelpDetails) -> None:
    """Everything, or files chosen one by one: neither is taken for granted."""
    if not asked.names_extent:
        raise PolicyRefused(_("Choose first what they may read."))


def check_membership_is_assignable(member: Membership, assigner: Actor) -> None:
    """Only an active paralegal, lawyer or lead of the assigner's own organisation."""
    works = member.role in WORK_ON_CASES and not member.user.is_site_admin
    ours = assigner.membership and member.organization_id == assigner.membership.organization_id
    if not (member.is_active and member.user.is_active and works and ours):
        raise PolicyRefused(_("This member cannot take the case."))


def check_restoration_may_begin(case: Case, *, is_pending: bool) -> None:
    if not case.may_be_restored:
        raise PolicyRefused(_("The owner does not want anybody to give these notes back."))
    if is_pending:
        raise PolicyRefused(_("Giving these notes back is under way already."))


def check_two_people_agree(asked_by: str, actor: Actor) -> None:
    """`asked_by` is the log's mark of whoever asked; the same person cannot approve."""
    if asked_by == actor_mark(actor.user_id):
        raise PolicyRefused(_("Somebody else of your organisation has to approve this."))


def check_restoration_waited(opens_at: datetime | None) -> None:
    if opens_at is None:
        raise PolicyRefused(_("Two people have to approve this first."))
    if opens_at > now():
        raise PolicyRefused(_("The 72 hours in which the owner can refuse are not over yet."))


def check_organization_keeps_a_lead(leaving: Membership) -> None:
    """Without a lead nobody opens what was shared; the sheets are the way back from an accident,
    not a plan."""
    others = OrganizationKeyWrap.objects.filter(
        key_pair__organization=leaving.organization_id, key_pair__retired_at__isnull=True
    ).exclude(holder__user=leaving.user_id)
    if leaving.role == MemberRole.LEAD and not others.exists():
        raise PolicyRefused(_("Nobody else of your organisation could open the shared cases."))


def check_can_be_kept(erase_at: datetime | None) -> None:
    """Only what waits to be erased can be kept after all, and only before its time has come."""
    if erase_at is None:
        raise PolicyRefused(_("Nothing waits to be erased here."))
    if erase_at <= now():
        raise PolicyRefused(_("The time to undo this is over. It is being erased."))
