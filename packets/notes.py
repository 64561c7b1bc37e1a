"""What she covered in her notes, by the log and the rows together.

Whoever writes to the database can take a revision away, and with it what was covered in it. The
entry that tells of it stays: what it covered is lost then, and no text may leave as if nothing
were.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import RecordRevision
from cases.sealing import GrantedKeys, open_record
from core.exceptions import NotOpened
from custody.holdings import OF_RECORDS, told
from custody.reading import OpenedEvent

NOTE: Final = RecordKind.INCIDENT.name.lower()
# What an entry says where it covers nothing. Older ones say nothing, and may cover something.
NOTHING_COVERED: Final = "no"

Revision = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class ToldCovers:
    """`versions` are those of each note whose covers count: the one at which the packet was frozen,
    and all since. `lost` are the entries of which nobody can read any more what they covered."""

    versions: Mapping[UUID, tuple[IncidentDetails, ...]]
    lost: tuple[OpenedEvent, ...]

    @classmethod
    def of(cls, keys: GrantedKeys, log: Iterable[OpenedEvent], frozen_at: int) -> Self:
        """By the whole log, checked; of a note that she took out nothing counts."""
        notes = _entries_by_note(log)
        counting = {note: _counting(entries, frozen_at) for note, entries in notes.items()}
        stored = _stored(keys, [note for note, entries in counting.items() if entries])
        lost = [
            event
            for note, entries in counting.items()
            for event in (*entries, *(_written_over(notes[note]) if entries else ()))
            if _may_cover(event) and not _is_stored(event, notes[note], stored)
        ]
        return cls(
            versions={
                note: tuple(stored[at] for at in map(_revision, entries) if at in stored)
                for note, entries in counting.items()
            },
            lost=tuple({event.seq: event for event in lost}.values()),
        )


def _entries_by_note(log: Iterable[OpenedEvent]) -> dict[UUID, list[OpenedEvent]]:
    notes: dict[UUID, list[OpenedEvent]] = {}
    for event in log:
        if event.act in OF_RECORDS and event.details.get("kind") == NOTE:
            notes.setdefault(event.obj, []).append(event)
    return notes


def _counting(entries: Sequence[OpenedEvent], frozen_at: int) -> list[OpenedEvent]:
    """The newest entry that the packet was frozen with, and all since."""
    frozen = [event for event in entries if event.seq <= frozen_at]
    if frozen and not told(frozen[-1]):
        return []
    return [*frozen[-1:], *(event for event in entries if event.seq > frozen_at)]


def _written_over(entries: Sequence[OpenedEvent]) -> list[OpenedEvent]:
    """Those after which the note was set back: what came next has their revision once more."""
    return [event for event in entries if _is_written_over(event, entries)]


def _is_written_over(event: OpenedEvent, entries: Iterable[OpenedEvent]) -> bool:
    later = (told(other) for other in entries if other.seq > event.seq)
    return any(0 < revision <= told(event) for revision in later)


def _may_cover(event: OpenedEvent) -> bool:
    return bool(told(event)) and event.details.get("covered") != NOTHING_COVERED


def _is_stored(
    event: OpenedEvent,
    entries: Iterable[OpenedEvent],
    stored: Mapping[Revision, IncidentDetails],
) -> bool:
    """Whether a row holds what the entry left; another of the same revision, put back in its place,
    shows by covering nothing."""
    if _is_written_over(event, entries) or _revision(event) not in stored:
        return False
    return stored[_revision(event)].is_covered or "covered" not in event.details


def _revision(event: OpenedEvent) -> Revision:
    return event.obj, told(event)


def _stored(keys: GrantedKeys, notes: Iterable[UUID]) -> dict[Revision, IncidentDetails]:
    """Every revision that opens, of rows that say what the log says."""
    found: dict[Revision, IncidentDetails] = {}
    rows = RecordRevision.objects.filter(record__in=notes, record__case=keys.case)
    for one in rows.select_related("record"):
        with suppress(NotOpened):
            content = open_record(keys, one.record, one)
            found[one.record_id, one.revision] = IncidentDetails.from_json(content)
    return found
