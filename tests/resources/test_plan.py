"""Plans from answers: the rules that keep people safe, whatever was answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.plan import make_plan, storable
from resources.questionnaire import questionnaire
from resources.ranking import Reason

EVERY_OPTION = [
    (question.id, option.id)
    for question in questionnaire().questions
    for option in question.options
]
CARD_IDS = {card.id for card in questionnaire().cards}

WATCHED_OR_AT_HOME = [
    {"q10_akun": ["diawasi"]},
    {"q11_pelaku": ["pasangan"]},
    {"q11_pelaku": ["keluarga"]},
    {"q12_serumah": ["ya"]},
    {"q12_serumah": ["kadang"]},
]


def ids(cards):
    return [card.id for card in cards]


def in_plan(plan):
    return ids(plan.to_do)


@st.composite
def any_answers(draw):
    """Whatever a form might let through, contradictions and all."""
    questions = draw(st.lists(st.sampled_from(questionnaire().questions), unique=True))
    return {
        question.id: draw(
            st.lists(st.sampled_from([option.id for option in question.options]), unique=True)
        )
        for question in questions
    }


@pytest.mark.parametrize(("question", "option"), EVERY_OPTION)
def test_each_option_alone_makes_a_plan(question, option):
    asked = questionnaire().question(question)
    needed = {rule.question: [rule.options[0]] for rule in asked.show_if}
    plan = make_plan({**needed, question: [option]})
    assert set(in_plan(plan)) <= CARD_IDS
    assert len(plan.now) <= 3
    held = {card for entry in plan.not_yet for card in entry.holds}
    assert set(asked.option(option).advice) <= set(in_plan(plan)) | held


@given(any_answers())
def test_any_answers_make_a_plan_without_repeats(answers):
    plan = make_plan(answers)
    shown = in_plan(plan)
    assert len(plan.now) <= 3
    assert len(shown) == len(set(shown))
    assert not {card for entry in plan.not_yet for card in entry.holds} & set(shown)
    assert plan.now or not shown
    assert all(card.reasons for card in (*plan.to_do, *plan.not_yet))


def test_no_answers_make_an_empty_plan():
    plan = make_plan({})
    assert plan.lead_path is None
    assert (plan.to_do, plan.not_yet) == ((), ())


def test_paths_lead_by_priority():
    answers = {
        "q01_siapa": ["orang_lain_setuju"],
        "q06_tahap": ["ancaman", "publik"],
        "q10_akun": ["diretas", "diawasi"],
        "q07_tuntutan": ["konten"],
        "q02_usia": ["u18_dulu"],
        "q03_aman": ["tidak"],
        "q09_jenis": ["rekayasa"],
    }
    plan = make_plan(answers)
    assert [path.id for path in plan.paths] == [path.id for path in questionnaire().paths]
    assert plan.lead_path.interrupts


@pytest.mark.parametrize("answers", WATCHED_OR_AT_HOME)
def test_at_home_or_watched_nothing_is_blocked_or_changed_first(answers):
    plan = make_plan({**answers, "q13_data": ["sandi"], "q24_blokir": ["belum"]})
    held = {entry.id: entry for entry in plan.not_yet}
    assert set(held["H_RUMAH"].holds) == {"A_PUTUS", "A_PERETASAN"}
    assert "memblokir" in held["H_RUMAH"].text.id
    assert "kata sandi" in held["H_RUMAH"].text.id
    assert not {"A_PUTUS", "A_PERETASAN"} & set(in_plan(plan))
    assert plan.is_silent
    assert plan.lead_path.id == "serumah"


def test_a_watched_phone_starts_the_silent_path_by_itself():
    assert ids(make_plan({"q10_akun": ["diawasi"]}).now) == ["A_SERUMAH", "A_SPYWARE"]


def test_danger_leads_over_home_and_home_still_holds_back():
    plan = make_plan({"q03_aman": ["tidak"], "q12_serumah": ["ya"], "q25_tujuan": ["berhenti"]})
    assert plan.now[0].id == "A_DARURAT"
    assert plan.not_yet[0].id == "H_RUMAH"
    assert "A_PUTUS" not in in_plan(plan)


def test_a_crisis_answer_alone_opens_with_the_crisis_card():
    assert ids(make_plan({"q05_diri": ["ya_kini"]}).now) == ["A_KRISIS", "A_DARURAT"]


def test_a_crisis_beside_danger_opens_with_danger():
    plan = make_plan({"q05_diri": ["ya_kini"], "q03_aman": ["tidak"]})
    assert ids(plan.now) == ["A_DARURAT", "A_KRISIS"]


@pytest.mark.parametrize("answer", [{"q05_diri": ["kadang"]}, {"q17_khawatir": ["batin"]}])
def test_support_in_a_crisis_is_never_pushed_down(answer):
    plan = make_plan({**answer, "q07_tuntutan": ["uang"], "q08_bayar": ["bayar_12j"]})
    assert "A_KRISIS" in ids(plan.now)


@pytest.mark.parametrize("demand", ["uang", "konten", "hubungan"])
def test_sextortion_says_not_to_pay(demand):
    plan = make_plan({"q07_tuntutan": [demand]})
    assert "H_BAYAR" in ids(plan.not_yet)
    assert "Jangan membayar" in plan.not_yet[0].text.id


def test_money_just_sent_comes_before_cutting_contact():
    plan = make_plan({"q07_tuntutan": ["uang"], "q08_bayar": ["bayar_12j"]})
    assert ids(plan.now) == ["A_SUDAH_BAYAR", "A_SEXTORTION", "A_BUKTI"]
    assert ids(plan.day) == ["A_PUTUS"]


def test_for_a_child_stopncii_is_offered_nowhere():
    spread = {"q06_tahap": ["publik", "ancaman"], "q09_jenis": ["rekayasa"]}
    adult = make_plan(spread)
    child = make_plan({**spread, "q02_usia": ["u18_dulu_kini"]})
    assert any("stopncii" in card.services for card in adult.to_do)
    shown = (*child.to_do, *child.not_yet)
    assert not any("stopncii" in card.services for card in shown)


@pytest.mark.parametrize("age", ["u18_dulu_kini", "u18_dulu", "tidak_tahu"])
def test_for_a_child_nothing_tells_to_take_a_picture(age):
    answers = {"q02_usia": [age], "q06_tahap": ["publik", "ancaman"], "q10_akun": ["akun_palsu"]}
    plan = make_plan(answers)
    assert {"A_BUKTI_ANAK", "A_TERSEBAR_ANAK"} <= set(in_plan(plan))
    assert not {"A_BUKTI", "A_TERSEBAR"} & set(in_plan(plan))
    told = [str(text.id) for card in plan.to_do for text in (card.text, *card.how)]
    assert not [text for text in told if "tangkapan layar" in text]


def test_a_card_put_instead_of_another_keeps_its_rank_and_reasons():
    answers = {"q07_tuntutan": ["uang"], "q02_usia": ["tidak_tahu"]}
    child, adult = make_plan(answers), make_plan({**answers, "q02_usia": ["dewasa"]})
    order = [card.id.removesuffix("_ANAK") for card in child.to_do if card.id != "A_ANAK"]
    assert [one for one in order if one in in_plan(adult)] == in_plan(adult)
    shown = {card.id: card.reasons for card in (*child.to_do, *adult.to_do)}
    assert shown["A_BUKTI_ANAK"] == shown["A_BUKTI"]


def test_an_age_not_known_is_treated_as_a_child():
    plan = make_plan({"q02_usia": ["tidak_tahu"], "q06_tahap": ["ancaman"]})
    assert "A_ANAK" in ids(plan.now)
    assert {entry.id: entry.holds for entry in plan.not_yet}["H_ANAK"] == ("A_ANCAMAN",)


def test_a_relative_of_a_child_is_not_told():
    child = {"q02_usia": ["u18_dulu_kini"]}
    assert "H_ORANG_TUA" in ids(make_plan({**child, "q11_pelaku": ["keluarga"]}).not_yet)
    assert "H_ORANG_TUA" not in ids(make_plan({**child, "q11_pelaku": ["asing"]}).not_yet)


def test_the_tasks_stand_in_the_order_of_the_lead_path():
    assert make_plan({"q06_tahap": ["publik"]}).tasks == "ADEBCFG"
    assert make_plan({}).tasks == "ABCDEFG"


def test_without_agreement_help_is_the_first_task_whatever_happened():
    spread = {"q06_tahap": ["publik"], "q07_tuntutan": ["uang"]}
    assert make_plan({**spread, "q01_siapa": ["orang_lain_setuju"]}).tasks.startswith("A")
    assert make_plan({**spread, "q01_siapa": ["orang_lain_belum"]}).tasks.startswith("E")


def test_a_friend_with_agreement_is_held_back_from_nothing():
    assert make_plan({"q01_siapa": ["orang_lain_setuju"]}).not_yet == ()


def test_each_card_says_which_answers_brought_it():
    plan = make_plan({"q07_tuntutan": ["uang"], "q17_khawatir": ["uang"]})
    assert plan.now[0].reasons == (Reason("q07_tuntutan", "uang"), Reason("q17_khawatir", "uang"))
    assert plan.now[2].reasons == (Reason("q07_tuntutan", "uang"),)
    ((question, answer),) = plan.now[2].because
    assert (question.en, answer.en) == (
        "Is the person doing this asking for something?",
        "Money or goods",
    )


def test_a_card_in_a_plan_reads_as_the_card_itself():
    shown = make_plan({"q06_tahap": ["publik"]}).now[1]
    card = questionnaire().card("A_BUKTI")
    assert (shown.title, shown.text, shown.step) == (card.title, card.text, 1)
    assert (shown.why, shown.how, shown.cost) == (card.why, card.how, card.cost)


def test_higher_scores_come_first_and_are_not_shown():
    plan = make_plan({"q13_data": ["alamat", "ktp"], "q14_kenali": ["nama"]})
    order = in_plan(plan)
    assert order.index("A_DATA_PRIBADI") < order.index("A_PELAKU_DIKENAL")
    assert not hasattr(plan.now[0], "score")


def test_none_ticked_beside_a_danger_does_not_hide_it():
    plan = make_plan({"q04_ancaman_fisik": ["tidak", "kekerasan"]})
    assert plan.lead_path.id == "darurat"


def test_nobody_knows_yet_counts_only_where_it_stands_alone():
    assert in_plan(make_plan({"q18_tahu": ["belum"]})) == ["A_ORANG_TEPERCAYA"]
    assert in_plan(make_plan({"q18_tahu": ["belum", "teman"]})) == []


def test_answers_to_a_question_no_longer_shown_do_not_count():
    plan = make_plan({"q07_tuntutan": ["tidak"], "q08_bayar": ["bayar_12j"]})
    assert in_plan(plan) == []


def test_answers_of_another_release_are_left_aside():
    plan = make_plan({"q99_apa": ["ya"], "q03_aman": ["barangkali"]})
    assert in_plan(plan) == []


def test_crisis_and_self_incriminating_answers_are_not_storable():
    answers = {
        "q05_diri": ["ya_kini"],
        "q22_kriminal": ["ikut_rekam"],
        "q09_jenis": ["asli_setuju"],
        "q03_aman": ["tidak"],
        "q99_apa": ["ya"],
    }
    assert storable(answers) == {"q03_aman": ("tidak",)}


def test_everything_else_is_storable():
    kept = {
        question
        for question, option in EVERY_OPTION
        if storable({question: [option]}) == {question: (option,)}
    }
    assert {question for question, _ in EVERY_OPTION} - kept == {"q05_diri", "q22_kriminal"}


def test_a_plan_of_storable_answers_says_nothing_of_the_others():
    answers = {"q22_kriminal": ["saya_unggah"], "q05_diri": ["kadang"], "q06_tahap": ["publik"]}
    plan = make_plan(storable(answers))
    cards = (*plan.to_do, *plan.not_yet)
    assert {reason.question for card in cards for reason in card.reasons} == {"q06_tahap"}
