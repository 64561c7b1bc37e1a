from dataclasses import replace

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
from tests.clock import Clock

SENT = ReportDetails(
    platform="instagram", kind="ncii", addresses=("https://a.example/1",), text="Kepada tim"
)


def sent_today(**told: str) -> ReportDetails:
    return replace(SENT, **{"status": "sent", "sent_on": today().isoformat(), **told})


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


def test_the_suggested_reason_is_ticked_and_says_why(cast: Cast, ani: Client) -> None:
    fake = IncidentDetails(platform="instagram", forms=("impersonasi",))
    make_record(owner=cast.ani, case=cast.case, details=fake)
    record = make_record(
        owner=cast.ani, case=cast.case, details=ReportDetails(platform="instagram")
    )
    shown = ani.get(page(cast.case, "report-step", record.ref, 2), {"lang": "en"})
    assert shown.context["form"].initial["kind"] == "impersonation"
    assert "Suggested because you noted a fake account." in shown.content.decode()


@pytest.mark.parametrize(("number", "is_there"), [(5, True), (6, True), (7, False)])
def test_both_languages_of_the_text_can_be_read(
    number: int, is_there: bool, cast: Cast, ani: Client
) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=SENT)
    shown = ani.get(page(cast.case, "report-step", record.ref, number)).content.decode()
    assert ("To the Instagram team" in shown) is is_there
    assert ('<p lang="en">' in shown) is is_there


@pytest.mark.parametrize(
    ("age", "there", "not_there"),
    [
        ("dewasa", "stopncii.", "takeitdown."),
        ("u18_dulu", "takeitdown.", "stopncii."),
        ("tidak_tahu", "takeitdown.", "stopncii."),
    ],
)
def test_under_18_no_picture_is_asked_for(age: str, there: str, not_there: str, cast: Cast) -> None:
    case = make_case(owner=cast.ani, gate={"q02_usia": [age]})
    record = make_record(owner=cast.ani, case=case, details=SENT)
    address = page(case, "report-step", record.ref, 6)
    shown = client_of(cast.ani).get(address, {"lang": "en"}).content.decode()
    assert there in shown
    assert not_there not in shown
    assert ("Attach no picture" in shown) is (age != "dewasa")


def test_after_spread_search_engines_are_named_until_they_are_asked(
    cast: Cast, ani: Client
) -> None:
    assert ani.get(page(cast.case, "reports")).context["removers"] == []
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    assert ani.get(page(cast.case, "reports")).context["removers"][:1] == ["Google Search"]
    asked = ReportDetails(platform="google-search")
    make_record(owner=cast.ani, case=cast.case, details=asked)
    assert "Google Search" not in ani.get(page(cast.case, "reports")).context["removers"]


def test_a_report_to_look_at_again_stands_in_both_lists(
    cast: Cast, ani: Client, clock: Clock
) -> None:
    """Quietly, with the name and the days; after her answer it is gone from both."""
    record = make_record(owner=cast.ani, case=cast.case, details=sent_today())
    names = ("task-list", "reports")
    assert [ani.get(page(cast.case, name)).context["looks"] for name in names] == [[], []]
    clock.forward(days=8)
    again = client_of(cast.ani)
    for name in names:
        shown = again.get(page(cast.case, name), {"lang": "en"})
        assert "Instagram, sent 8 days ago" in shown.content.decode()
    again.post(page(cast.case, "report-look", record.ref), {"seen": "gone"})
    assert read(cast.ani, record, ReportDetails).status == ReportStatus.DOWN
    assert [again.get(page(cast.case, name)).context["looks"] for name in names] == [[], []]


@pytest.mark.parametrize(
    ("seen", "leads_to"), [("still", "report-check"), ("gone", "reports"), ("not_now", "reports")]
)
def test_what_is_still_there_leads_to_what_can_be_done(
    seen: str, leads_to: str, cast: Cast, ani: Client
) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=sent_today())
    answer = ani.post(page(cast.case, "report-look", record.ref), {"seen": seen})
    place = [record.ref] if leads_to == "report-check" else []
    assert answer["Location"] == page(cast.case, leads_to, *place)
    shown = ani.get(page(cast.case, "report-check", record.ref))
    assert (page(cast.case, "report-further", record.ref) in shown.content.decode()) is (
        seen == "still"
    )


def test_a_look_needs_an_answer(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=sent_today())
    answer = ani.post(page(cast.case, "report-look", record.ref), {})
    assert "seen" in answer.context["form"].errors
    assert answer.context["name"] == "Instagram"
    assert "<li>https://a.example/1</li>" in answer.content.decode()


def test_what_came_back_is_reported_with_new_addresses(cast: Cast, ani: Client) -> None:
    """A second report begins at its addresses; its text names the number of the first."""
    back = sent_today(ticket="IG-7788", status="reappeared")
    record = make_record(owner=cast.ani, case=cast.case, details=back)
    addresses = ani.post(page(cast.case, "report-again", record.ref))["Location"]
    assert "Write the new addresses" in ani.get(addresses, {"lang": "en"}).content.decode()
    ani.post(addresses, {"more": "https://b.example/9"})
    text = ani.get(addresses.replace("/3/", "/5/")).context["prepared"]
    assert "https://b.example/9" in text
    assert "https://a.example/1" not in text
    assert "IG-7788" in text
    assert read(cast.ani, record, ReportDetails) == replace(back, is_followed=True)
    assert acts(cast.ani, cast.case)[-3:-1] == [
        CustodyAction.RECORD_REVISED,
        CustodyAction.RECORD_ADDED,
    ]


def test_a_refusal_goes_to_komdigi(cast: Cast, ani: Client) -> None:
    """In Indonesian, with the platform's number, and a caution about the NIK."""
    refused = sent_today(ticket="IG-7788", status="refused", language="en")
    record = make_record(owner=cast.ani, case=cast.case, details=refused)
    addresses = ani.post(page(cast.case, "report-further", record.ref))["Location"]
    text = ani.get(addresses.replace("/3/", "/4/")).context["prepared"]
    assert text.startswith("Kepada tim Aduan Konten Komdigi,")
    assert "Laporan saya ke Instagram ditolak." in text
    assert "IG-7788" in text
    way = ani.get(addresses.replace("/3/", "/5/"), {"lang": "en"}).content.decode()
    assert "Your NIK tells them who you are." in way
    assert "https://aduankonten.id" in way
    assert b"Komdigi \xc2\xb7 Instagram" in ani.get(page(cast.case, "reports")).content


def test_what_komdigi_answers_leads_to_people(cast: Cast, ani: Client) -> None:
    asked = sent_today(status="refused", recipient="ministry")
    record = make_record(owner=cast.ani, case=cast.case, details=asked)
    shown = ani.get(page(cast.case, "report-check", record.ref)).content.decode()
    assert page(cast.case, "sharing") in shown
    for name in ("report-again", "report-further"):
        assert page(cast.case, name, record.ref) not in shown
        assert ani.post(page(cast.case, name, record.ref)).status_code == 404
