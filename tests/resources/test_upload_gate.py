"""No image or video for a child, an unknown age, or somebody who has not agreed."""

import pytest

from resources.plan import gate_answers, images_allowed
from resources.questionnaire import questionnaire

AGES = [None, "u18_dulu_kini", "u18_dulu", "dewasa", "tidak_tahu", "kelak"]
PERSONS = [None, "diri", "orang_lain_setuju", "orang_lain_belum", "anak_saya", "kelak"]
OPEN = {("dewasa", "diri"), ("dewasa", "orang_lain_setuju")}


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("person", PERSONS)
def test_truth_table(age, person):
    answers = {}
    if age:
        answers["q02_usia"] = [age]
    if person:
        answers["q01_siapa"] = [person]
    assert images_allowed(answers) is ((age, person) in OPEN)


def test_the_table_lists_every_option_there_is():
    known = questionnaire()
    assert {option.id for option in known.question("q02_usia").options} == set(AGES[1:-1])
    assert {option.id for option in known.question("q01_siapa").options} == set(PERSONS[1:-1])


@pytest.mark.parametrize("ages", [[], ["dewasa", "tidak_tahu"], ["dewasa", "u18_dulu"]])
def test_an_unclear_age_shuts_the_gate(ages):
    assert not images_allowed({"q01_siapa": ["diri"], "q02_usia": ages})


@pytest.mark.parametrize("persons", [[], ["diri", "anak_saya"], ["diri", "kelak"]])
def test_it_has_to_be_clear_whom_it_is_for(persons):
    assert not images_allowed({"q01_siapa": persons, "q02_usia": ["dewasa"]})


def test_other_answers_do_not_open_it():
    assert not images_allowed({"q03_aman": ["ya"], "q09_jenis": ["rekayasa"]})


@pytest.mark.parametrize(
    ("first", "later", "is_open"),
    [
        ("dewasa", None, True),
        ("dewasa", "dewasa", True),
        ("dewasa", "u18_dulu", False),
        ("dewasa", "tidak_tahu", False),
        ("u18_dulu", "dewasa", False),
        ("tidak_tahu", "dewasa", True),
        ("tidak_tahu", None, False),
        (None, "dewasa", True),
        (None, "tidak_tahu", False),
        (None, None, False),
    ],
)
def test_of_two_answers_the_one_that_shuts_the_gate_wins(first, later, is_open):
    said = gate_answers(*({"q02_usia": [age]} if age else {} for age in (first, later)))
    assert images_allowed(said | {"q01_siapa": ("diri",)}) is is_open


@pytest.mark.parametrize("later", PERSONS)
@pytest.mark.parametrize("first", PERSONS)
def test_the_same_holds_for_who_is_shown(first, later):
    adult = {"q02_usia": ["dewasa"]}
    said = gate_answers(*(adult | ({"q01_siapa": [one]} if one else {}) for one in (first, later)))
    told = {one for one in (first, later) if one}
    assert images_allowed(said) is (bool(told) and told <= {"diri", "orang_lain_setuju"})
