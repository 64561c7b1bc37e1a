"""The queue's rows, who works on a case, and what an organisation was allowed."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Count

from accounts.actors import Actor
from accounts.enums import WORK_ON_CASES
from accounts.models import Membership, MembershipQuerySet, Organization
from cases.models import Assignment, AssignmentQuerySet, Case, Grant
from evidence.models import SharedItem


def own_organization(actor: Actor) -> Organization:
    assert actor.membership is not None  # noqa: S101
    return actor.membership.organization


def granted_at(actor: Actor, cases: list[Case]) -> dict[UUID, Grant]:
    """When each case was shared with the actor's organisation."""
    live = Grant.objects.live().filter(organization=own_organization(actor), case__in=cases)
    return {grant.case_id: grant for grant in live}


def may_build_packets(actor: Actor, case: Case) -> bool:
    """Whether the owner's grant to the actor's organisation goes as far as packets."""
    live = case.grants.live().filter(organization=own_organization(actor))
    return live.filter(may_build_packets=True).exists()


def own_assignments(actor: Actor, cases: list[Case]) -> AssignmentQuerySet:
    """Who of the actor's organisation works on these cases; nobody of another is ever shown."""
    return Assignment.objects.live().filter(
        case__in=cases, membership__organization=own_organization(actor)
    )


def assigned_members(actor: Actor, cases: list[Case]) -> dict[UUID, list[Assignment]]:
    by_case: dict[UUID, list[Assignment]] = defaultdict(list)
    rows = own_assignments(actor, cases).select_related("membership").order_by("assigned_at")
    for assignment in rows:
        by_case[assignment.case_id].append(assignment)
    return by_case


def assignable_members(actor: Actor, case: Case) -> list[Membership]:
    """Active members of the actor's organisation who could work on the case and do not yet."""
    return _could_work(actor, Assignment.objects.live().filter(case=case))


def shares_of(actor: Actor) -> list[Grant]:
    """The grants of chosen items that are open to the actor."""
    return list(Grant.objects.shared_with(actor).select_related("case"))


def item_counts(actor: Actor) -> dict[UUID, int]:
    """How many items lie in each of them; one without any is left out."""
    rows = SharedItem.objects.visible_to(actor).order_by().values_list("grant_id")
    return dict(rows.annotate(count=Count("pk")))


def own_share_assignments(actor: Actor, grant: Grant) -> AssignmentQuerySet:
    ours = Assignment.objects.live().filter(grant=grant)
    return ours.filter(membership__organization=own_organization(actor)).select_related(
        "membership"
    )


def share_assignments(grants: list[Grant]) -> dict[UUID, list[Assignment]]:
    """Who works on each share; all of them are of the organisation that it is for."""
    by_share: dict[UUID, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.live().filter(grant__in=grants).select_related("membership")
    for assignment in rows.order_by("assigned_at"):
        if assignment.grant_id:
            by_share[assignment.grant_id].append(assignment)
    return by_share


def assignable_to_share(actor: Actor, grant: Grant) -> list[Membership]:
    """Active members of the actor's organisation who could work on it and do not yet."""
    return _could_work(actor, Assignment.objects.live().filter(grant=grant))


def _could_work(actor: Actor, at_work: AssignmentQuerySet) -> list[Membership]:
    members = Membership.objects.filter(
        organization=own_organization(actor), is_active=True, role__in=WORK_ON_CASES
    )
    return list(members.exclude(pk__in=at_work.values("membership_id")).order_by("alias"))


def own_members(actor: Actor) -> MembershipQuerySet:
    """Everybody who belongs to the actor's organisation now."""
    members = Membership.objects.filter(organization=own_organization(actor), is_active=True)
    return members.with_key_held().order_by("alias")


def former_members(actor: Actor) -> MembershipQuerySet:
    """Everybody who left the actor's organisation, the last first."""
    members = Membership.objects.filter(organization=own_organization(actor), is_active=False)
    return members.order_by("-left_on", "alias")
