import json
from html import unescape

import pytest
from django.test import Client

from cases.details import PlanDetails
from cases.enums import RecordKind
from cases.models import RecordRevision
from cases.reading import answers_of, only
from cases.risk import risk_map_of
from resources.questionnaire import questionnaire
from tests.accounts.browsing import session_of
from tests.cases.pages import acts, page, query_count
from tests.cast import Cast, client_of, make_case


def number_of(cast: Cast, question: str) -> int:
    asked = risk_map_of(cast.ani.keys(cast.case)).asked
    return next(one.number for one in asked if one.question.id == question)


def answer(client: Client, cast: Cast, question: str, *chosen: str):  # type: ignore[no-untyped-def]
    address = page(cast.case, "risk-step", number_of(cast, question))
    return client.post(address, {"answer": list(chosen)})


def test_ani_maps_the_risk_and_sees_a_plan(cast: Cast, ani: Client) -> None:
    """Three questions, then she is free to stop; the plan says why each card stands there."""
    answer(ani, cast, "q17_khawatir", "keluarga")
    answer(ani, cast, "q13_data", "alamat")
    third = answer(ani, cast, "q14_kenali", "wajah")
    assert third["Location"] == page(cast.case, "risk")
    assert ani.get(page(cast.case, "risk")).context["is_mapped"] is True
    sections = ani.get(page(cast.case, "plan")).context["sections"]
    assert len(sections[0].cards) <= 3
    assert all(card.reasons for section in sections for card in section.cards)


def test_each_card_says_why_how_and_what_it_may_cost(cast: Cast, ani: Client) -> None:
    answer(ani, cast, "q06_tahap", "publik")
    shown = unescape(ani.get(page(cast.case, "plan")).content.decode())
    card = questionnaire().card("A_TERSEBAR")
    assert card.cost is not None
    for text in (card.why, card.cost, *card.how):
        assert str(text).split(". ")[0] in shown
    [held] = [one for one in questionnaire().holdbacks if one.card.id == "H_TERUSKAN"]
    assert str(held.card.why).split(". ")[0] in shown


def test_what_waits_says_what_has_to_be_there_first(cast: Cast) -> None:
    case = make_case(owner=cast.ani, gate={"q02_usia": ["dewasa"], "q12_serumah": ["ya"]})
    shown = unescape(client_of(cast.ani).get(page(case, "plan")).content.decode())
    [held] = [one for one in questionnaire().holdbacks if one.card.id == "H_RUMAH"]
    assert str(held.until) in shown


@pytest.mark.parametrize("whom", ["diri", "orang_lain_setuju", "orang_lain_belum", "anak_saya"])
def test_whoever_answers_for_another_is_told_who_is_meant(cast: Cast, whom: str) -> None:
    case = make_case(owner=cast.ani, gate={"q01_siapa": [whom]})
    shown = client_of(cast.ani).get(page(case, "risk")).content.decode()
    assert ("“kamu” berarti orang" in shown) is (whom != "diri")


def test_each_question_leads_to_the_next(cast: Cast, ani: Client) -> None:
    path = risk_map_of(cast.ani.keys(cast.case))
    address = page(cast.case, "risk-step", path.asked[0].number)
    following = ani.post(address, {"skip": "1"})["Location"]
    assert following == page(cast.case, "risk-step", path.asked[1].number)


def test_whoever_skips_the_first_three_finds_the_others(cast: Cast, ani: Client) -> None:
    path = risk_map_of(cast.ani.keys(cast.case))
    for one in path.asked[:3]:
        last = ani.post(page(cast.case, "risk-step", one.number), {"skip": "1"})["Location"]
    assert last == page(cast.case, "risk")
    others = ani.get(last).context["others_url"]
    left = next(one for one in path.asked[3:] if not path.answers.get(one.question.id))
    assert others == page(cast.case, "risk-step", left.number)


def test_the_last_question_leads_to_the_plan(cast: Cast, ani: Client) -> None:
    last = risk_map_of(cast.ani.keys(cast.case)).asked[-1].number
    response = ani.post(page(cast.case, "risk-step", last), {"skip": "1"})
    assert response["Location"] == page(cast.case, "plan")


def test_danger_shows_numbers_on_the_next_page(cast: Cast, ani: Client) -> None:
    response = answer(ani, cast, "q04_ancaman_fisik", "kekerasan")
    assert [card.card.id for card in response.context["cards"]] == ["A_DARURAT"]
    assert b"tel:110" in response.content
    assert answers_of(cast.ani.keys(cast.case))["q04_ancaman_fisik"] == ["kekerasan"]


