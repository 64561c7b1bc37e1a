"""Makes entries of what an export holds: bounded, and free of what no text may carry.

Knows no format. Whatever a file says passes through here before it becomes a message.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from evidence.chats.messages import (
    NAME_MAX_CHARS,
    TEXT_MAX_CHARS,
    Entry,
    Flag,
    Message,
    MessageKind,
    NotRead,
    Unread,
    Unreadable,
)

# The member of an entry of a file that came alone; whoever opens an archive knows better.
ALONE = ""
FILE_MAX_BYTES = 50 * 1024 * 1024
UNFIT = re.compile("[\0\ud800-\udfff]")
NUL_SHOWN, UNKNOWN_SHOWN = "\u2400", "\ufffd"


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element stands in its file: from `start` up to `end`, lines counted from 1."""

    start: int
    end: int
    line_from: int
    line_to: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one element says, as the file has it: nothing cut and nothing replaced yet."""

    wall: str
    is_utc: bool
    sender: str
    kind: MessageKind
    text: str
    media: str = ""
    flags: frozenset[Flag] = frozenset()


class Lines:
    """Numbers the lines of a file. Only ever asked forward, so that a file is counted once."""

    def __init__(self, data: bytes) -> None:
        self._data, self._counted, self._line = data, 0, 1

    def at(self, place: int) -> int:
        self._line += self._data.count(b"\n", self._counted, place)
        self._counted = place
        return self._line


def check_size(data: bytes) -> None:
    if len(data) > FILE_MAX_BYTES:
        raise NotRead(Unreadable.TOO_LARGE)


def entry(data: bytes, span: Span, say: Callable[[bytes], Said]) -> Entry:
    """One entry for one element: Unread where `say` raises ValueError. NotRead passes through."""
    raw = data[span.start : span.end]
    try:
        said = say(raw)
    except ValueError:
        return Unread(ALONE, span.line_from, span.line_to)
    return _message(raw, span, said)


def oldest_first(
    spans: list[Span], when: Callable[[Span], str | None]
) -> Iterator[Span] | list[Span]:
    """The elements in the order of time, for files that have the newest first. Told by the first
    and the last element that have a time."""
    times = filter(None, map(when, spans))
    first = next(times, "")
    last = next(filter(None, map(when, reversed(spans))), "")
    return reversed(spans) if first > last else spans


def from_unix(milliseconds: int) -> str:
    """Raises ValueError for a time that no messenger has written."""
    seconds, rest = divmod(milliseconds, 1000)
    if not 0 < seconds < 253_402_300_800:
        raise ValueError("no such time")
    moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000, tzinfo=None)
    return moment.isoformat(timespec="milliseconds" if rest else "seconds")


def file_name(path: str) -> str:
    """The last part of a path. Empty for an address."""
    return "" if "://" in path else re.split(r"[/\\]", path)[-1]


def _message(raw: bytes, span: Span, said: Said) -> Message:
    flags = set(said.flags)
    return Message(
        member=ALONE,
        line_from=span.line_from,
        line_to=span.line_to,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        wall=said.wall,
        is_utc=said.is_utc,
        sender=clean(said.sender, NAME_MAX_CHARS, flags),
        kind=said.kind,
        text=clean(said.text, TEXT_MAX_CHARS, flags),
        media=clean(said.media, NAME_MAX_CHARS, flags),
        flags=tuple(each for each in Flag if each in flags),
    )


def clean(text: str, most_chars: int, flags: set[Flag]) -> str:
    """No longer than that and with nothing that cannot be stored; tells what it did in `flags`."""
    if len(text) > most_chars:
        flags.add(Flag.CUT)
        text = text[:most_chars]
    cleaned = UNFIT.sub(_shown, text)
    if cleaned != text:
        flags.add(Flag.REPLACED)
    return cleaned


def _shown(found: re.Match[str]) -> str:
    return NUL_SHOWN if found[0] == "\0" else UNKNOWN_SHOWN
