"""A chat that was read: what is stored, sealed, next to the export, and looked through later.

Pure. One summary line, then one line of JSON for each entry. An index is made once, and nothing
but what is asked for is decoded. Made of bytes that this module wrote: whoever gets them from
somebody else has them checked first.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from evidence.chats.messages import Entry, Flag, Message, MessageKind, Unread

PARTICIPANTS_MAX = 200
PARTICIPANTS_MAX_BYTES = 48 * 1024
THREADS_MAX = 500
THREADS_MAX_BYTES = 48 * 1024
BREAK = b"\n"
# A quote inside a JSON string has a backslash before it, so this only stands between strings.
BETWEEN_STRINGS = b'","'
MESSAGE_START = b'["'
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
TEXT_END = 2
Part = TypeVar("Part")


# The id, the title and the size of a chat that can be chosen.
Told = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """Participants by the number of their messages, at most 200, as (name, count).

    `threads` are the chats of an export that holds several, at most 500, as (id, title, count of
    messages or files), and `thread_count` is how many there are. Until one of them is chosen
    there are no messages.
    """

    format: str
    version: int
    message_count: int
    unread_line_count: int
    line_count: int
    participants: tuple[tuple[str, int], ...]
    first_wall: str
    last_wall: str
    media_count: int
    threads: tuple[Told, ...]
    thread_count: int


@dataclass(slots=True)
class Tally:
    """Counts entries as they pass; told twice of the same ones, it says the same twice."""

    format: str
    version: int
    threads: tuple[Told, ...] = ()
    thread_count: int = 0
    message_count: int = 0
    unread_line_count: int = 0
    media_count: int = 0
    first_wall: str = ""
    last_wall: str = ""
    names: Counter[str] = field(default_factory=Counter)
    last_lines: dict[str, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        known = self.last_lines.get(entry.member, 0)
        self.last_lines[entry.member] = max(known, entry.line_to)
        if isinstance(entry, Unread):
            self.unread_line_count += entry.line_to - entry.line_from + 1
            return
        self.message_count += 1
        self.media_count += entry.kind == MessageKind.MEDIA
        self.first_wall = min(self.first_wall or entry.wall, entry.wall)
        self.last_wall = max(self.last_wall, entry.wall)
        if entry.sender:
            self.names[entry.sender] += 1

    def summary(self) -> Summary:
        return Summary(
            format=self.format,
            version=self.version,
            message_count=self.message_count,
            unread_line_count=self.unread_line_count,
            line_count=sum(self.last_lines.values()),
            participants=tuple(self._participants()),
            first_wall=self.first_wall,
            last_wall=self.last_wall,
            media_count=self.media_count,
            threads=self.threads,
            thread_count=self.thread_count,
        )

    def summary_line(self) -> bytes:
        return _json(asdict(self.summary())) + BREAK

    def _participants(self) -> Iterator[tuple[str, int]]:
        by_count = sorted(self.names.items(), key=lambda each: (-each[1], each[0]))
        return _within(by_count[:PARTICIPANTS_MAX], PARTICIPANTS_MAX_BYTES)


class Transcript:
    """The messages of a chat, numbered from 1 in the file's order, and the lines nobody could
    read. Costs memory for the bytes and a few numbers for each message."""

    __slots__ = ("_lines", "_messages", "_texts", "data", "summary")

    def __init__(self, data: bytes) -> None:
        self.data = data
        first_end = data.index(BREAK)
        self.summary = summary_in(data[:first_end])
        self._lines: list[tuple[int, int]] = list(_line_spans(data, first_end + 1))
        self._messages: list[tuple[int, int]] = [
            span for span in self._lines if data.startswith(MESSAGE_START, span[0])
        ]
        self._texts = [
            data.rfind(BETWEEN_STRINGS, start, end) + len(BETWEEN_STRINGS)
            for start, end in self._messages
        ]

    def __len__(self) -> int:
        return len(self._messages)

    def message(self, number: int) -> Message:
        """Raises IndexError for a number that no message has."""
        if number < 1:
            raise IndexError(number)
        start, end = self._messages[number - 1]
        return message_in(json.loads(self.data[start:end]))

    def messages(self, first: int, last: int) -> list[Message]:
        """Those from `first` to `last`, both included; fewer where the chat has no more."""
        numbers = range(max(first, 1), min(last, len(self)) + 1)
        return [self.message(number) for number in numbers]

    def unread(self) -> list[Unread]:
        return [
            unread_in(json.loads(self.data[start:end]))
            for start, end in self._lines
            if not self.data.startswith(MESSAGE_START, start)
        ]

    def search(self, text: str, since: str = "", until: str = "") -> list[int]:
        """The numbers of messages whose text holds `text`, in capitals or not, and whose time by
        the export lies between two others. These may be a day alone or shorter still: "2026-07"
        as `until` includes all of July. Empty ones limit nothing.
        """
        as_json, plain = _anyhow_written(text, _in_json), _anyhow_written(text, _plain)
        spans = zip(self._texts, self._messages, strict=True)
        return [
            number
            for number, (at, (start, end)) in enumerate(spans, start=1)
            if as_json.search(self.data, at, end - TEXT_END)
            and (not (since or until) or self._is_between(start, since, until))
            and self._is_written(plain, at, end - TEXT_END)
        ]

    def _is_written(self, plain: re.Pattern[bytes], start: int, end: int) -> bool:
        """What was found in JSON may be part of an escape there, as the n of a line break."""
        if self.data.find(b"\\", start, end) < 0:
            return True
        text = json.loads(b'"' + self.data[start:end] + b'"')
        return plain.search(text.encode()) is not None

    def _is_between(self, start: int, since: str, until: str) -> bool:
        begin = start + len(MESSAGE_START)
        wall = self.data[begin : self.data.index(b'"', begin)].decode()
        return wall[: len(since)] >= since[: len(wall)] and wall[: len(until)] <= until


def pack(
    format_id: str, version: int, entries: Iterable[Entry], threads: Sequence[Told] = ()
) -> bytes:
    """The bytes of a transcript; of the threads as many as there is room for."""
    told = tuple(_within(threads[:THREADS_MAX], THREADS_MAX_BYTES))
    tally = Tally(format_id, version, told, len(threads))
    lines = bytearray()
    for entry in entries:
        tally.add(entry)
        lines += line_of(entry) + BREAK
    return tally.summary_line() + lines


def line_of(entry: Entry) -> bytes:
    """The time comes first and the text last, where a search finds both without decoding."""
    if isinstance(entry, Unread):
        return _json([entry.line_from, entry.line_to, entry.member])
    return _json(
        [
            entry.wall,
            entry.is_utc,
            entry.line_from,
            entry.line_to,
            entry.member,
            entry.sender,
            entry.kind,
            entry.flags,
            entry.media,
            entry.raw_sha256,
            entry.text,
        ]
    )


def message_in(fields: list[Any]) -> Message:
    """The inverse of `line_of`, JSON decoded. ValueError for another number of fields and for an
    unknown kind or flag; types are not looked at."""
    wall, is_utc, line_from, line_to, member, sender, kind, flags, media, sha256, text = fields
    return Message(
        member=member,
        line_from=line_from,
        line_to=line_to,
        raw_sha256=sha256,
        wall=wall,
        is_utc=is_utc,
        sender=sender,
        kind=MessageKind(kind),
        text=text,
        media=media,
        flags=tuple(map(Flag, flags)),
    )


def unread_in(fields: list[Any]) -> Unread:
    """The same for lines that nobody could read."""
    line_from, line_to, member = fields
    return Unread(member, line_from, line_to)


def summary_in(line: bytes) -> Summary:
    """The inverse of what `pack` writes first. ValueError, TypeError or KeyError for other JSON."""
    values = json.loads(line)
    pairs = tuple((name, count) for name, count in values.pop("participants"))
    threads = tuple((id_, title, count) for id_, title, count in values.pop("threads"))
    return Summary(**values, participants=pairs, threads=threads)


def _within(parts: Iterable[Part], most_bytes: int) -> Iterator[Part]:
    """The first of them, as many as fit."""
    size = 0
    for each in parts:
        size += len(_json(each)) + 1
        if size > most_bytes:
            return
        yield each


def _line_spans(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    while start < len(data):
        end = data.index(BREAK, start)
        yield start, end
        start = end + 1


def _anyhow_written(text: str, encode: Callable[[str], bytes]) -> re.Pattern[bytes]:
    """What finds a text letter by letter, each in both its cases."""
    return re.compile(b"".join(_either_case(letter, encode) for letter in text))


def _either_case(letter: str, encode: Callable[[str], bytes]) -> bytes:
    ways = {letter, letter.lower(), letter.upper(), letter.casefold()}
    found = sorted(encode(way) for way in ways if len(way) == 1)
    return b"(?:" + b"|".join(map(re.escape, found)) + b")"


def _in_json(letter: str) -> bytes:
    return _plain(ENCODER.encode(letter)[1:-1])


def _plain(letter: str) -> bytes:
    # A lone surrogate, which a form may send, is then looked for in vain.
    return letter.encode("utf-8", "surrogatepass")


def _json(value: object) -> bytes:
    return ENCODER.encode(value).encode()
