"""What the files of the questionnaire hold."""

import pytest

from resources.enums import Confidence, Urgency
from resources.exceptions import AnswerNotAllowed
from resources.questionnaire import build, questionnaire


def test_the_files_as_they_are_are_accepted():
    assert build() == questionnaire()


def test_everything_of_the_source_is_there():
    found = questionnaire()
    assert len(found.questions) == 26
    assert sum(len(question.options) for question in found.questions) == 135
    assert len(found.cards) == 28
    assert [path.id for path in found.paths] == [
        "darurat",
        "anak",
        "serumah",
        "sextortion",
        "peretasan",
        "tersebar",
        "ancaman",
        "deepfake",
        "teman",
    ]


def test_only_what_is_never_to_be_done_has_no_until():
    for one in questionnaire().holdbacks:
        assert one.card.title.id.startswith("Jangan dulu:" if one.until else "Jangan:"), one.card.id


def test_every_card_but_the_one_about_rest_says_what_it_may_cost():
    assert [card.id for card in questionnaire().cards if card.cost is None] == ["A_NYAMAN"]


def test_urgency_and_score_agree():
    scores = {Urgency.LOW: 0, Urgency.MEDIUM: 2, Urgency.HIGH: 4, Urgency.IMMEDIATE: 10}
    for asked in questionnaire().questions:
        for choice in asked.options:
            assert choice.score == scores[choice.urgency], (asked.id, choice.id)


def test_what_was_not_verified_stays_marked():
    known = questionnaire()
    assert known.card("A_PERETASAN").confidence is Confidence.GENERAL_KNOWLEDGE
    assert known.question("q19_tanggungan").confidence is Confidence.OWN_DESIGN
    assert known.question("q19_tanggungan").source == ""


@pytest.mark.parametrize(
    "answers",
    [
        {"q03_aman": ["tidak"]},
        {"q07_tuntutan": ["uang", "konten"]},
        {"q07_tuntutan": ["tidak"]},
        {"q25_tujuan": []},
    ],
)
def test_answers_that_are_offered_pass(answers):
    questionnaire().check_answers(answers)


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"q99_apa": ["ya"]}, "q99_apa"),
        ({"q03_aman": ["mungkin"]}, "q03_aman"),
        ({"q03_aman": ["ya", "tidak"]}, "q03_aman"),
        ({"q07_tuntutan": ["uang", "tidak"]}, "q07_tuntutan"),
        ({"q07_tuntutan": ["uang", "uang"]}, "q07_tuntutan"),
    ],
)
def test_answers_that_are_not_offered_are_refused(answers, name):
    with pytest.raises(AnswerNotAllowed, match=name):
        questionnaire().check_answers(answers)
