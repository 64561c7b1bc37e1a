"""Finds the elements of one array inside a large JSON text, without building the tree around it.

Knows no messenger. Linear in time; memory holds one element at a time beside the file itself.
Linear is not enough: 50 MB may hold ten million keys, at some microseconds each. So what is walked
step by step is counted, and what is skipped at once may hold no more marks than texts leave room
for. What stands beside the way to the array is only followed to its end, not judged.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from evidence.chats.building import Lines, Span
from evidence.chats.messages import MESSAGES_MAX, NotRead, Unreadable

# On a path: every element of a list.
EACH = "[]"
DEPTH_MAX = 30
# Of all arrays together. A file of the largest size holds fewer of the shortest messages; without
# it, 25 million numbers.
ELEMENTS_MAX = 1_000_000
# 64 Ki characters, each written as an escape, twice (Telegram has the text in two fields).
ELEMENT_MAX_BYTES = 2 * 1024 * 1024
BESIDE_MAX_BYTES = 64 * 1024
# Keys and items on the way to the messages: an account has a few for each of its chats, and those
# are some thousands.
STEPS_MAX = 2 * MESSAGES_MAX
# Texts, and both ends of objects and arrays: a million messages have some sixteen each.
MARKS_MAX = 20_000_000

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BLANK = re.compile(rb"[ \t\r\n]*+")
STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
SCALAR = re.compile(rb"[-+.0-9A-Za-z]{1,40}+")
TOO_MANY_DIGITS = re.compile(rb"[0-9]{21}")
# Everything that matters on the way to the end of a value, a quote that nothing closes included.
MARK = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[][{}"]|[0-9]{21}', re.DOTALL)
CLOSED_BY = {b"{": b"}", b"[": b"]"}

Path = tuple[str, ...]
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Holder:
    """The object that an array stood in, told after its elements: what was asked for of it."""

    line_from: int
    line_to: int
    fields: dict[str, object]


def walk(data: bytes, paths: Iterable[Path], beside: Iterable[str] = ()) -> Iterator[Span | Holder]:
    """Every element of the arrays at `paths`, as `("chats", "list", EACH, "messages")`, in the
    file's order; after each array its Holder with the fields named in `beside`.

    How many of them a chat may have is for whoever keeps them. Raises NotRead, perhaps only after
    many elements: BROKEN for what is no JSON, UNKNOWN where no such array is, TOO_DEEP, TOO_MANY,
    CROWDED.
    """
    return _Walk(data, frozenset(paths), frozenset(beside)).run()


def spans(data: bytes, paths: Iterable[Path]) -> Iterator[Span]:
    """As `walk`, the elements alone; NotRead, TOO_MANY, for more than a chat may hold."""
    return at_most(each for each in walk(data, paths) if isinstance(each, Span))


def at_most(found: Iterable[Part]) -> Iterator[Part]:
    """The same, as long as they are no more than a chat may hold messages."""
    for count, each in enumerate(found, start=1):
        if count > MESSAGES_MAX:
            raise NotRead(Unreadable.TOO_MANY)
        yield each


def load(raw: bytes) -> object:
    """What an element says. Its depth and its numbers were bounded when it was found.

    Raises NotRead for what is no JSON, and ValueError for an element that is too large or that
    says a thing twice: nobody knows which of the two was meant.
    """
    if len(raw) > ELEMENT_MAX_BYTES:
        raise ValueError("too large")
    try:
        return DECODER.decode(raw.decode("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise NotRead(Unreadable.BROKEN) from error


def load_object(raw: bytes) -> dict[str, object]:
    """As `load`; raises ValueError for anything but an object."""
    found = load(raw)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def text_in(record: dict[str, object], name: str) -> str:
    """A field that holds text. Empty where there is none; ValueError where it is something else."""
    found = record.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ValueError("not a text")
    return found


def records_in(record: dict[str, object], name: str) -> list[dict[str, object]]:
    """The objects of a field that holds a list of them; ValueError where it is something else."""
    found = record.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise ValueError("not a list")
    if not all(isinstance(each, dict) for each in found):
        raise ValueError("not objects")
    return found


def _record(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("says a thing twice")
    return found


def _no_number(word: str) -> object:
    """`NaN` and `Infinity` are no JSON (RFC 8259, 6)."""
    raise NotRead(Unreadable.BROKEN)


DECODER = json.JSONDecoder(object_pairs_hook=_record, parse_constant=_no_number)


class _Walk:
    def __init__(self, data: bytes, paths: frozenset[Path], beside: frozenset[str]) -> None:
        self._data = data
        self._paths = paths
        self._beside = beside
        self._ways = {path[:length] for path in paths for length in range(len(path) + 1)}
        self._holders = {path[:-1] for path in paths}
        self._at = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
        self._lines = Lines(data)
        self._arrays = 0
        self._elements = 0
        self._steps = 0

    def run(self) -> Iterator[Span | Holder]:
        _check_marks(self._data)
        yield from self._value(())
        if self._peek():
            raise NotRead(Unreadable.BROKEN)
        if not self._arrays:
            raise NotRead(Unreadable.UNKNOWN)

    def _value(self, path: Path) -> Iterator[Span | Holder]:
        """Stands at a value on the way; moves past it."""
        kind = self._peek()
        if kind == b"{":
            yield from self._object(path)
        elif kind == b"[" and path in self._paths:
            self._arrays += 1
            yield from self._array()
        elif kind == b"[":
            for _ in self._on_the_way(b"]"):
                yield from self._value_if_on_the_way((*path, EACH))
        else:
            self._skip()

    def _value_if_on_the_way(self, path: Path) -> Iterator[Span | Holder]:
        if path in self._ways:
            yield from self._value(path)
        else:
            self._skip()

    def _object(self, path: Path) -> Iterator[Span | Holder]:
        line_from = self._lines.at(self._at)
        fields: dict[str, object] = {}
        passed: set[str] = set()
        for _ in self._on_the_way(b"}"):
            key = self._key()
            inner = (*path, key)
            if key in passed:
                raise NotRead(Unreadable.BROKEN)
            if inner in self._ways:
                passed.add(key)
                yield from self._value(inner)
            elif key in self._beside and path in self._holders:
                passed.add(key)
                fields |= self._field(key)
            else:
                self._skip()
        if any((*path, key) in self._paths for key in passed):
            yield Holder(line_from, self._lines.at(self._at), fields)

    def _array(self) -> Iterator[Span]:
        for _ in self._items(b"]"):
            self._elements += 1
            if self._elements > ELEMENTS_MAX:
                raise NotRead(Unreadable.TOO_MANY)
            start = self._at
            line_from = self._lines.at(start)
            self._skip()
            yield Span(start, self._at, line_from, self._lines.at(self._at))

    def _on_the_way(self, close: bytes) -> Iterator[None]:
        for _ in self._items(close):
            self._steps += 1
            if self._steps > STEPS_MAX:
                raise NotRead(Unreadable.CROWDED)
            yield

    def _items(self, close: bytes) -> Iterator[None]:
        """Stops at each item of an object or an array; whoever asks moves past it."""
        self._at += 1
        if self._peek() == close:
            self._at += 1
            return
        while True:
            self._peek()
            yield
            found = self._peek()
            self._at += 1
            if found == close:
                return
            if found != b",":
                raise NotRead(Unreadable.BROKEN)

    def _key(self) -> str:
        found = STRING.match(self._data, self._at)
        if found is None:
            raise NotRead(Unreadable.BROKEN)
        self._at = found.end()
        if self._peek() != b":":
            raise NotRead(Unreadable.BROKEN)
        self._at += 1
        self._peek()
        # A key as long as a book is none that anybody asks for.
        return str(load(found[0])) if len(found[0]) <= BESIDE_MAX_BYTES else ""

    def _field(self, key: str) -> dict[str, object]:
        start = self._at
        self._skip()
        if self._at - start > BESIDE_MAX_BYTES:
            return {}
        try:
            return {key: load(self._data[start : self._at])}
        except ValueError:
            return {}

    def _peek(self) -> bytes:
        """The next byte that is no blank, where the walk then stands; nothing at the end."""
        found = BLANK.match(self._data, self._at)
        self._at = found.end() if found else self._at
        return self._data[self._at : self._at + 1]

    def _skip(self) -> None:
        kind = self._data[self._at : self._at + 1]
        if kind in CLOSED_BY:
            self._at = _closing(self._data, self._at)
            return
        is_text = kind == b'"'
        found = (STRING if is_text else SCALAR).match(self._data, self._at)
        if found is None or (not is_text and TOO_MANY_DIGITS.search(found[0])):
            raise NotRead(Unreadable.BROKEN)
        self._at = found.end()


def _check_marks(data: bytes) -> None:
    """Counted where they stand, also inside of texts: that costs a hundredth of following them."""
    opened = data.count(b"{") + data.count(b"[")
    if data.count(b'"') // 2 + 2 * opened > MARKS_MAX:
        raise NotRead(Unreadable.CROWDED)


def _closing(data: bytes, start: int) -> int:
    """Where the object or array ends that begins at `start`."""
    open_: list[bytes] = []
    for found in MARK.finditer(data, start):
        mark = found[0]
        if mark in CLOSED_BY:
            open_.append(CLOSED_BY[mark])
            if len(open_) > DEPTH_MAX:
                raise NotRead(Unreadable.TOO_DEEP)
        elif mark in (b"}", b"]"):
            if mark != open_.pop():
                break
            if not open_:
                return found.end()
        elif len(mark) == 1 or mark[:1] != b'"':
            # A string without an end, or a number of more digits than any messenger writes.
            break
    raise NotRead(Unreadable.BROKEN)
