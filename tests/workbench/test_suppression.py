"""What is told of counts leaves every small one open, to a reader who knows how it is hidden."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from core.quarters import quarters_later
from workbench.suppression import (
    FEW,
    LEAST,
    MOST,
    Cell,
    Mark,
    about,
    each_once,
    joined,
    may_be_told,
    one_of_many,
    sum_of,
)

FIRST = date(2026, 1, 1)
HIDDEN = "·"


def told(counts: tuple[int, ...]) -> list[str]:
    return [str(cell.count) if cell.is_exact else HIDDEN for cell in each_once(counts)]


def tables(rows: int, cases: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many rows in which so many cases stand once."""
    if rows == 1:
        yield (cases,)
        return
    for count in range(cases + 1):
        for rest in tables(rows - 1, cases - count):
            yield (count, *rest)


@pytest.mark.parametrize(("cases", "is_told"), [(0, False), (9, False), (10, True), (200, True)])
def test_fewer_than_ten_cases_have_no_numbers(cases: int, is_told: bool) -> None:
    assert may_be_told(cases) is is_told


@pytest.mark.parametrize(
    ("count", "cases", "cell"),
    [
        (0, 20, FEW),
        (1, 20, FEW),
        (4, 20, FEW),
        (5, 20, Cell(Mark.EXACT, 5)),
        (15, 20, Cell(Mark.EXACT, 15)),
        (16, 20, MOST),
        (20, 20, MOST),
        (5, 10, Cell(Mark.EXACT, 5)),
        (4, 10, FEW),
        (6, 10, MOST),
    ],
)
def test_of_many_rows_small_ones_and_their_contraries_are_covered(
    count: int, cases: int, cell: Cell
) -> None:
    assert one_of_many(count, cases) == cell


@pytest.mark.parametrize(
    ("counts", "told"),
    [([1] * 5, 5), ([90, 1, 1, 1, 1, 0], 94), ([90, 1, 1, 1, 0, 0], None), ([0] * 12, None)],
)
def test_things_of_fewer_than_five_cases_are_not_added_up(
    counts: list[int], told: int | None
) -> None:
    cell = sum_of(counts)
    assert (cell.count if cell.is_exact else None) == told


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((10, 8, 7), ["10", "8", "7"]),
        # One small row could be worked out of the sum: the last of the others goes with it.
        ((10, 8, 3), ["10", HIDDEN, HIDDEN]),
        ((3, 8, 10), [HIDDEN, "8", HIDDEN]),
        # Two that add up to 5 or 6 leave each other open.
        ((10, 8, 3, 2), ["10", "8", HIDDEN, HIDDEN]),
        # Two that add up to nothing, or to 8, do not.
        ((10, 8, 0, 0), ["10", HIDDEN, HIDDEN, HIDDEN]),
        ((10, 8, 4, 4), ["10", HIDDEN, HIDDEN, HIDDEN]),
        # Everybody is in one row: nothing is told.
        ((12, 0, 0), [HIDDEN, HIDDEN, HIDDEN]),
    ],
)
def test_a_sum_gives_no_small_row_away(counts: tuple[int, ...], shown: list[str]) -> None:
    assert told(counts) == shown


@pytest.mark.parametrize(("rows", "most"), [(2, 40), (3, 30), (4, 20)])
def test_of_all_tables_that_look_alike_no_small_row_is_the_same(rows: int, most: int) -> None:
    """Whoever knows the sum, the rows and the rules still has two answers for each."""
    for cases in range(10, most):
        alike = defaultdict(list)
        for counts in tables(rows, cases):
            alike[tuple(told(counts))].append(counts)
        for shown, candidates in alike.items():
            for place in (place for place, one in enumerate(shown) if one == HIDDEN):
                possible = {counts[place] for counts in candidates}
                assert len(possible) > 1 or min(possible) >= LEAST, (shown, candidates)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=9).filter(lambda row: sum(row) >= 10))
def test_no_hidden_row_can_be_solved_for(counts: list[int]) -> None:
    """One case moved between hidden rows gives another table that looks the same, for each small
    row; and what is shown is never small."""
    cells = each_once(tuple(counts))
    hidden = [place for place, cell in enumerate(cells) if not cell.is_exact]
    assert all(cell.count >= LEAST for cell in cells if cell.is_exact)
    for place in (place for place in hidden if counts[place] < LEAST):
        moved = (swapped(counts, place, other, by) for other in hidden for by in (1, -1))
        assert any(each_once(tuple(one)) == cells for one in moved if min(one) >= 0) or (
            len(hidden) == len(counts)
        )


def swapped(counts: list[int], place: int, other: int, by: int) -> list[int]:
    changed = list(counts)
    changed[place] += by
    changed[other] -= by
    return changed if place != other else [-1]


@pytest.mark.parametrize(
    ("joining", "counted"),
    [
        ([10], 10),
        ([10, 4], 10),
        ([10, 5], 15),
        ([10, 4, 1], 15),
        ([10, 4, 5, 3], 19),
        ([4], 0),
        ([], 0),
    ],
)
def test_fewer_than_five_wait_for_the_next_ones(joining: list[int], counted: int) -> None:
    quarters: dict[UUID, date] = {}
    for later, count in enumerate(joining):
        quarters |= {new_id(): quarters_later(FIRST, later) for _ in range(count)}
    assert len(joined(quarters)) == counted


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(0, 12))
def test_two_countings_differ_by_no_single_newcomer(joining: list[int], next_ones: int) -> None:
    before: dict[UUID, date] = {}
    for later, count in enumerate(joining):
        before |= {new_id(): quarters_later(FIRST, later) for _ in range(count)}
    since = quarters_later(FIRST, len(joining))
    new = joined(before | {new_id(): since for _ in range(next_ones)}) - joined(before)
    assert not new or len(new) >= LEAST


def test_how_many_agreed_is_told_roughly() -> None:
    assert [about(cases) for cases in (10, 12, 14, 15)] == [10, 10, 10, 15]
