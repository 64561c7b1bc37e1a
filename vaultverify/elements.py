"""Finds the elements of a JSON text or of an HTML page by the lines they stand in, in one pass.

Memory holds an element and a piece of the file, however large the file and however deep it goes:
what encloses very many others, or is larger than asked for, is forgotten.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

# More than any reader of chats follows.
DEPTH: Final = 64
_UNWANTED, _TOO_LARGE = -1, -2
_JSON: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}]', re.DOTALL)
_IN_STRING: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_HTML: Final = re.compile(rb"<(?:div|section)\b|</(?:div|section)\b[^>]*+>")

# Of the depth of an element, counted from 1, and the line in which it begins.
Wanted = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Element:
    """The bytes from an opening mark to the one that closes it; lines are counted from 1.

    No bytes of one that is wanted and too large, or too deep, to be held.
    """

    raw: bytes
    line_from: int
    line_to: int


def json_objects(pieces: Iterable[bytes], is_wanted: Wanted, most: int) -> Iterator[Element]:
    """Every object that is wanted, in the order of their ends; with its bytes up to so many."""
    return _Json(is_wanted, most).run(pieces)


def html_elements(pieces: Iterable[bytes], is_wanted: Wanted, most: int) -> Iterator[Element]:
    """The same for the `div` and `section` elements of a page."""
    return _Html(is_wanted, most).run(pieces)


class _Scan:
    """`_held` is what may still be needed of the file; `_at` is how far it was looked through."""

    def __init__(self, is_wanted: Wanted, most: int) -> None:
        self._is_wanted, self._most = is_wanted, most
        self._held, self._base, self._at = b"", 0, 0
        self._line, self._counted = 1, 0
        self._depth = 0
        self._open: deque[tuple[int, int]] = deque(maxlen=DEPTH)

    def run(self, pieces: Iterable[bytes]) -> Iterator[Element]:
        for piece in pieces:
            self._held += piece
            yield from self._found(is_last=False)
            self._let_go()
        yield from self._found(is_last=True)

    def _marks(self, *, is_last: bool) -> Iterator[tuple[int, int, bool]]:
        """Where each mark begins and ends in what is held, and whether it opens an element."""
        raise NotImplementedError

    def _found(self, *, is_last: bool) -> Iterator[Element]:
        for start, end, is_opening in self._marks(is_last=is_last):
            if is_opening:
                yield from self._begin(start)
            elif self._depth:
                yield from self._end(end)

    def _begin(self, start: int) -> Iterator[Element]:
        self._depth += 1
        if len(self._open) == DEPTH and self._open[0][0] != _UNWANTED:
            yield Element(b"", self._open[0][1], self._line)
        line = self._line_at(start)
        is_wanted = self._is_wanted(self._depth, line)
        self._open.append((self._base + start if is_wanted else _UNWANTED, line))

    def _end(self, end: int) -> Iterator[Element]:
        self._depth -= 1
        start, line_from = self._open.pop() if self._open else (_UNWANTED, 0)
        if start == _UNWANTED:
            return
        is_held = start != _TOO_LARGE and self._base + end - start <= self._most
        raw = self._held[start - self._base : end] if is_held else b""
        yield Element(raw, line_from, self._line_at(end))

    def _line_at(self, place: int) -> int:
        self._line += self._held.count(b"\n", self._counted, place)
        self._counted = place
        return self._line

    def _let_go(self) -> None:
        """Whatever began too long ago, and the bytes before the oldest element still open."""
        self._line_at(self._at)
        oldest = self._base + self._at
        least = oldest - self._most
        for place, (start, line) in enumerate(self._open):
            if 0 <= start < least:
                self._open[place] = (_TOO_LARGE, line)
            elif start >= 0:
                oldest = min(oldest, start)
        gone = oldest - self._base
        self._held, self._base = self._held[gone:], oldest
        self._at, self._counted = self._at - gone, self._counted - gone


class _Json(_Scan):
    """Marks in strings are none. A string may be longer than what is held."""

    _is_in_string = False

    def _marks(self, *, is_last: bool) -> Iterator[tuple[int, int, bool]]:
        while self._leave_string():
            for found in _JSON.finditer(self._held, self._at):
                mark, self._at = found[0], found.end()
                if mark == b'"':
                    self._is_in_string = True
                    break
                if mark in (b"{", b"}"):
                    yield found.start(), found.end(), mark == b"{"
            else:
                self._at = len(self._held)
                return

    def _leave_string(self) -> bool:
        """Whether the place looked at lies outside a string now."""
        if self._is_in_string:
            found = _IN_STRING.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._held[self._at : self._at + 1] != b'"':
                return False
            self._at, self._is_in_string = self._at + 1, False
        return True


class _Html(_Scan):
    def _marks(self, *, is_last: bool) -> Iterator[tuple[int, int, bool]]:
        stop = len(self._held) if is_last else self._whole_tags()
        for found in _HTML.finditer(self._held, self._at, stop):
            yield found.start(), found.end(), not found[0].startswith(b"</")
        self._at = stop

    def _whole_tags(self) -> int:
        """Up to where no tag is cut: the rest waits for the next piece, unless it is no tag."""
        cut = self._held.rfind(b"<", self._at)
        is_cut = cut >= 0 and self._held.find(b">", cut) < 0
        return cut if is_cut and len(self._held) - cut <= self._most else len(self._held)
