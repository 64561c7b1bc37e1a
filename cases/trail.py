"""Who opened her case, what was done to it, and whether all of it is still there, in words."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.sealing import CaseKeys
from cases.selectors import stored_revisions
from core.clock import WIB
from core.exceptions import NotOpened
from custody.enums import CustodyRole
from custody.exceptions import ChainBroken
from custody.holdings import holdings_of
from custody.reading import OpenedEvent, check_chain_holds, opened_events

OWN_SHOWN = 50
NOT_OTHERS = (CustodyRole.OWNER, CustodyRole.WORKER, CustodyRole.SYSTEM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: when by the clock of western Indonesia, who, what, which file, and why."""

    at: datetime
    who: str
    act: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where the rows are not what the steps tell: files by their labels, records by the step that
    wrote them last, and whether there is something that no step tells of."""

    items: tuple[str, ...] = ()
    records: tuple[Entry, ...] = ()
    has_unlogged: bool = False

    def __bool__(self) -> bool:
        return bool(self.items or self.records or self.has_unlogged)


@dataclass(frozen=True, slots=True)
class Trail:
    """What other people did, all of it; what she and the system did, the newest part.

    `broken_at` is 0 for a whole chain, else the first step that does not follow. Of a broken chain
    no gaps are told: what it does not tell any more cannot be missed.
    """

    others: tuple[Entry, ...]
    own: tuple[Entry, ...]
    length: int
    broken_at: int
    gaps: Gaps


def trail_of(keys: CaseKeys) -> Trail:
    """The chain checked link by link; of a broken one, what still opens."""
    items = list(keys.case.items.all())
    labels = {item.id: item.label for item in items}
    kept = [item.id for item in items if item.erase_at is None]
    readable = _readable(keys)
    length, broken_at = _checked(keys, len(readable))
    newest_first = [(event.role, _entry(event, labels)) for event in reversed(readable)]
    own = tuple(entry for role, entry in newest_first if role in NOT_OTHERS)
    others = tuple(entry for role, entry in newest_first if role not in NOT_OTHERS)
    gaps = Gaps() if broken_at else _gaps(keys, readable, labels, kept)
    return Trail(others, own[:OWN_SHOWN], length, broken_at, gaps)


def _gaps(
    keys: CaseKeys, events: list[OpenedEvent], labels: Mapping[UUID, str], kept: list[UUID]
) -> Gaps:
    holdings, revisions = holdings_of(events), stored_revisions(keys.case)
    return Gaps(
        items=tuple(event.details["number"] for event in holdings.missing_items(kept)),
        records=tuple(_entry(event, labels) for event in holdings.other_records(revisions)),
        has_unlogged=holdings.has_unlogged(kept, revisions),
    )


def _readable(keys: CaseKeys) -> list[OpenedEvent]:
    found: list[OpenedEvent] = []
    with suppress(NotOpened):
        found.extend(opened_events(keys.case.id, keys.logs))
    return found


def _checked(keys: CaseKeys, readable: int) -> tuple[int, int]:
    """How many steps hold, and the first that does not."""
    try:
        return check_chain_holds(keys.case.id, keys.logs), 0
    except ChainBroken as broken:
        return broken.seq - 1, broken.seq
    except NotOpened:
        return readable, readable + 1


def _entry(event: OpenedEvent, labels: Mapping[UUID, str]) -> Entry:
    return Entry(
        at=event.at.astimezone(WIB),
        who=event.who or str(event.role.label),
        act=str(event.act.label),
        label=labels.get(event.obj) or event.details.get("number", ""),
        reason=event.details.get("reason", ""),
    )
