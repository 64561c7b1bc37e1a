"""In which section of a plan a card stands."""

import pytest

from resources.enums import Horizon
from resources.plan import make_plan
from resources.questionnaire import questionnaire

PRESSING_ELSEWHERE = {"q06_tahap": ["publik"]}
PAID = {"q07_tuntutan": ["uang"], "q08_bayar": ["bayar_12j"]}
SAFETY = {"q03_aman": ["ragu"], "q05_diri": ["kadang"]}


def section_of(card, answers):
    plan = make_plan(answers)
    [found] = [
        horizon for horizon in Horizon if card in [one.id for one in getattr(plan, horizon.value)]
    ]
    return found


@pytest.mark.parametrize(
    ("card", "answers", "section"),
    [
        ("A_DARURAT", {"q03_aman": ["tidak"]}, Horizon.NOW),
        ("A_PELAKU_DIKENAL", {"q11_pelaku": ["mantan"]}, Horizon.DAY),
        ("A_PUTUS", {"q24_blokir": ["belum"]}, Horizon.WEEK),
        ("A_DEEPFAKE", {"q09_jenis": ["rekayasa"]}, Horizon.DAY),
        ("A_SPYWARE", {"q12_serumah": ["ya"], "q02_usia": ["u18_dulu"]}, Horizon.WEEK),
        ("A_EKONOMI", {"q25_tujuan": ["restitusi"]}, Horizon.LATER),
    ],
)
def test_urgency_and_path_decide_on_the_section(card, answers, section):
    assert section_of(card, {**PRESSING_ELSEWHERE, **answers}) is section


def test_a_card_with_a_pace_waits_although_it_is_urgent():
    answers = {**PRESSING_ELSEWHERE, "q20_ekonomi": ["ya"], "q14_kenali": ["wajah"]}
    assert section_of("A_EKONOMI", answers) is Horizon.WEEK
    assert section_of("A_IDENTITAS", answers) is Horizon.WEEK


def test_a_pace_never_brings_a_card_nearer():
    assert section_of("A_EKONOMI", {**PRESSING_ELSEWHERE, "q25_tujuan": ["restitusi"]}) is (
        Horizon.LATER
    )


def test_where_nothing_presses_there_is_one_thing_now():
    plan = make_plan({"q13_data": ["kantor_kampus"], "q18_tahu": ["belum"]})
    assert [card.id for card in plan.now] == ["A_ORANG_TEPERCAYA"]
    assert [card.id for card in plan.week] == ["A_SEKOLAH"]
    assert [card.id for card in make_plan({"q13_data": ["kantor_kampus"]}).now] == ["A_SEKOLAH"]


@pytest.mark.parametrize(
    "others",
    [
        {},
        {"q03_aman": ["tidak"]},
        SAFETY,
        {**SAFETY, "q02_usia": ["u18_dulu_kini"]},
        {"q01_siapa": ["orang_lain_belum"]},
        {"q12_serumah": ["ya"], "q10_akun": ["diawasi"]},
    ],
)
def test_money_sent_in_the_last_hours_is_seen_to_now(others):
    assert section_of("A_SUDAH_BAYAR", {**PAID, **others}) is Horizon.NOW


def test_money_sent_long_ago_gives_way_to_what_presses_more():
    answers = {"q07_tuntutan": ["uang", "hubungan"], "q08_bayar": ["bayar_lama"]}
    assert section_of("A_SUDAH_BAYAR", answers) is Horizon.DAY


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_card_for_money_says_that_hours_count_and_counts_none(language):
    why = questionnaire().card("A_SUDAH_BAYAR").why.in_language(language)
    assert {"id": "jam-jam pertama", "en": "the first hours"}[language] in why
    assert not any(sign.isdigit() for sign in why)


def test_safety_keeps_its_place_where_more_presses_than_there_is_room_for():
    plan = make_plan({**PAID, **SAFETY, "q02_usia": ["u18_dulu_kini"]})
    assert [card.id for card in plan.now] == ["A_DARURAT", "A_KRISIS", "A_SUDAH_BAYAR"]
    assert plan.day[0].id == "A_ANAK"
