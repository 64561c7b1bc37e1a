"""A case as it lies on an organisation's desk: what stands in it, and who comes to it."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from cases.details import HelpDetails, IncidentDetails
from cases.models import Case, CaseRecord
from custody.enums import CustodyAction
from custody.reading import OpenedEvent, opened_events
from evidence.models import EvidenceItem
from tests import cast
from tests.cases.pages import make_record
from tests.jobs.casework import keep_file

REASON = "Untuk menyusun laporan"


@dataclass(frozen=True, slots=True)
class Desk:
    """Ani's case with one incident and one text file, on the desk of LBH Satu."""

    people: cast.Cast
    incident: CaseRecord
    item: EvidenceItem

    @property
    def case(self) -> Case:
        return self.people.case

    def page(self, name: str, *rest: object) -> str:
        return reverse(f"workbench:{name}", args=[self.case.ref, *rest])

    def item_page(self, name: str, item: EvidenceItem | None = None) -> str:
        return self.page(name, (item or self.item).ref)

    def log(self, act: CustodyAction | None = None) -> list[OpenedEvent]:
        """What Ani's log tells, or the part of it about one kind of act."""
        events = opened_events(self.case.id, self.people.ani.keys(self.case).logs)
        return [event for event in events if act in (None, event.act)]


def lay_out() -> Desk:
    people = cast.make_cast()
    owner, case = people.ani, people.case
    incident = make_record(owner=owner, case=case, details=IncidentDetails(note="Dia mengancam."))
    item = keep_file(owner, case, b"satu baris\n", name="catatan.txt")
    asked = HelpDetails(organization=str(people.satu.id), alias="Melati", need="Surat kampus")
    make_record(owner=owner, case=case, details=asked)
    return Desk(people, incident, item)


def browser_of(person: cast.Person) -> Client:
    """A browser of this person's that reads English, so that a test can name a sentence."""
    client = cast.client_of(person)
    client.cookies["__Host-l"] = "en"
    return client


def text_of(client: Client, address: str) -> str:
    """The page as its reader gets it; only a whole page counts."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def share_another(
    people: cast.Cast, *, answers: dict[str, list[str]] | None = None, alias: str = ""
) -> Case:
    """A further owner's case, opened to LBH Satu and given to nobody yet."""
    owner = cast.make_owner(name="Wulan")
    case = cast.make_case(owner=owner, gate=cast.ADULT_GATE | (answers or {}))
    asked = HelpDetails(organization=str(people.satu.id), alias=alias)
    make_record(owner=owner, case=case, details=asked)
    cast.share(owner=owner, case=case, organization=people.satu)
    return case
