"""The custody log of a case as staff read it: newest first, each entry with its hash.

Who of another organisation looked at the case, and why, is for the owner alone.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from accounts.actors import Actor
from cases.disclosure import Reader, reader_of
from cases.sealing import CaseKeys
from core.exceptions import NotOpened
from custody.enums import CustodyRole
from custody.exceptions import ChainBroken
from custody.reading import OpenedEvent, check_chain_holds, opened_events

HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class LogRow:
    seq: int
    at: datetime
    who: str
    act: str
    label: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """`broken_at` is 0 for a whole chain, else the first entry that does not follow."""

    rows: list[LogRow]
    broken_at: int


def log_page(actor: Actor, keys: CaseKeys) -> LogPage:
    """The chain checked link by link; of a broken one, what still opens."""
    assert actor.membership is not None  # noqa: S101
    reader = reader_of(actor.membership.organization)
    labels = {item.id: item.label for item in keys.case.items.all()}
    events: list[OpenedEvent] = []
    with suppress(NotOpened):
        events.extend(opened_events(keys.case.id, keys.logs))
    rows = [_row(event, labels, reader) for event in reversed(events)]
    return LogPage(rows, _broken_at(keys, len(events)))


def _broken_at(keys: CaseKeys, readable: int) -> int:
    try:
        check_chain_holds(keys.case.id, keys.logs)
    except ChainBroken as broken:
        return broken.seq
    except NotOpened:
        return readable + 1
    return 0


def _row(event: OpenedEvent, labels: Mapping[UUID, str], reader: Reader) -> LogRow:
    is_others = reader.is_others(event)
    return LogRow(
        seq=event.seq,
        at=event.at,
        who=gettext("Another organisation") if is_others else _name(event),
        act=str(event.act.label),
        label=labels.get(event.obj, ""),
        reason="" if is_others else event.details.get("reason", ""),
        hash=event.hash.hex()[:HASH_SHOWN],
    )


def _name(event: OpenedEvent) -> str:
    """The roles are named for the owner, to whom she is "you"."""
    role = gettext("Owner") if event.role == CustodyRole.OWNER else str(event.role.label)
    return event.who or role
