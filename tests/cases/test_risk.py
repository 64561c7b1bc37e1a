"""Which questions stand on her path, and what is said at once."""

from itertools import pairwise

import pytest

from cases.risk import RiskMap, advice_after, is_begun, is_mapped, risk_map_of
from resources.questionnaire import Question, questionnaire
from tests.cast import Cast, make_case


def question(question_id: str) -> Question:
    found = questionnaire().question(question_id)
    assert found is not None
    return found


def ids(path: RiskMap) -> list[str]:
    return [one.question.id for one in path.asked]


def test_the_three_core_questions_come_first(cast: Cast) -> None:
    path = risk_map_of(cast.ani.keys(cast.case))
    assert tuple(ids(path)[:3]) == questionnaire().core
    assert [(one.place, one.total) for one in path.asked[:3]] == [(1, 3), (2, 3), (3, 3)]
    assert path.asked[3].place == 1


def test_what_the_gate_knows_is_not_asked_again(cast: Cast) -> None:
    assert "q03_aman" not in ids(risk_map_of(cast.ani.keys(cast.case)))


def test_what_decides_on_pictures_can_always_be_corrected(cast: Cast) -> None:
    path = risk_map_of(cast.ani.keys(cast.case))
    offered = {one.question.id: one.labels(path.answers) for one in path.asked}
    adult = question("q02_usia").option("dewasa")
    assert adult is not None
    assert offered["q02_usia"] == str(adult.label)
    assert "q01_siapa" in offered
    assert path.first_open not in (one.number for one in path.asked if offered[one.question.id])


def test_an_age_not_known_at_the_gate_may_be_said_later(cast: Cast) -> None:
    unsure = make_case(owner=cast.ani, gate={"q02_usia": ["tidak_tahu"]})
    assert "q02_usia" in ids(risk_map_of(cast.ani.keys(unsure)))


@pytest.mark.parametrize("answer", ["tidak", "ragu"])
def test_danger_said_at_the_gate_can_be_taken_back(answer: str, cast: Cast) -> None:
    """Danger passes; whoever is safe by now must not stay on the path of danger."""
    case = make_case(owner=cast.ani, gate={"q02_usia": ["dewasa"], "q03_aman": [answer]})
    assert "q03_aman" in ids(risk_map_of(cast.ani.keys(case)))


def test_of_somebody_who_has_not_agreed_other_three_come_first(cast: Cast) -> None:
    case = make_case(owner=cast.ani, gate={"q01_siapa": ["orang_lain_belum"]})
    path = risk_map_of(cast.ani.keys(case))
    assert tuple(ids(path)[:3]) == questionnaire().core_instead
    assert [one.is_core for one in path.asked[:4]] == [True, True, True, False]
    for one, following in pairwise(path.asked):
        assert path.after(one.number) == following.number
        assert path.before(following.number) == one.number


def test_her_three_answers_are_enough_for_a_plan_on_every_path() -> None:
    for_her = {"q17_khawatir": ["luas"], "q13_data": ["tidak"], "q14_kenali": ["tidak"]}
    assert is_mapped(for_her)
    for_another = {"q01_siapa": ["orang_lain_belum"], "q06_tahap": ["publik"]}
    assert not is_mapped({**for_her, "q01_siapa": ["orang_lain_belum"]})
    assert is_begun(for_another)
    assert is_mapped({**for_another, "q04_ancaman_fisik": ["tidak"], "q11_pelaku": ["asing"]})


def test_the_path_leads_from_each_question_to_the_next(cast: Cast) -> None:
    path = risk_map_of(cast.ani.keys(cast.case))
    first, second = path.asked[0].number, path.asked[1].number
    assert (path.after(first), path.before(second), path.before(first)) == (second, first, None)
    assert path.after(path.asked[-1].number) is None
    assert path.at(99) is None


@pytest.mark.parametrize(
    ("question_id", "chosen", "cards"),
    [
        ("q04_ancaman_fisik", ["kekerasan"], ["A_DARURAT"]),
        ("q05_diri", ["ya_kini"], ["A_KRISIS"]),
        ("q05_diri", ["tidak"], []),
        ("q13_data", ["alamat"], []),
        ("q17_khawatir", ["batin"], ["A_KRISIS"]),
    ],
)
def test_danger_is_answered_on_the_very_next_page(
    question_id: str, chosen: list[str], cards: list[str]
) -> None:
    assert [card.id for card in advice_after(question(question_id), chosen)] == cards


def test_an_answer_that_is_not_kept_gets_all_its_advice_at_once() -> None:
    cards = advice_after(question("q22_kriminal"), ["ikut_rekam"])
    assert {"A_HUKUM", "H_VIRAL"} <= {card.id for card in cards}
