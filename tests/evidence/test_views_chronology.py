import re

from django.urls import reverse

from cases.details import IncidentDetails
from cases.services import remove_record
from core.dates import ClaimedTime, Precision
from evidence.models import EvidenceItem
from evidence.services import Admission, admit_evidence
from evidence.uploads import sealed_upload
from jobs.services import make_worker_key
from tests.cases.pages import make_record, query_count
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file


def keep_for_incident(hers: Owned) -> EvidenceItem:
    upload = sealed_upload(hers.case, "bukti.txt", [b"dua baris\n"])
    told = Admission(is_intimate=False, incident=hers.incident.id)
    return admit_evidence(hers.person.actor, hers.person.keys(hers.case), upload, told)


def write_at(hers: Owned, when: ClaimedTime) -> None:
    details = IncidentDetails(claimed=when.to_json())
    make_record(owner=hers.person, case=hers.case, details=details)


def test_incidents_stand_in_the_order_in_which_they_happened(hers: Owned) -> None:
    write_at(hers, ClaimedTime(Precision.DAY, 2026, 5, 2))
    write_at(hers, ClaimedTime(Precision.MONTH, 2026, 3))
    write_at(hers, ClaimedTime(Precision.ABOUT, 2026, 4, 1))
    shown = re.findall(r'<p class="when-text">([^<]*\w)', hers.text(hers.page("chronology")))
    assert shown == ["March 2026", "about 1 April 2026", "2 May 2026", "date not remembered"]


def test_a_file_stands_with_its_incident_and_else_by_itself(hers: Owned) -> None:
    mine = keep_for_incident(hers)
    page = hers.text(hers.page("chronology"))
    with_incident, alone = page.split("Kept without a note")
    assert mine.label in with_incident
    assert hers.item.label in alone
    assert hers.item.label not in with_incident


def test_a_file_stays_when_its_incident_is_taken_out(hers: Owned) -> None:
    mine = keep_for_incident(hers)
    remove_record(hers.person.actor, hers.person.keys(hers.case), hers.incident)
    alone = hers.text(hers.page("chronology")).split("Kept without a note")[1]
    assert mine.label in alone


def test_no_picture_comes_back_to_her(hers: Owned) -> None:
    make_worker_key()
    item = keep_file(hers.person, hers.case)
    page = hers.text(hers.page("chronology"))
    assert item.label in page
    assert "data:image" not in page
    assert "<img" not in page


def test_each_incident_leads_to_its_own_page(hers: Owned) -> None:
    where = reverse("cases:incident-check", args=[hers.case.ref, hers.incident.ref])
    assert f'href="{where}"' in hers.text(hers.page("chronology"))
    assert hers.client.get(where).status_code == 200


def test_a_damaged_file_is_marked(hers: Owned) -> None:
    EvidenceItem.objects.within(pk=hers.item.pk).update(state="damaged")
    assert "Damaged" in hers.text(hers.page("chronology"))


def test_a_long_chronology_costs_the_queries_of_a_short_one(hers: Owned) -> None:
    keep_for_incident(hers)
    before = query_count(hers.client, hers.page("chronology"))
    for day in range(1, 20):
        write_at(hers, ClaimedTime(Precision.DAY, 2026, 5, day))
        keep_for_incident(hers)
    assert query_count(hers.client, hers.page("chronology")) == before
