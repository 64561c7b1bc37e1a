"""What the tests of the owner's pages share: records made by the services, queries counted."""

from collections.abc import Iterable

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import services
from cases.details import Details, HelpDetails, IncidentDetails, ReportDetails
from cases.enums import RecordKind
from cases.models import Case, CaseRecord
from cases.reading import opened
from cases.views.steps import NEW
from custody.enums import CustodyAction
from custody.reading import opened_events
from evidence.models import EvidenceItem
from evidence.services import Admission, admit_evidence
from evidence.uploads import sealed_upload
from tests.cast import Person

KINDS = {
    IncidentDetails: RecordKind.INCIDENT,
    ReportDetails: RecordKind.PLATFORM_REPORT,
    HelpDetails: RecordKind.HELP_REQUEST,
}


def make_record(*, owner: Person, case: Case, details: Details) -> CaseRecord:
    return services.save_record(owner.actor, owner.keys(case), KINDS[type(details)], details)


def make_item(*, owner: Person, case: Case) -> EvidenceItem:
    """A small text file in the case's vault."""
    upload = sealed_upload(case, "catatan.txt", [b"dua baris\ndari obrolan\n"])
    told = Admission(is_intimate=False)
    return admit_evidence(owner.actor, owner.keys(case), upload, told)


def read(owner: Person, record: CaseRecord, as_type: type[Details]) -> Details:
    """What stands in the record now, opened with the owner's keys."""
    record.refresh_from_db()
    return opened(owner.keys(record.case), record, as_type)


def acts(owner: Person, case: Case) -> list[CustodyAction]:
    """What the case's chain tells, in order."""
    return [event.act for event in opened_events(case.id, owner.keys(case).logs)]


def page(case: Case, name: str, *place: object) -> str:
    return reverse(f"cases:{name}", args=[case.ref, *place])


def walk(client: Client, case: Case, name: str, answers: Iterable[dict[str, object]]) -> str:
    """Answers a repeated journey page by page from its beginning; where the last answer led."""
    address = page(case, f"{name}-step", NEW, 1)
    for answer in answers:
        response = client.post(address, answer)
        assert response.status_code == 302, response.context["form"].errors
        address = response["Location"]
    return address


def query_count(client: Client, address: str) -> int:
    """Queries of one page on both databases, once the session is warm."""
    assert client.get(address).status_code == 200
    main, shred = (CaptureQueriesContext(connections[name]) for name in ("default", "shred"))
    with main, shred:
        client.get(address)
    return len(main) + len(shred)
