"""What the files hold, and that a slip in them is refused with its name."""

import pytest

from resources.datafiles import File
from resources.enums import Confidence, Urgency
from resources.exceptions import AnswerNotAllowed, DataError
from resources.questionnaire import build, questionnaire
from tests.resources.altered import Change, altered, entry

QUESTIONS, CARDS, PATHS = File.QUESTIONS, File.CARDS, File.PATHS


def question(content, name):
    return entry(content["question"], name)


def option(content, name, choice):
    return entry(question(content, name)["option"], choice)


def path(content, name):
    return entry(content["path"], name)


def held(content, name):
    return entry(content["holdback"], name)


MUTATIONS: dict[str, tuple[File, Change, str]] = {
    "advice of an option": (
        QUESTIONS,
        lambda c: option(c, "q03_aman", "tidak")["advice"].append("A_DARURATT"),
        "A_DARURATT",
    ),
    "a card named twice": (
        QUESTIONS,
        lambda c: option(c, "q03_aman", "tidak")["advice"].append("A_DARURAT"),
        "q03_aman: tidak: advice names something twice",
    ),
    "a core question": (QUESTIONS, lambda c: c["core"].append("q99_apa"), "q99_apa"),
    "a question asked after": (
        QUESTIONS,
        lambda c: question(c, "q08_bayar").update(show_if={"q09_jenis": ["rekayasa"]}),
        "q09_jenis",
    ),
    "an option in show_if": (
        QUESTIONS,
        lambda c: question(c, "q08_bayar")["show_if"]["q07_tuntutan"].append("uanq"),
        "uanq",
    ),
    "an urgency": (
        QUESTIONS,
        lambda c: option(c, "q03_aman", "ya").update(urgency="genting"),
        "genting",
    ),
    "a confidence": (
        QUESTIONS,
        lambda c: question(c, "q03_aman").update(confidence="sure"),
        "sure",
    ),
    "a question twice": (QUESTIONS, lambda c: c["question"].append(c["question"][0]), "q01_siapa"),
    "an option twice": (
        QUESTIONS,
        lambda c: question(c, "q03_aman")["option"].append(question(c, "q03_aman")["option"][0]),
        "q03_aman: tidak: comes twice",
    ),
    "an optional key": (
        QUESTIONS,
        lambda c: option(c, "q04_ancaman_fisik", "tidak").update(exclusiv=True),
        "exclusiv",
    ),
    "a missing language": (
        QUESTIONS,
        lambda c: question(c, "q03_aman")["text"].pop("en"),
        "q03_aman: text: en is missing",
    ),
    "an empty language": (
        CARDS,
        lambda c: entry(c["card"], "A_NYAMAN")["title"].update(id=" "),
        "A_NYAMAN: title: id",
    ),
    "a service of a card": (
        CARDS,
        lambda c: entry(c["card"], "A_DARURAT")["services"].append("polri-111"),
        "polri-111",
    ),
    "a fifth step": (CARDS, lambda c: entry(c["card"], "A_BUKTI").update(step=5), "no step 5"),
    "a card nothing brings": (
        CARDS,
        lambda c: c["card"].append({**c["card"][0], "id": "A_LUPA"}),
        "A_LUPA",
    ),
    "a first card": (PATHS, lambda c: path(c, "anak")["first"].append("A_ANAKK"), "A_ANAKK"),
    "a trigger question": (
        PATHS,
        lambda c: path(c, "anak")["when"].update(q02_umur=["dewasa"]),
        "q02_umur",
    ),
    "a trigger option": (
        PATHS,
        lambda c: path(c, "serumah")["when"]["q12_serumah"].append("iya"),
        "iya",
    ),
    "a path that nothing starts": (PATHS, lambda c: path(c, "anak").update(when={}), "anak: when"),
    "a card that opens alone": (
        PATHS,
        lambda c: path(c, "darurat")["opens_alone"].update(q05_diri="A_NYAMAN"),
        "A_NYAMAN is not among the first cards",
    ),
    "a question that opens alone": (
        PATHS,
        lambda c: path(c, "darurat")["opens_alone"].update(q55="A_KRISIS"),
        "q55",
    ),
    "a safety card": (PATHS, lambda c: c["safety_first"].append("A_AMAN"), "A_AMAN"),
    "a held card": (PATHS, lambda c: held(c, "H_RUMAH")["holds"].append("A_SANDI"), "A_SANDI"),
    "a raised card": (PATHS, lambda c: held(c, "H_ANAK")["raises"].append("A_ANAKK"), "A_ANAKK"),
    "a hidden service": (
        PATHS,
        lambda c: held(c, "H_ANAK")["hides_services"].append("stopnci"),
        "stopnci",
    ),
    "a holdback without a condition": (
        PATHS,
        lambda c: held(c, "H_BAYAR").update(when=[]),
        "H_BAYAR: when is empty",
    ),
    "a holdback with a card's name": (
        PATHS,
        lambda c: held(c, "H_BAYAR").update(id="A_BUKTI"),
        "A_BUKTI: has the name of an advice card",
    ),
    "a required answer": (
        PATHS,
        lambda c: c["upload_gate"]["required"].update(q02_usia=["dewassa"]),
        "dewassa",
    ),
    "a refused question": (
        PATHS,
        lambda c: c["upload_gate"]["refused"].update(q01_sapa=["anak_saya"]),
        "q01_sapa",
    ),
    "a name that is a number": (
        QUESTIONS,
        lambda c: option(c, "q03_aman", "tidak")["advice"].append(3),
        "q03_aman: tidak: advice is not a list of names",
    ),
    "a text in one language only": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI").update(title="Simpan bukti"),
        "A_BUKTI: title: not a table",
    ),
    "an unknown table": (PATHS, lambda c: c.update(pathh=[]), "pathh"),
}


@pytest.mark.parametrize(("file", "change", "name"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_slip_is_refused_with_its_name(file, change, name):
    with pytest.raises(DataError) as refusal:
        build({file: altered(file, change)})
    assert name in str(refusal.value)
    assert str(refusal.value).startswith(file)


def test_the_files_as_they_are_are_accepted():
    assert build() == questionnaire()


def test_everything_of_the_source_is_there():
    found = questionnaire()
    assert len(found.questions) == 26
    assert sum(len(question.options) for question in found.questions) == 135
    assert len(found.cards) == 26
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
