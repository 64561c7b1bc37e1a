"""Whole plans for the nine paths, written down by hand, read and agreed to, card by card."""

import tomllib
from difflib import unified_diff
from pathlib import Path

import pytest

from resources.plan import make_plan
from resources.questionnaire import questionnaire

FOLDER = Path(__file__).parent / "golden"
SECTIONS = ("now", "day", "week", "later")
GOLDEN = {
    path.id: tomllib.loads((FOLDER / f"{path.id}.toml").read_text("utf-8"))["plan"]
    for path in questionnaire().paths
}
EACH = [
    pytest.param(path, golden, id=f"{path}: {golden['name']}")
    for path, plans in GOLDEN.items()
    for golden in plans
]


def made_from(answers):
    """A plan as the golden files write it."""
    plan = make_plan(answers)
    sections = {name: [card.id for card in getattr(plan, name)] for name in SECTIONS}
    offered = (slug for card in (*plan.to_do, *plan.not_yet) for slug in card.services)
    return {
        "paths": [path.id for path in plan.paths],
        **sections,
        "services": list(dict.fromkeys(offered)),
        "not_yet": {card.id: list(card.holds) for card in plan.not_yet},
    }


def lines_of(plan):
    for name, content in plan.items():
        held = content.items() if isinstance(content, dict) else [(one, "") for one in content]
        yield f"{name}:"
        yield from (f"    {one} {', '.join(holds)}".rstrip() for one, holds in held)


@pytest.mark.parametrize(("path", "golden"), EACH)
def test_the_plan_is_the_one_that_was_agreed_to(path, golden):
    agreed = {name: golden[name] for name in ("paths", *SECTIONS, "services", "not_yet")}
    made = made_from(golden["answers"])
    difference = "\n".join(unified_diff([*lines_of(agreed)], [*lines_of(made)], "agreed", "made"))
    assert made == agreed, f"{path}: {golden['name']}\n{difference}"


@pytest.mark.parametrize(("path", "golden"), EACH)
def test_its_answers_are_ones_that_can_be_given(path, golden):
    questionnaire().check_answers(golden["answers"])
    assert path in golden["paths"]


def test_each_path_leads_in_one_plan_at_least_and_is_in_two():
    assert len(list(FOLDER.iterdir())) == len(GOLDEN)
    for path, plans in GOLDEN.items():
        assert len(plans) >= 2, path
        assert path in [golden["paths"][0] for golden in plans], path


def test_a_difference_can_be_read():
    made = made_from({"q01_siapa": ["orang_lain_setuju"]})
    other = {**made, "now": ["A_BUKTI"]}
    changed = [
        line
        for line in unified_diff([*lines_of(made)], [*lines_of(other)], n=0)
        if line.startswith(("+ ", "- "))
    ]
    assert changed == ["-    A_TEMAN", "+    A_BUKTI"]