@pytest.mark.parametrize(
    ("question", "chosen", "card"),
    [("q05_diri", "ya_kini", "A_KRISIS"), ("q22_kriminal", "kirim_lagi", "A_HUKUM")],
)
def test_what_could_harm_her_is_advised_on_and_stored_nowhere(
    question: str, chosen: str, card: str, cast: Cast, ani: Client
) -> None:
    """Not in a record, not in the log, not in the session, and not in an address."""
    before = (RecordRevision.objects.count(), acts(cast.ani, cast.case))
    response = answer(ani, cast, question, chosen)
    assert card in [one.card.id for one in response.context["cards"]]
    assert response.status_code == 200
    assert (RecordRevision.objects.count(), acts(cast.ani, cast.case)) == before
    assert chosen not in json.dumps(dict(session_of(ani).items()))
    assert response["Cache-Control"] == "no-store"


def test_resting_after_danger_still_shows_the_numbers(cast: Cast, ani: Client) -> None:
    address = page(cast.case, "risk-step", number_of(cast, "q04_ancaman_fisik"))
    response = ani.post(address, {"answer": ["kekerasan"], "rest": "1"})
    assert response.context["onward"] == page(cast.case, "task-list")


def test_a_question_that_is_not_hers_leads_to_the_overview(cast: Cast, ani: Client) -> None:
    response = ani.get(page(cast.case, "risk-step", 99))
    assert response["Location"] == page(cast.case, "risk")


def test_a_changed_answer_leads_back_to_the_overview(cast: Cast, ani: Client) -> None:
    answer(ani, cast, "q13_data", "alamat")
    rows = ani.get(page(cast.case, "risk")).context["rows"]
    response = ani.post(rows[0].change_url, {"answer": ["telepon"]})
    assert response["Location"] == page(cast.case, "risk")
    assert answers_of(cast.ani.keys(cast.case))["q13_data"] == ["telepon"]


def test_an_answer_shows_again_when_she_comes_back(cast: Cast, ani: Client) -> None:
    answer(ani, cast, "q13_data", "alamat")
    shown = ani.get(page(cast.case, "risk-step", number_of(cast, "q13_data")))
    assert shown.context["form"]["answer"].value() == ["alamat"]


def test_none_of_these_stands_alone(cast: Cast, ani: Client) -> None:
    response = answer(ani, cast, "q04_ancaman_fisik", "alamat", "tidak")
    assert "answer" in response.context["form"].errors


@pytest.mark.parametrize("choice", ["done", "later", "skipped"])
def test_she_marks_a_card_of_her_plan(choice: str, cast: Cast, ani: Client) -> None:
    address = page(cast.case, "plan")
    ani.post(address, {"card": "A_BUKTI", "choice": choice})
    found = only(cast.ani.keys(cast.case), RecordKind.SAFETY_PLAN, PlanDetails)
    assert found is not None
    assert found.details.choices == {"A_BUKTI": choice}
    ani.post(address, {"card": "A_BUKTI", "choice": ""})
    assert ani.get(address).status_code == 200


@pytest.mark.parametrize(("card", "choice"), [("X", "done"), ("A_BUKTI", "x")])
def test_a_made_up_card_is_not_kept(card: str, choice: str, cast: Cast, ani: Client) -> None:
    ani.post(page(cast.case, "plan"), {"card": card, "choice": choice})
    assert only(cast.ani.keys(cast.case), RecordKind.SAFETY_PLAN, PlanDetails) is None


def test_someone_at_home_is_told_to_plan_first(cast: Cast) -> None:
    gate = {"q02_usia": ["dewasa"], "q12_serumah": ["ya"]}
    case = make_case(owner=cast.ani, gate=gate)
    response = client_of(cast.ani).get(page(case, "plan"))
    assert response.context["is_silent"] is True
    assert response.context["sections"][-1].is_not_yet is True


def test_no_score_stands_in_the_plan(cast: Cast, ani: Client) -> None:
    answer(ani, cast, "q13_data", "alamat")
    page_text = ani.get(page(cast.case, "plan")).content.decode()
    assert "%" not in page_text
    assert "skor" not in page_text.lower()


def test_more_answers_cost_no_more_queries(cast: Cast, ani: Client) -> None:
    answer(ani, cast, "q13_data", "alamat")
    at_one = query_count(ani, page(cast.case, "plan"))
    for question, chosen in (("q06_tahap", "ancaman"), ("q07_tuntutan", "uang")):
        answer(ani, cast, question, chosen)
    assert query_count(ani, page(cast.case, "plan")) == at_one
