"""What a case must hold by its own log, and where its rows say otherwise. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from custody.enums import CustodyAction
from custody.reading import OpenedEvent

WRITTEN: Final = frozenset({CustodyAction.RECORD_ADDED, CustodyAction.RECORD_REVISED})
OF_RECORDS: Final = WRITTEN | {CustodyAction.RECORD_REMOVED}


@dataclass(frozen=True, slots=True)
class Holdings:
    """The entry that admitted each item, and the first and the newest entry about each record.

    `withdrawn` are the admissions of items that their owner has erased, or is about to: they may be
    gone, and are nobody's to show.
    """

    items: Mapping[UUID, OpenedEvent]
    added: Mapping[UUID, OpenedEvent]
    records: Mapping[UUID, OpenedEvent]
    withdrawn: Mapping[UUID, OpenedEvent]

    def missing_items(self, rows: Collection[UUID]) -> tuple[OpenedEvent, ...]:
        """The admissions of items that have no row."""
        return tuple(event for item, event in self.items.items() if item not in rows)

    def other_records(self, rows: Mapping[UUID, int]) -> tuple[OpenedEvent, ...]:
        """The newest entries that the rows do not bear out: the record is gone, was set back to
        another revision, or stands there though it was taken out."""
        return tuple(
            event for record, event in self.records.items() if rows.get(record, 0) != told(event)
        )

    def has_unlogged(self, items: Collection[UUID], records: Collection[UUID]) -> bool:
        """Whether there are rows that no entry tells of."""
        return bool(set(items) - self.items.keys() or set(records) - self.records.keys())


def holdings_of(events: Iterable[OpenedEvent]) -> Holdings:
    """What the entries, in their order, come to."""
    items: dict[UUID, OpenedEvent] = {}
    added: dict[UUID, OpenedEvent] = {}
    records: dict[UUID, OpenedEvent] = {}
    withdrawn: dict[UUID, OpenedEvent] = {}
    for event in events:
        if event.act == CustodyAction.ITEM_ADMITTED:
            items[event.obj] = event
        elif event.act == CustodyAction.ITEM_DISPOSED:
            _move(event.obj, items, withdrawn)
        elif event.act == CustodyAction.ITEM_KEPT:
            _move(event.obj, withdrawn, items)
        elif event.act in OF_RECORDS:
            added.setdefault(event.obj, event)
            records[event.obj] = event
    return Holdings(items, added, records, withdrawn)


def _move(item: UUID, source: dict[UUID, OpenedEvent], target: dict[UUID, OpenedEvent]) -> None:
    if item in source:
        target[item] = source.pop(item)


def told(event: OpenedEvent) -> int:
    """The revision that the record has from this entry on; 0 once it was taken out."""
    return int(event.details["revision"]) if event.act in WRITTEN else 0
