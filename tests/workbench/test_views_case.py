import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.details import HelpDetails, IncidentDetails, ReportDetails
from cases.services import answer_question, grant_access
from custody.enums import CustodyAction
from evidence.models import Derivative, EvidenceItem
from evidence.storage import delete_blob
from jobs.services import make_worker_key
from tests import cast
from tests.cases.pages import make_record, query_count
from tests.jobs.casework import keep_file
from tests.workbench.desk import REASON, Desk, browser_of, text_of

PREVIEW = re.compile(r'<img src="data:image/webp;base64,[\w+/=]+" alt="" width="24"')


@pytest.fixture
def worker(db: None) -> None:
    make_worker_key()


def write_incidents(desk: Desk, count: int) -> None:
    details = IncidentDetails(platform="telegram", addresses=("https://t.example/1",))
    for _ in range(count):
        make_record(owner=desk.people.ani, case=desk.case, details=details)


def test_what_stands_in_the_case_is_on_its_page(desk: Desk, budi: Client) -> None:
    page = text_of(budi, desk.page("case"))
    for text in (desk.case.ref, "Melati", "Surat kampus", "Dia mengancam.", desk.item.label):
        assert text in page


def test_the_first_opening_of_a_session_is_logged_and_no_other(desk: Desk, budi: Client) -> None:
    for _ in range(3):
        budi.get(desk.page("case"))
    budi.get(desk.page("log"))
    assert [event.who for event in desk.log(CustodyAction.CASE_OPENED)] == ["LBH Satu · Budi"]


def test_a_new_session_is_logged_anew(desk: Desk, budi: Client) -> None:
    budi.get(desk.page("case"))
    browser_of(desk.people.budi).get(desk.page("log"))
    assert len(desk.log(CustodyAction.CASE_OPENED)) == 2


@pytest.mark.parametrize("name", ["log", "item"])
def test_whichever_page_comes_first_is_the_opening(desk: Desk, budi: Client, name: str) -> None:
    budi.get(desk.item_page(name) if name == "item" else desk.page(name))
    assert len(desk.log(CustodyAction.CASE_OPENED)) == 1


def test_a_lead_is_asked_why_before_anything_is_shown(desk: Desk, lina: Client) -> None:
    page = text_of(lina, desk.page("case"))
    assert "Why do you open this case?" in page
    assert "Dia mengancam." not in page
    assert desk.log(CustodyAction.CASE_OPENED) == []


def test_without_a_reason_the_case_stays_shut(desk: Desk, lina: Client) -> None:
    answer = lina.post(desk.page("case"), {"reason": "   "})
    assert "Write the reason in a few words." in answer.content.decode()
    assert "Dia mengancam." not in text_of(lina, desk.page("case"))
    assert desk.log(CustodyAction.CASE_OPENED) == []


def test_the_owner_reads_the_leads_reason(desk: Desk, lina: Client) -> None:
    answer = lina.post(desk.page("case"), {"reason": REASON})
    assert (answer.status_code, answer["Location"]) == (302, desk.page("case"))
    assert "Dia mengancam." in text_of(lina, desk.page("case"))
    log = text_of(browser_of(desk.people.ani), reverse("cases:log", args=[desk.case.ref]))
    assert REASON in log
    assert "LBH Satu · Lina" in log


@pytest.mark.parametrize("name", ["log", "item", "download"])
def test_no_way_leads_a_lead_around_the_question(desk: Desk, lina: Client, name: str) -> None:
    where = desk.page(name) if name == "log" else desk.item_page(name)
    assert lina.get(where)["Location"] == desk.page("case")
    assert desk.log(CustodyAction.CASE_OPENED) == []


def test_a_lead_looks_at_nothing_before_she_said_why(desk: Desk, lina: Client) -> None:
    before = len(desk.log())
    for name in ("reveal", "download"):
        answer = lina.post(desk.item_page(name), {"reason": REASON})
        assert answer["Location"] == desk.page("case"), name
    assert len(desk.log()) == before


