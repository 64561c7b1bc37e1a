"""A slip in the questionnaire's files is refused with its name."""

import shutil

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from resources import checks, datafiles
from resources.datafiles import File
from resources.exceptions import DataError
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
    "a card that opens where it is pressed": (
        PATHS,
        lambda c: path(c, "sextortion")["opens_pressed"].append("A_BAYAR"),
        "A_BAYAR",
    ),
    "a safety card": (PATHS, lambda c: c["safety_first"].append("A_AMAN"), "A_AMAN"),
    "a held card": (PATHS, lambda c: held(c, "H_RUMAH")["holds"].append("A_SANDI"), "A_SANDI"),
    "a raised card": (PATHS, lambda c: held(c, "H_ANAK")["raises"].append("A_ANAKK"), "A_ANAKK"),
    "a hidden service": (
        PATHS,
        lambda c: held(c, "H_ANAK")["hides_services"].append("stopnci"),
        "stopnci",
    ),
    "a card put instead": (
        PATHS,
        lambda c: held(c, "H_ANAK")["instead"].update(A_BUKTI="A_BUKTI_ANAKK"),
        "H_ANAK: instead: A_BUKTI does not know A_BUKTI_ANAKK",
    ),
    "a card put instead of one that is not held": (
        PATHS,
        lambda c: held(c, "H_ANAK")["instead"].update(A_PUTUS="A_BUKTI_ANAK"),
        "H_ANAK: instead: A_PUTUS is not held",
    ),
    "the tasks of a holdback": (
        PATHS,
        lambda c: held(c, "H_TEMAN").update(tasks="ECADBF"),
        "H_TEMAN: tasks is ECADBF",
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
    "a question asked instead": (
        QUESTIONS,
        lambda c: c["core_instead"].append("q99_apa"),
        "core_instead does not know q99_apa",
    ),
    "a question that is left out": (
        QUESTIONS,
        lambda c: question(c, "q05_diri")["leave_out_if"].update(q01_sapa=["diri"]),
        "q05_diri: leave_out_if: no question q01_sapa",
    ),
    "an option that leaves a question out": (
        QUESTIONS,
        lambda c: question(c, "q05_diri")["leave_out_if"]["q01_siapa"].append("temen"),
        "temen",
    ),
    "a card that presses": (
        QUESTIONS,
        lambda c: option(c, "q08_bayar", "bayar_12j").update(presses=["A_BUKTI"]),
        "bayar_12j: presses does not know A_BUKTI",
    ),
    "an answer that passes": (
        QUESTIONS,
        lambda c: option(c, "q03_aman", "ragu").update(passes="ya"),
        "passes is neither true nor false",
    ),
    "a card that says no why": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI").pop("why"),
        "A_BUKTI: why is missing",
    ),
    "a card without steps": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI").update(how=[]),
        "A_BUKTI: how is empty",
    ),
    "a step in one language only": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI")["how"][1].pop("en"),
        "A_BUKTI: how 2: line: en is missing",
    ),
    "a misspelled cost": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI").update(costs={"id": "x", "en": "x"}),
        "A_BUKTI: unknown key costs",
    ),
    "a pace": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI").update(pace="weak"),
        "A_BUKTI: pace does not know weak",
    ),
    "a pace that presses": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI").update(pace="now"),
        "A_BUKTI: pace is now",
    ),
    "a confidence in the steps": (
        CARDS,
        lambda c: entry(c["card"], "A_BUKTI").update(how_confidence="sure"),
        "A_BUKTI: how_confidence does not know sure",
    ),
    "a task left out": (
        PATHS,
        lambda c: path(c, "anak").update(tasks="EACDBF"),
        "anak: tasks is EACDBF",
    ),
    "a task twice": (
        PATHS,
        lambda c: path(c, "anak").update(tasks="EACDBFF"),
        "anak: tasks is EACDBFF",
    ),
    "a path that leads along": (
        PATHS,
        lambda c: path(c, "teman").update(leads_alnog=True),
        "teman: unknown key leads_alnog",
    ),
    "a holdback that says no why": (
        PATHS,
        lambda c: held(c, "H_RUMAH").pop("why"),
        "H_RUMAH: why is missing",
    ),
    "a holdback with steps": (
        PATHS,
        lambda c: held(c, "H_RUMAH").update(how=[{"id": "x", "en": "x"}]),
        "H_RUMAH: unknown key how",
    ),
    "what has to be there first": (
        PATHS,
        lambda c: held(c, "H_RUMAH")["until"].pop("id"),
        "H_RUMAH: until: id is missing",
    ),
    "what lifts a holdback": (
        PATHS,
        lambda c: held(c, "H_TERUSKAN")["unless"]["q02_usia"].append("muda"),
        "H_TERUSKAN: unless: q02_usia does not know muda",
    ),
    "an unknown table": (PATHS, lambda c: c.update(pathh=[]), "pathh"),
}


