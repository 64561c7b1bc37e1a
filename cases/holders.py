"""Who may hold a case's next key: whoever both the rows and the signed log say was let in.

A row alone is not enough. Whoever can write to the database could plant one, and the next new
epoch would wrap its key to it; an entry of the log nobody can make without the case's key.
"""

from collections.abc import Iterable
from uuid import UUID

from accounts.enums import WORK_ON_CASES
from accounts.models import KeyPair
from cases.models import Assignment, Grant
from cases.sealing import HeldKeys
from custody.enums import CustodyAction
from custody.exceptions import ChainBroken
from custody.reading import OpenedEvent, checked_events

LETS_IN = frozenset({CustodyAction.CASE_GRANT_CREATED, CustodyAction.CASE_ASSIGNED})
# Of chosen items other acts tell: no row that is changed makes a whole case of them.
SHUTS_OUT = frozenset(
    {
        CustodyAction.CASE_GRANT_REVOKED,
        CustodyAction.CASE_UNASSIGNED,
        CustodyAction.SHARE_REVOKED,
        CustodyAction.SHARE_UNASSIGNED,
    }
)


def live_holders(keys: HeldKeys) -> list[KeyPair]:
    """The owner's pair, and those of organisations and members who are let in now.

    Of a log that does not hold, nobody but the owner: she can let the others in again.
    """
    case = keys.case
    try:
        let_in = let_in_by_log(keys, *LETS_IN)
    except ChainBroken:
        let_in = set()
    whole = Grant.objects.live().of_whole_cases().filter(case=case, pk__in=let_in)
    grants = whole.filter(organization__is_active=True)
    organizations = [grant.organization_id for grant in grants]
    assignments = Assignment.objects.live().filter(
        case=case,
        grant__isnull=True,
        pk__in=let_in,
        membership__is_active=True,
        membership__role__in=WORK_ON_CASES,
        membership__organization__in=organizations,
    )
    members = [one.membership.user_id for one in assignments.select_related("membership")]
    current = KeyPair.objects.current()
    return [
        *current.filter(user__in=[case.owner_id, *members], user__is_active=True),
        *current.filter(organization__in=organizations),
    ]


def let_in_by_log(keys: HeldKeys, *acts: CustodyAction) -> set[UUID]:
    """Ids of the grants or assignments that these acts began and no later entry ended.

    ChainBroken where an entry is not signed, not linked, or missing.
    """
    return let_in_by(checked_events(keys.case.id, keys.logs), *acts)


def let_in_by(events: Iterable[OpenedEvent], *acts: CustodyAction) -> set[UUID]:
    """The same of entries that somebody else has opened, in their order."""
    found: set[UUID] = set()
    for event in events:
        if event.act in acts:
            found.add(event.obj)
        elif event.act in SHUTS_OUT:
            found.discard(event.obj)
    return found
