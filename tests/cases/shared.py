"""A case of which two files are shared with LBH Dua, where Dewi leads and Fitri works on them.

To LBH Satu the case is open as a whole, as in the cast.
"""

from dataclasses import dataclass

from cases.models import Case, Grant
from custody.enums import CustodyAction
from custody.reading import OpenedEvent, opened_events
from evidence.models import EvidenceItem, SharedItem
from tests import cast
from tests.jobs.casework import keep_file, write_note

REASON = "Untuk surat ke kampus"


@dataclass(frozen=True, slots=True)
class Shared:
    people: cast.Cast
    fitri: cast.Person
    gita: cast.Person
    chosen: tuple[EvidenceItem, ...]
    other: EvidenceItem
    grant: Grant

    @property
    def case(self) -> Case:
        return self.people.case

    def row(self, item: EvidenceItem) -> SharedItem:
        return SharedItem.objects.within(grant=self.grant).select_related("item").get(item=item)

    def log(self, act: CustodyAction | None = None) -> list[OpenedEvent]:
        """What the owner's log tells, or the part of it about one kind of act."""
        events = opened_events(self.case.id, self.people.ani.keys(self.case).logs)
        return [event for event in events if act in (None, event.act)]


def lay_out() -> Shared:
    people = cast.make_cast()
    owner, case = people.ani, people.case
    write_note(owner, case, "Dia mengancam.")
    one, two, other = (
        keep_file(owner, case, f"baris {name}\n".encode(), name=f"{name}.txt")
        for name in ("satu", "dua", "tiga")
    )
    grant = cast.share_items(owner=owner, case=case, organization=people.dua, items=[one, two])
    fitri = cast.make_member(name="Fitri", organization=people.dua)
    gita = cast.make_member(name="Gita", organization=people.dua)
    cast.assign_share(lead=people.dewi, grant=grant, member=fitri)
    return Shared(people, fitri, gita, (one, two), other, grant)
