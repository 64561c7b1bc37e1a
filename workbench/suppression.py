"""Which counts of cases may be told, so that none under five can be worked out of those. Pure.

Proved over all small tables by `tests/workbench/test_suppression.py`; the reasons are in
`docs/decisions/0017-counting-without-telling.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

# No numbers at all of fewer cases, none of fewer in a cell, and none join in smaller groups.
LEAST_CASES, LEAST = 10, 5


class Mark(StrEnum):
    """How a cell is told: as it is, as fewer than five, as all but fewer than five, or not."""

    EXACT = "exact"
    FEW = "few"
    MOST = "most"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """`count` is told of an exact one alone."""

    mark: Mark
    count: int = 0

    @property
    def is_exact(self) -> bool:
        return self.mark == Mark.EXACT


FEW, MOST, HIDDEN = Cell(Mark.FEW), Cell(Mark.MOST), Cell(Mark.HIDDEN)


def may_be_told(cases: int) -> bool:
    return cases >= LEAST_CASES


def about(cases: int) -> int:
    """Rounded down, so that nobody works out how many were left out."""
    return cases // LEAST * LEAST


def one_of_many(count: int, cases: int) -> Cell:
    """A row of a table in which a case may stand several times: there is no sum to subtract from.

    None counted looks like a few; how many are without it is guarded as well.
    """
    if count < LEAST:
        return FEW
    return MOST if cases - count < LEAST else Cell(Mark.EXACT, count)


def sum_of(counts: Sequence[int]) -> Cell:
    """Things added up over cases: told where at least five cases have some."""
    contributing = sum(count > 0 for count in counts)
    return Cell(Mark.EXACT, sum(counts)) if contributing >= LEAST else HIDDEN


def each_once(counts: Sequence[int]) -> tuple[Cell, ...]:
    """The rows of a table in which each case stands once, with their sum known.

    Small ones are hidden. Where what they add up to would say too much, one more row goes with
    them: by its place and not by its count, which would tell something too.
    """
    small = [place for place, count in enumerate(counts) if count < LEAST]
    hidden = set(small)
    if small and not _is_open(len(small), sum(counts[place] for place in small)):
        hidden.update(_partner(len(counts), hidden))
    return tuple(
        HIDDEN if place in hidden else Cell(Mark.EXACT, count) for place, count in enumerate(counts)
    )


def _is_open(rows: int, total: int) -> bool:
    """Whether so many small rows can add up to this in ways that leave each of them open."""
    return rows > 1 and LEAST <= total <= (LEAST - 1) * rows - 2


def _partner(rows: int, hidden: set[int]) -> list[int]:
    return [place for place in range(rows) if place not in hidden][-1:]


def joined(quarters: Mapping[UUID, date]) -> set[UUID]:
    """The cases that count by now, of those that may, by the quarter each may from.

    They join a quarter at a time; fewer than five wait for the next ones. Two countings thus differ
    by no single case that came in between.
    """
    counted: set[UUID] = set()
    waiting: set[UUID] = set()
    for quarter in sorted(set(quarters.values())):
        waiting |= {case for case, own in quarters.items() if own == quarter}
        if len(waiting) >= LEAST:
            counted, waiting = counted | waiting, set()
    return counted