def test_previews_stand_in_the_page_itself(desk: Desk, budi: Client, worker: None) -> None:
    keep_file(desk.people.ani, desk.case, is_intimate=True)
    page = text_of(budi, desk.page("case"))
    assert len(PREVIEW.findall(page)) == 1
    assert "Intimate" in page


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_preview_that_does_not_open_leaves_its_tile(
    desk: Desk, budi: Client, worker: None, harm: str
) -> None:
    item = keep_file(desk.people.ani, desk.case)
    rows = Derivative.objects.within(item=item, kind="preview")
    if harm == "gone":
        delete_blob(rows.get().blob)
    else:
        rows.update(blob_epoch=7)
    page = text_of(budi, desk.page("case"))
    assert item.label in page
    assert not PREVIEW.search(page)


def test_a_damaged_file_is_named(desk: Desk, budi: Client) -> None:
    EvidenceItem.objects.within(pk=desk.item.pk).update(state="damaged")
    assert "1 damaged file" in text_of(budi, desk.page("case"))


def test_addresses_are_text_and_no_links(desk: Desk, budi: Client) -> None:
    write_incidents(desk, 1)
    page = text_of(budi, desk.page("case"))
    assert "https://t.example/1" in page
    assert 'href="https://t.example' not in page


def test_what_she_wrote_to_another_organisation_is_not_shown(desk: Desk, budi: Client) -> None:
    other = HelpDetails(organization=str(desk.people.dua.id), alias="Kenanga", safe_word="rahasia")
    make_record(owner=desk.people.ani, case=desk.case, details=other)
    page = text_of(budi, desk.page("case"))
    assert "Kenanga" not in page
    assert "rahasia" not in page


def test_the_path_of_the_case_comes_with_its_guidance(desk: Desk, budi: Client) -> None:
    ani = desk.people.ani
    answer_question(ani.actor, ani.keys(desk.case), "q07_tuntutan", ["uang"])
    page = text_of(budi, desk.page("case"))
    assert "Extortion" in page
    assert "No payment and nothing more sent." in page


def test_the_chips_say_how_far_the_consent_goes(desk: Desk, budi: Client) -> None:
    assert "Consent: reading and packets" in text_of(budi, desk.page("case"))
    desk.case.grants.update(may_build_packets=False)
    assert "Consent: reading<" in text_of(budi, desk.page("case"))


def test_spread_and_reports_are_on_the_page(desk: Desk, budi: Client) -> None:
    write_incidents(desk, 2)
    report = ReportDetails(platform="telegram", ticket="TK-7", status="sent", sent_on="2026-04-02")
    make_record(owner=desk.people.ani, case=desk.case, details=report)
    page = text_of(budi, desk.page("case"))
    assert "1 address still online" in page
    assert "TK-7" in page
    assert "2 April 2026" in page


def test_another_organisations_companion_is_not_named(desk: Desk, budi: Client) -> None:
    people = desk.people
    grant_access(people.ani.actor, people.ani.keys(desk.case), people.dua, may_build_packets=False)
    tuti = cast.make_member(name="Tuti", organization=people.dua)
    cast.assign(lead=people.dewi, case=desk.case, member=tuti)
    page = text_of(budi, desk.page("case"))
    assert "Tuti" not in page
    assert "Budi" in page


def test_a_long_case_costs_the_queries_of_a_short_one(
    desk: Desk, budi: Client, worker: None
) -> None:
    owner, case = desk.people.ani, desk.case
    write_incidents(desk, 1)
    make_record(owner=owner, case=case, details=ReportDetails(platform="telegram"))
    keep_file(owner, case)
    before = query_count(budi, desk.page("case"))
    write_incidents(desk, 19)
    for _ in range(19):
        make_record(owner=owner, case=case, details=ReportDetails(platform="telegram"))
        keep_file(owner, case, b"teks\n", name="a.txt")
    assert query_count(budi, desk.page("case")) == before
