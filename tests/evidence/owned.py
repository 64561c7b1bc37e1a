"""Ani's own pages about her evidence."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from cases.details import IncidentDetails
from cases.models import Case, CaseRecord
from custody.enums import CustodyAction
from custody.reading import OpenedEvent, opened_events
from evidence.models import EvidenceItem
from tests import cast
from tests.cases.pages import make_record
from tests.jobs.casework import keep_file


@dataclass(frozen=True, slots=True)
class Owned:
    """Her case with one incident and one text file, and her phone."""

    person: cast.Person
    case: Case
    client: Client
    incident: CaseRecord
    item: EvidenceItem

    def page(self, name: str, *rest: object) -> str:
        return reverse(f"evidence:{name}", args=[self.case.ref, *rest])

    def item_page(self, name: str, item: EvidenceItem | None = None) -> str:
        return self.page(name, (item or self.item).ref)

    def text(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def log(self, act: CustodyAction | None = None) -> list[OpenedEvent]:
        events = opened_events(self.case.id, self.person.keys(self.case).logs)
        return [event for event in events if act in (None, event.act)]


def lay_out() -> Owned:
    ani = cast.make_owner()
    case = cast.make_case(owner=ani)
    details = IncidentDetails(forms=("ncii",), platform="telegram", note="Catatan pendek")
    incident = make_record(owner=ani, case=case, details=details)
    item = keep_file(ani, case, b"satu baris\n", name="catatan.txt")
    client = cast.client_of(ani)
    client.cookies["__Host-l"] = "en"
    return Owned(ani, case, client, incident, item)
