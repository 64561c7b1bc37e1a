import re
from html import unescape

import pytest
from django.test import Client

from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import Case, CaseRecord
from cases.reading import incidents_of
from cases.views.steps import NEW
from core.dates import ClaimedTime, Precision
from custody.enums import CustodyAction
from resources.ways import way_for
from tests.cases.pages import acts, make_record, page, query_count, read, walk
from tests.cast import ADULT_GATE, Cast, client_of, make_case

STORY = [
    {"forms": ["ancaman_sebar", "sextortion"]},
    {"platform": "instagram"},
    {"addresses": "https://a.example/p/1\nhttps://a.example/u", "accounts": "@palsu_1"},
    {"claimed": "pick", "claimed_day": "21", "claimed_month": "juli", "claimed_year": "2026"},
    {"relation": "mantan", "respondent": "R."},
    {"save": "1"},
    {"note": "Dia minta uang dua kali."},
]


def only_incident(cast: Cast) -> IncidentDetails:
    return incidents_of(cast.ani.keys(cast.case))[0].details


def test_ani_writes_down_what_happened_page_by_page(cast: Cast, ani: Client) -> None:
    """She answers every question, and each answer is sealed before the next page."""
    ended_at = walk(ani, cast.case, "incident", STORY)
    kept = only_incident(cast)
    assert (kept.forms, kept.platform) == (("ancaman_sebar", "sextortion"), "instagram")
    assert (kept.addresses[1], kept.accounts) == ("https://a.example/u", ("@palsu_1",))
    assert kept.claimed_time == ClaimedTime(Precision.DAY, 2026, 7, 21)
    assert (kept.relation, kept.respondent) == ("mantan", "R.")
    assert kept.note == "Dia minta uang dua kali."
    assert ani.get(ended_at).context["rows"][1].answer == "Instagram"


def test_each_answer_is_a_revision_in_the_chain(cast: Cast, ani: Client) -> None:
    before = acts(cast.ani, cast.case)
    walk(ani, cast.case, "incident", STORY[:3])
    added = acts(cast.ani, cast.case)[len(before) :]
    assert added == [CustodyAction.RECORD_ADDED, *[CustodyAction.RECORD_REVISED] * 2]


def test_the_first_answer_begins_the_record_and_skipping_does_not(cast: Cast, ani: Client) -> None:
    second = walk(ani, cast.case, "incident", [{"skip": "1"}])
    assert second == page(cast.case, "incident-step", NEW, 2)
    assert not cast.case.records.of_kind(RecordKind.INCIDENT).exists()
    third = ani.post(second, {"platform": "tiktok"})["Location"]
    assert only_incident(cast) == IncidentDetails(platform="tiktok")
    assert ani.get(third).status_code == 200


def test_skipping_everything_leads_back_to_the_list(cast: Cast, ani: Client) -> None:
    skip, go_on = {"skip": "1"}, {"save": "1"}
    ended_at = walk(ani, cast.case, "incident", [*[skip] * 5, go_on, skip])
    assert ended_at == page(cast.case, "incidents")
    assert not cast.case.records.of_kind(RecordKind.INCIDENT).exists()


def test_resting_saves_and_leads_to_the_task_list(cast: Cast, ani: Client) -> None:
    response = ani.post(page(cast.case, "incident-new"), {"forms": ["ncii"], "rest": "1"})
    assert response["Location"] == page(cast.case, "task-list")
    assert only_incident(cast).forms == ("ncii",)


def test_resting_without_an_answer_saves_nothing(cast: Cast, ani: Client) -> None:
    ani.post(page(cast.case, "incident-new"), {"rest": "1"})
    assert not cast.case.records.of_kind(RecordKind.INCIDENT).exists()


def test_every_page_shows_what_was_saved_before(cast: Cast, ani: Client) -> None:
    address = walk(ani, cast.case, "incident", STORY)
    ref = ani.get(address).context["walk"].record.ref
    shown = {
        number: ani.get(page(cast.case, "incident-step", ref, number)).content.decode()
        for number in (1, 2, 3, 4, 5, 7)
    }
    assert 'value="sextortion" id="id_forms_2" checked' in shown[1].replace("\n", "")
    assert '<option value="instagram" selected>' in shown[2]
    assert "https://a.example/p/1\nhttps://a.example/u" in shown[3]
    assert 'value="2026"' in shown[4]
    assert 'value="R."' in shown[5]
    assert "Dia minta uang dua kali." in shown[7]


