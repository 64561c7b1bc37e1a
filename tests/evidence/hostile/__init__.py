"""Files made to do harm, in families: noise and drawn patterns, none of them from anywhere else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: the family it belongs to, the name it comes under, and how to make it."""

    family: str
    name: str
    make: Callable[[], bytes]


def family(label: str, name: str, *makers: Callable[[], bytes]) -> Iterator[Hostile]:
    for make in makers:
        yield Hostile(label, name, make)
