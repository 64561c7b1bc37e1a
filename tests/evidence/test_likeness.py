"""Which items show one picture, and which only look a little like it."""

import random

import pytest

from evidence.likeness import Look, groups_of
from evidence.pdq import ALIKE, distance, is_pdq

BASE = "f0e1d2c3b4a59687" * 4


def turned(pdq: str, bits: int, seed: int = 1) -> str:
    """The same with so many of its bits turned."""
    value = int(pdq, 16)
    for at in random.Random(seed).sample(range(256), bits):
        value ^= 1 << at
    return f"{value:064x}"


def look(pdq: str = "", quality: int = 90, sha256: str = "") -> Look:
    return Look(sha256, pdq, quality)


@pytest.mark.parametrize(
    ("looks", "groups"),
    [
        ([], []),
        ([look(BASE), look(BASE)], [[0, 1]]),
        ([look(BASE), look(turned(BASE, ALIKE))], [[0, 1]]),
        ([look(BASE), look(turned(BASE, ALIKE + 1))], [[0], [1]]),
        ([look(BASE), look(BASE, quality=49)], [[0], [1]]),
        ([look(BASE, quality=49), look(BASE, quality=49)], [[0], [1]]),
        ([look(sha256="a"), look(sha256="b"), look(sha256="a")], [[0, 2], [1]]),
        ([look(BASE, 0, "a"), look(sha256="a")], [[0, 1]]),
        ([look(), look()], [[0], [1]]),
        ([look("zz"), look("zz")], [[0], [1]]),
        ([look(BASE, 90, "a"), look(turned(BASE, 20), 90, "b"), look("", 0, "b")], [[0, 1, 2]]),
    ],
)
def test_they_are_put_together_by_looks_or_by_being_one_file(
    looks: list[Look], groups: list[list[int]]
) -> None:
    assert groups_of(looks) == groups


def test_alike_is_handed_on() -> None:
    """Neither end is alike the other; the middle is alike both."""
    middle, end = turned(BASE, 20, seed=1), turned(turned(BASE, 20, seed=1), 20, seed=2)
    assert distance(BASE, end) > ALIKE
    assert groups_of([look(BASE), look(end), look(middle)]) == [[0, 1, 2]]


def test_the_same_groups_come_out_as_from_comparing_all() -> None:
    source = random.Random(7)
    bases = [f"{source.getrandbits(256):064x}" for _ in range(20)]
    looks = [look(turned(source.choice(bases), source.randrange(40), seed)) for seed in range(200)]
    found = {place: number for number, group in enumerate(groups_of(looks)) for place in group}
    for one in range(200):
        for other in range(one):
            if distance(looks[one].pdq, looks[other].pdq) <= ALIKE:
                assert found[one] == found[other]


@pytest.mark.parametrize("text", ["", "f" * 63, "F" * 64, "g" * 64, BASE + "0", BASE + "\n"])
def test_what_is_no_pdq_is_none(text: str) -> None:
    assert not is_pdq(text)