def test_a_change_from_the_check_page_leads_back_to_it(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    check = page(cast.case, "incident-check", record.ref)
    links = [row.change_url for row in ani.get(check).context["rows"]]
    response = ani.post(links[1], {"platform": "tiktok"})
    assert response["Location"] == check
    assert read(cast.ani, record, IncidentDetails).platform == "tiktok"


def test_an_answer_that_cannot_be_right_stays_on_the_page(cast: Cast, ani: Client) -> None:
    response = ani.post(page(cast.case, "incident-step", NEW, 4), {"claimed": "pick"})
    assert response.status_code == 200
    assert "claimed" in response.context["form"].errors
    assert not cast.case.records.of_kind(RecordKind.INCIDENT).exists()


def test_a_date_still_to_come_is_not_kept(cast: Cast, ani: Client) -> None:
    typed = {"claimed": "pick", "claimed_month": "1", "claimed_year": "2999"}
    response = ani.post(page(cast.case, "incident-step", NEW, 4), typed)
    assert response.context["form"].errors


def test_the_list_stands_in_the_order_of_time(cast: Cast, ani: Client) -> None:
    times = [ClaimedTime(Precision.MONTH, 2026, 8), None, ClaimedTime(Precision.MONTH, 2026, 5)]
    for number, time in enumerate(times):
        claimed = time.to_json() if time else None
        details = IncidentDetails(respondent=str(number), claimed=claimed)
        make_record(owner=cast.ani, case=cast.case, details=details)
    rows = ani.get(page(cast.case, "incidents")).context["rows"]
    assert [one.details.respondent for one, _, _ in rows] == ["2", "0", "1"]


def test_a_note_is_taken_out_after_a_question(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    address = page(cast.case, "incident-remove", record.ref)
    assert ani.get(address).status_code == 200
    assert ani.post(address, {"save": "1"})["Location"] == page(cast.case, "incidents")
    assert acts(cast.ani, cast.case)[-1] == CustodyAction.RECORD_REMOVED
    assert ani.get(page(cast.case, "incident-check", record.ref)).status_code == 404
    assert CaseRecord.objects.visible_to(cast.ani.actor).filter(pk=record.pk).exists()


def shown(cast: Cast, case: Case, number: int, details: IncidentDetails) -> str:
    record = make_record(owner=cast.ani, case=case, details=details)
    response = client_of(cast.ani).get(page(case, "incident-step", record.ref, number))
    return unescape(response.content.decode())


@pytest.mark.parametrize("number", [3, 6])
@pytest.mark.parametrize("place", ["whatsapp", "telegram", "discord", "sms", "situs", "michat", ""])
def test_links_and_proof_say_what_helps_where_it_happened(
    place: str, number: int, cast: Cast
) -> None:
    """What to keep, how to find a link, and what stays when a name changes."""
    markup, way = shown(cast, cast.case, number, IncidentDetails(platform=place)), way_for(place)
    for line in (*way.catch, *way.pictures, *way.links, *way.account):
        assert f"<li>{line}</li>" in markup


@pytest.mark.parametrize("number", [3, 6])
@pytest.mark.parametrize(
    "closed",
    [
        {"q02_usia": ["u18_dulu_kini"]},
        {"q02_usia": ["tidak_tahu"]},
        {"q01_siapa": ["orang_lain_belum"]},
        {"q01_siapa": ["anak_saya"]},
    ],
)
def test_where_no_picture_may_be_kept_none_is_spoken_of(
    closed: dict[str, list[str]], number: int, cast: Cast
) -> None:
    case = make_case(owner=cast.ani, gate=ADULT_GATE | closed)
    markup = shown(cast, case, number, IncidentDetails(platform="instagram"))
    way = way_for("instagram")
    assert all(f"<li>{line.id}</li>" in markup for line in way.catch)
    assert not re.search(r"screenshot|recording|tangkapan layar|rekaman", markup, re.IGNORECASE)


@pytest.mark.parametrize(("forms", "count"), [(("sextortion",), 1), (("ncii",), 0)])
def test_where_something_is_demanded_the_numbers_are_proof(
    forms: tuple[str, ...], count: int, cast: Cast, ani: Client
) -> None:
    ani.cookies["__Host-l"] = "en"
    record = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=forms))
    markup = ani.get(page(cast.case, "incident-step", record.ref, 6)).content.decode()
    assert markup.count("Account, wallet and phone numbers") == count


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_check_page_is_honest_about_who_can_read(
    is_shared: bool, cast: Cast, ani: Client
) -> None:
    if not is_shared:
        cast.case.grants.all().delete()
    record = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    response = ani.get(page(cast.case, "incident-check", record.ref))
    assert response.context["is_shared"] is is_shared


def test_many_notes_cost_no_more_queries(cast: Cast, ani: Client) -> None:
    details = IncidentDetails(forms=("ncii",), platform="tiktok")
    make_record(owner=cast.ani, case=cast.case, details=details)
    at_one = query_count(ani, page(cast.case, "incidents"))
    for _ in range(19):
        make_record(owner=cast.ani, case=cast.case, details=details)
    assert query_count(ani, page(cast.case, "incidents")) == at_one
