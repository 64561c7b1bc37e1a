"""Digests of lines of a text, by their numbers, as it streams by."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

Lines = tuple[int, int]

# As many as are ever read of a chat.
MAX_LINES: Final = 2_000_000
# Ranges that share a line contradict one another; so many are still told apart.
MOST_OPEN: Final = 8
# Of a text in two bytes a character: how it begins, and how a line ends.
_WIDE: Final = {b"\xff\xfe": b"\n\0", b"\xfe\xff": b"\0\n"}


def digests_of_lines(pieces: Iterable[bytes], wanted: Iterable[Lines]) -> dict[Lines, str]:
    """The SHA-256 of each range of lines with their line ends, a byte order mark included.

    Lines end with a line feed alone, and are counted from 1. No digest for a range that goes past
    the end, and none for what begins inside too many others: a line is of one message.
    """
    reading = _Reading(wanted)
    for part, is_whole in _parts(pieces):
        reading.add(part)
        if is_whole:
            reading.end_line()
        if reading.is_done:
            break
    reading.end_line()
    return reading.found


class _Reading:
    """As many digests at a time as there may be, however many ranges there are."""

    def __init__(self, wanted: Iterable[Lines]) -> None:
        self.found: dict[Lines, str] = {}
        self._left = sorted(wanted, reverse=True)
        self._open: dict[Lines, hashlib._Hash] = {}
        self._number, self._is_begun = 1, False

    @property
    def is_done(self) -> bool:
        return not (self._left or self._open) or self._number > MAX_LINES

    def add(self, part: bytes) -> None:
        if not self._is_begun:
            self._begin_line()
        for digest in self._open.values():
            digest.update(part)

    def end_line(self) -> None:
        """At the end of the file too, where the last line may go without a line feed."""
        if not self._is_begun:
            return
        for lines in [each for each in self._open if each[1] == self._number]:
            self.found[lines] = self._open.pop(lines).hexdigest()
        self._number, self._is_begun = self._number + 1, False

    def _begin_line(self) -> None:
        self._is_begun = True
        while self._left and self._left[-1][0] == self._number:
            lines = self._left.pop()
            if len(self._open) < MOST_OPEN:
                self._open[lines] = hashlib.sha256()


def _parts(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pieces of lines, and whether the line ends with them."""
    feed, rest = b"", b""
    for piece in pieces:
        data = rest + piece
        if len(data) < len(b"\xff\xfe") and not feed:
            rest = data
            continue
        feed = feed or _WIDE.get(data[:2], b"\n")
        whole = len(data) - len(data) % len(feed)
        data, rest = data[:whole], data[whole:]
        cuts = [0, *_ends(data, feed)]
        yield from ((data[start:end], True) for start, end in pairwise(cuts))
        if cuts[-1] < whole:
            yield data[cuts[-1] :], False
    if rest:
        yield rest, False


def _ends(data: bytes, feed: bytes) -> Iterator[int]:
    at = data.find(feed)
    while at >= 0:
        if at % len(feed) == 0:
            yield at + len(feed)
        at = data.find(feed, at + 1)
