"""Which questions are asked, in which order, and which are left out on a path."""

import pytest

from resources.plan import core_questions, first_questions, make_plan, visible_questions
from resources.questionnaire import questionnaire


def asked(answers):
    return [question.id for question in visible_questions(answers)]


def test_question_eight_waits_for_a_demand():
    hidden = [question.id for question in visible_questions({})]
    shown = [question.id for question in visible_questions({"q07_tuntutan": ["konten"]})]
    assert "q08_bayar" not in hidden
    assert len(shown) == 26
    assert "q08_bayar" in shown


def test_the_three_of_safenet_are_asked_first():
    order = [question.id for question in core_questions()]
    assert order[:4] == ["q17_khawatir", "q13_data", "q14_kenali", "q01_siapa"]
    assert sorted(order) == [question.id for question in questionnaire().questions]


@pytest.mark.parametrize(
    ("answers", "left_out"),
    [
        ({"q01_siapa": ["diri"]}, set()),
        ({"q01_siapa": ["orang_lain_setuju"]}, set()),
        ({"q01_siapa": ["anak_saya"]}, {"q22_kriminal"}),
        ({"q02_usia": ["u18_dulu_kini"]}, {"q19_tanggungan", "q22_kriminal"}),
        ({"q11_pelaku": ["asing"]}, {"q12_serumah", "q20_ekonomi"}),
        (
            {"q03_aman": ["tidak"]},
            {"q16_ulang", "q18_tahu", "q22_kriminal", "q23_bukti", "q24_blokir", "q25_tujuan"},
        ),
    ],
)
def test_a_path_leaves_questions_out(answers, left_out):
    usual = set(asked({}))
    assert usual - set(asked(answers)) == left_out


def test_of_somebody_who_has_not_agreed_nothing_personal_is_asked():
    answers = {"q01_siapa": ["orang_lain_belum"]}
    personal = {"q05_diri", "q13_data", "q14_kenali", "q17_khawatir", "q21_disabilitas"}
    assert not personal & set(asked(answers))
    assert not {"q18_tahu", "q22_kriminal", "q25_tujuan"} & set(asked(answers))


def test_where_none_of_the_three_is_asked_others_come_first():
    answers = {"q01_siapa": ["orang_lain_belum"]}
    assert first_questions(answers) == questionnaire().core_instead
    assert asked(answers)[:3] == ["q04_ancaman_fisik", "q06_tahap", "q11_pelaku"]
    assert first_questions({}) == questionnaire().core


def test_an_answer_to_a_question_left_out_brings_nothing():
    feeling = {"q17_khawatir": ["batin"], "q14_kenali": ["wajah"]}
    plan = make_plan({**feeling, "q01_siapa": ["orang_lain_belum"]})
    assert [card.id for card in plan.to_do] == ["A_TEMAN"]
    assert "A_KRISIS" in [card.id for card in make_plan(feeling).to_do]