FOUND = questionnaire()
CONDITIONS = [
    *(rule for asked in FOUND.questions for rule in (*asked.show_if, *asked.leave_out_if)),
    *(rule for one in FOUND.paths for rule in one.when),
    *(rule for one in FOUND.holdbacks for group in (*one.when, one.unless) for rule in group),
    *FOUND.upload_gate.required,
    *FOUND.upload_gate.refused,
]
CHOSEN = {(rule.question, choice) for rule in CONDITIONS for choice in rule.options}
REFERRED_TO = {rule.question for rule in CONDITIONS} | {*FOUND.core, *FOUND.core_instead}
OFFERED = {
    slug
    for card in (*FOUND.cards, *(one.card for one in FOUND.holdbacks))
    for slug in card.services
} | {slug for one in FOUND.holdbacks for slug in one.hides_services}


@pytest.mark.parametrize(("file", "change", "name"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_slip_is_refused_with_its_name(file, change, name):
    with pytest.raises(DataError) as refusal:
        build({file: altered(file, change)})
    assert name in str(refusal.value)
    assert str(refusal.value).startswith(file)


def renamed(rows, name, key="id"):
    entry(rows, name, key)[key] = f"{name}_lain"


@pytest.mark.parametrize("card", [card.id for card in questionnaire().cards])
def test_no_card_can_be_renamed_or_removed_unnoticed(card):
    with pytest.raises(DataError, match=rf"does not know .*{card}"):
        build({CARDS: altered(CARDS, lambda c: renamed(c["card"], card))})
    with pytest.raises(DataError, match=rf"does not know .*{card}"):
        build({CARDS: altered(CARDS, lambda c: c["card"].remove(entry(c["card"], card)))})


@pytest.mark.parametrize("name", sorted(REFERRED_TO))
def test_no_question_that_is_referred_to_can_be_renamed_unnoticed(name):
    with pytest.raises(DataError, match=name):
        build({QUESTIONS: altered(QUESTIONS, lambda c: renamed(c["question"], name))})


@pytest.mark.parametrize(("name", "choice"), sorted(CHOSEN))
def test_no_option_that_is_referred_to_can_be_renamed_unnoticed(name, choice):
    with pytest.raises(DataError, match=choice):
        build(
            {QUESTIONS: altered(QUESTIONS, lambda c: renamed(question(c, name)["option"], choice))}
        )


@pytest.mark.parametrize("slug", sorted(OFFERED))
def test_no_service_that_is_offered_can_be_renamed_unnoticed(slug):
    services = File.SERVICES
    with pytest.raises(DataError, match=rf"does not know .*{slug}"):
        build({services: altered(services, lambda c: renamed(c["service"], slug, "slug"))})


def test_the_start_is_refused_with_the_name_of_what_is_wrong(monkeypatch, tmp_path):
    """Through Django's own checks, as `manage.py check` and the start of the site run them."""
    shutil.copytree(datafiles.FOLDER, tmp_path, dirs_exist_ok=True)
    cards = tmp_path / CARDS
    cards.write_text(cards.read_text("utf-8").replace('id = "A_KRISIS"', 'id = "A_KRISES"'))
    monkeypatch.setattr(datafiles, "FOLDER", tmp_path)
    monkeypatch.setattr(datafiles, "read", datafiles.read.__wrapped__)
    monkeypatch.setattr(checks, "READERS", (questionnaire.__wrapped__,))
    [found] = [one for one in run_checks() if one.id == "resources.E001"]
    assert "does not know A_KRISIS" in found.msg
    with pytest.raises(SystemCheckError, match="A_KRISIS"):
        call_command("check")
