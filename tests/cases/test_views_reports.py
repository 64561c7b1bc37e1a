import pytest
from django.test import Client

from cases.details import IncidentDetails, ReportDetails
from cases.enums import RecordKind, ReportStatus
from cases.reading import opened_all
from cases.views.steps import NEW
from core.clock import today
from custody.enums import CustodyAction
from tests.cases.pages import acts, make_record, page, query_count, read, walk
from tests.cast import Cast, client_of, make_case

SENT = ReportDetails(
    platform="instagram", kind="ncii", addresses=("https://a.example/1",), text="Kepada tim"
)


def only_report(cast: Cast) -> ReportDetails:
    keys = cast.ani.keys(cast.case)
    records = cast.case.records.of_kind(RecordKind.PLATFORM_REPORT)
    return opened_all(keys, records, ReportDetails)[0].details


def test_ani_prepares_a_report_and_keeps_its_number(cast: Cast, ani: Client) -> None:
    """Addresses come from her notes, the text is prepared, the number means that it was sent."""
    noted = IncidentDetails(platform="instagram", addresses=("https://a.example/1",))
    make_record(owner=cast.ani, case=cast.case, details=noted)
    answers = [
        {"platform": "instagram"},
        {"kind": "ncii"},
        {"addresses": ["https://a.example/1"], "more": "@palsu_2"},
        {"language": "en"},
    ]
    text_page = walk(ani, cast.case, "report", answers)
    prepared = ani.get(text_page).context["form"].initial["text"]
    assert "1. https://a.example/1\n2. @palsu_2" in prepared
    way = ani.post(text_page, {"text": prepared})["Location"]
    ticket = ani.post(way, {"save": "1"})["Location"]
    ani.post(ticket, {"ticket": "IG-7788"})
    kept = only_report(cast)
    assert (kept.addresses, kept.ticket) == (("https://a.example/1", "@palsu_2"), "IG-7788")
    assert (kept.status, kept.sent_on) == (ReportStatus.SENT, today().isoformat())


def test_the_text_follows_the_language(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=SENT)
    for language, greeting in (("id", "Kepada tim Instagram"), ("en", "To the Instagram team")):
        ani.post(page(cast.case, "report-step", record.ref, 4), {"language": language})
        shown = ani.get(page(cast.case, "report-step", record.ref, 5))
        assert greeting in shown.context["prepared"]


def test_her_own_text_stays_when_the_facts_change(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=SENT)
    ani.post(page(cast.case, "report-step", record.ref, 3), {"more": "https://a.example/2"})
    shown = ani.get(page(cast.case, "report-step", record.ref, 5))
    assert shown.context["form"].initial["text"] == "Kepada tim"
    assert "https://a.example/2" in shown.content.decode()


def test_without_an_address_there_is_no_text_yet(cast: Cast, ani: Client) -> None:
    details = ReportDetails(platform="instagram", kind="ncii")
    record = make_record(owner=cast.ani, case=cast.case, details=details)
    assert ani.get(page(cast.case, "report-step", record.ref, 5)).context["prepared"] == ""


@pytest.mark.parametrize(("gate", "kind"), [(["dewasa"], "ncii"), (["u18_dulu_kini"], "underage")])
def test_a_child_in_the_picture_decides_the_way_in(gate: list[str], kind: str, cast: Cast) -> None:
    case = make_case(owner=cast.ani, gate={"q02_usia": gate})
    shown = client_of(cast.ani).get(page(case, "report-step", NEW, 2))
    assert shown.context["form"].initial["kind"] == kind


def test_a_report_for_somebody_else_says_so(cast: Cast) -> None:
    gate = {"q01_siapa": ["orang_lain_setuju"], "q02_usia": ["dewasa"]}
    case = make_case(owner=cast.ani, gate=gate)
    record = make_record(owner=cast.ani, case=case, details=SENT)
    shown = client_of(cast.ani).get(page(case, "report-step", record.ref, 5))
    assert "Saya melapor atas permintaannya." in shown.context["prepared"]


def test_a_form_that_nobody_checked_is_marked(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=SENT)
    address = page(cast.case, "report-step", record.ref, 6)
    content = ani.get(address, {"lang": "en"}).content.decode()
    assert "has not been checked yet" in content
    assert 'rel="noreferrer nofollow">Open the form' in content


@pytest.mark.parametrize("platform", ["telegram", "whatsapp", "hosting", "gone-by-now", ""])
def test_every_platform_has_its_pages(platform: str, cast: Cast, ani: Client) -> None:
    details = ReportDetails(platform=platform, kind="threat", text="Kepada tim")
    record = make_record(owner=cast.ani, case=cast.case, details=details)
    for number in range(1, 9):
        assert ani.get(page(cast.case, "report-step", record.ref, number)).status_code == 200
    assert ani.get(page(cast.case, "report-check", record.ref)).status_code == 200


@pytest.mark.parametrize("status", ReportStatus)
def test_a_refusal_is_met_with_a_next_step(status: ReportStatus, cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=SENT)
    ani.post(page(cast.case, "report-step", record.ref, 8), {"status": status.value})
    assert read(cast.ani, record, ReportDetails).status == status
    shown = ani.get(page(cast.case, "report-check", record.ref))
    needs_more = status in (ReportStatus.REFUSED, ReportStatus.REAPPEARED)
    assert shown.context["needs_more"] is needs_more
    assert (b"dpo@fb.com" in shown.content) is needs_more


def test_a_report_is_taken_out_of_the_list(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=SENT)
    response = ani.post(page(cast.case, "report-remove", record.ref), {"save": "1"})
    assert response["Location"] == page(cast.case, "reports")
    assert acts(cast.ani, cast.case)[-1] == CustodyAction.RECORD_REMOVED
    assert ani.get(page(cast.case, "reports")).context["rows"] == []


def test_many_reports_cost_no_more_queries(cast: Cast, ani: Client) -> None:
    make_record(owner=cast.ani, case=cast.case, details=SENT)
    at_one = query_count(ani, page(cast.case, "reports"))
    for _ in range(19):
        make_record(owner=cast.ani, case=cast.case, details=SENT)
    assert query_count(ani, page(cast.case, "reports")) == at_one
