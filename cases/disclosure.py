"""What of a case's log an organisation may read: its own people's names and reasons, no others'.

The owner lets several organisations in without one of them learning who the others are.
"""

from dataclasses import dataclass
from typing import Final

from accounts.models import Membership, Organization
from custody.enums import CustodyRole
from custody.reading import OpenedEvent
from custody.sealing import actor_mark

OF_NO_ORGANIZATION: Final = (CustodyRole.OWNER, CustodyRole.WORKER, CustodyRole.SYSTEM)


@dataclass(frozen=True, slots=True)
class Reader:
    """An organisation that reads: its name, and the marks of all who are or were its members."""

    organization: str
    marks: frozenset[str]

    def may_know(self, event: OpenedEvent) -> bool:
        """Whether the entry's details tell of nobody but the owner and this organisation."""
        named = event.details.get("organization")
        return not self.is_others(event) if named is None else named == self.organization

    def is_others(self, event: OpenedEvent) -> bool:
        """Whether somebody of another organisation acted."""
        return event.role not in OF_NO_ORGANIZATION and event.entry["actor"] not in self.marks


def reader_of(organization: Organization) -> Reader:
    members = Membership.objects.filter(organization=organization)
    marks = frozenset(actor_mark(user) for user in members.values_list("user_id", flat=True))
    return Reader(organization.name, marks)
