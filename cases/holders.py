"""Who may hold a case's next key: whoever both the rows and the signed log say was let in.

A row alone is not enough. Whoever can write to the database could plant one, and the next new
epoch would wrap its key to it; an entry of the log nobody can make without the case's key.
"""

from uuid import UUID

from accounts.models import KeyPair
from cases.models import Assignment, Grant
from cases.sealing import HeldKeys
from custody.enums import CustodyAction
from custody.reading import opened_events

LETS_IN = frozenset({CustodyAction.CASE_GRANT_CREATED, CustodyAction.CASE_ASSIGNED})
SHUTS_OUT = frozenset({CustodyAction.CASE_GRANT_REVOKED, CustodyAction.CASE_UNASSIGNED})


def live_holders(keys: HeldKeys) -> list[KeyPair]:
    """The owner's pair, and those of organisations and members who are let in now."""
    case, let_in = keys.case, _let_in(keys)
    grants = Grant.objects.live().filter(case=case, pk__in=let_in, organization__is_active=True)
    organizations = [grant.organization_id for grant in grants]
    assignments = Assignment.objects.live().filter(
        case=case,
        pk__in=let_in,
        membership__is_active=True,
        membership__organization__in=organizations,
    )
    members = [one.membership.user_id for one in assignments.select_related("membership")]
    current = KeyPair.objects.current()
    return [
        *current.filter(user__in=[case.owner_id, *members], user__is_active=True),
        *current.filter(organization__in=organizations),
    ]


def _let_in(keys: HeldKeys) -> set[UUID]:
    """Ids of grants and assignments that the log has begun and not ended."""
    found: set[UUID] = set()
    for event in opened_events(keys.case.id, keys.logs):
        if event.act in LETS_IN:
            found.add(event.obj)
        elif event.act in SHUTS_OUT:
            found.discard(event.obj)
    return found
