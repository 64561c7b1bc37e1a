"""The boxes that cover parts of a picture, in ten-thousandths of its width and height. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

WHOLE: Final = 10_000
MOST_BOXES: Final = 50
_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_GAP: Final = re.compile(r"[\s;%]+|,\s+")
_LINE_MAX_CHARS: Final = 80


class NoBox(StrEnum):
    """Why something is no box."""

    NUMBERS = "numbers"
    OUTSIDE = "outside"
    EMPTY = "empty"
    TOO_MANY = "too_many"


class BoxRefused(Exception):
    """Carries the reason and the line it stands on, counted from 1; 0 where it is about all."""

    def __init__(self, reason: NoBox, line: int = 0) -> None:
        super().__init__(reason.value)
        self.reason, self.line = reason, line


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture as it is seen upright. BoxRefused outside it, or without any size."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if min(self.left, self.top, self.width, self.height) < 0:
            raise BoxRefused(NoBox.OUTSIDE)
        if self.left + self.width > WHOLE or self.top + self.height > WHOLE:
            raise BoxRefused(NoBox.OUTSIDE)
        if not (self.width and self.height):
            raise BoxRefused(NoBox.EMPTY)

    @classmethod
    def of_line(cls, line: str) -> Self:
        """From four numbers in percent: left, top, width, height."""
        parts = [part for part in _GAP.split(line[:_LINE_MAX_CHARS].strip()) if part]
        if len(parts) != 4 or not all(_NUMBER.fullmatch(part) for part in parts):
            raise BoxRefused(NoBox.NUMBERS)
        return cls(*(round(float(part.replace(",", ".")) * 100) for part in parts))

    @property
    def line(self) -> str:
        """As `of_line` reads it."""
        return " ".join(f"{part / 100:g}" for part in self.numbers)

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.width, self.height

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, the last two included: what the box touches of a picture of
        this size, and one pixel more on each side."""
        left, top = self.left * width // WHOLE - 1, self.top * height // WHOLE - 1
        right = -(-(self.left + self.width) * width // WHOLE)
        bottom = -(-(self.top + self.height) * height // WHOLE)
        return max(0, left), max(0, top), min(width - 1, right), min(height - 1, bottom)


EVERYTHING: Final = Box(0, 0, WHOLE, WHOLE)


def boxes_in(text: str) -> tuple[Box, ...]:
    """One box a line, each once, in their order; empty lines are none."""
    boxes: list[Box] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            boxes.append(Box.of_line(line))
        except BoxRefused as error:
            raise BoxRefused(error.reason, number) from error
        if len(boxes) > MOST_BOXES:
            raise BoxRefused(NoBox.TOO_MANY)
    return tuple(dict.fromkeys(boxes))


def lines_of(boxes: Iterable[Box]) -> str:
    """As `boxes_in` reads them."""
    return "\n".join(box.line for box in boxes)
