"""Which formats are known, and the one way to read an export whose format nobody has named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from evidence.chats.messages import Entry, Format, Message, NotRead, Unreadable
from evidence.chats.whatsapp import WHATSAPP

HEAD_BYTES = 4096
MESSAGES_MAX = 200_000
# In the order in which they are tried.
FORMATS = (WHATSAPP,)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an export was read as. `entries` can be gone through once, and may raise NotRead."""

    format_id: str
    version: int
    entries: Iterator[Entry]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of an export and the format it fits; `member` is "" of a file that came alone."""

    member: str
    name: str
    data: bytes
    format: Format


def read_export(name: str, data: bytes) -> Reading:
    """Read a file as the first format that fits it. Raises NotRead."""
    sources = _sources([("", name, data)])
    first = next(sources, None)
    if first is None:
        raise NotRead(Unreadable.UNKNOWN)
    chosen = first.format
    same = (each for each in chain((first,), sources) if each.format is chosen)
    return Reading(chosen.id, chosen.version, _counted(_entries(same)))


def _sources(files: Iterable[tuple[str, str, bytes]]) -> Iterator[Source]:
    """Those of (member, name, bytes) that a format fits; the others are pictures and the like."""
    for member, name, data in files:
        head = data[:HEAD_BYTES]
        found = next((each for each in FORMATS if each.fits(name, head)), None)
        if found is not None:
            yield Source(member, name, data, found)


def _entries(sources: Iterable[Source]) -> Iterator[Entry]:
    for source in sources:
        entries = source.format.read(source.name, source.data)
        if source.member:
            entries = (replace(entry, member=source.member) for entry in entries)
        yield from entries


def _counted(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same, as long as all files together hold no more than a chat may."""
    count = 0
    for entry in entries:
        count += isinstance(entry, Message)
        if count > MESSAGES_MAX:
            raise NotRead(Unreadable.TOO_MANY)
        yield entry
