"""Opens many cases at the cost of one, where one that does not open takes no other with it."""

from collections.abc import Callable
from typing import TypeVar

from cases.exceptions import NoKey
from cases.models import Case
from core.exceptions import NotOpened

T = TypeVar("T")


def opened_in_halves(
    cases: list[Case], opened: Callable[[list[Case]], list[T]]
) -> tuple[list[T], list[Case]]:
    """All at once; where that fails, in halves, down to the cases that do not open: those come
    second."""
    try:
        return opened(cases), []
    except (NoKey, NotOpened):
        if len(cases) == 1:
            return [], cases
    middle = len(cases) // 2
    first = opened_in_halves(cases[:middle], opened)
    second = opened_in_halves(cases[middle:], opened)
    return first[0] + second[0], first[1] + second[1]
