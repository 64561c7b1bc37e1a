"""Opens a case's chain for somebody who holds its keys, and checks it link by link."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.clock import stamp
from core.exceptions import NotOpened
from custody.enums import CustodyAction, CustodyRole
from custody.exceptions import ChainBroken
from custody.models import CustodyEvent
from custody.sealing import GENESIS, LogKey, LogKeys, commits_to, holds, open_details, open_entry
from custody.selectors import events_of, log_of


@dataclass(frozen=True, slots=True)
class OpenedEvent:
    """One entry as its reader sees it; `entry` is what was signed."""

    seq: int
    at: datetime
    entry: Mapping[str, str]
    details: Mapping[str, str]
    salt: str
    hash: bytes
    signature: bytes

    @property
    def act(self) -> CustodyAction:
        return CustodyAction(self.entry["act"])

    @property
    def role(self) -> CustodyRole:
        return CustodyRole(self.entry["role"])

    @property
    def who(self) -> str:
        return self.details.get("who", "")

    @property
    def obj(self) -> UUID:
        return UUID(self.entry["obj"])


def opened_events(case_id: UUID, keys: LogKeys, after: int = 0) -> Iterator[OpenedEvent]:
    """The chain in order, as far as the keys reach; entries of other epochs and shares are left
    out, and so are the first ones, up to number `after`."""
    for event in events_of(case_id).filter(seq__gt=after):
        if event.scope in keys:
            yield _open(event, keys[event.scope])


def check_chain_holds(case_id: UUID, keys: LogKeys) -> int:
    """The number of entries, all of which hold; or ChainBroken."""
    return sum(1 for _ in checked_events(case_id, keys))


def checked_events(case_id: UUID, keys: LogKeys) -> Iterator[OpenedEvent]:
    """The whole chain, each entry opened, linked and signed; ChainBroken where it does not hold.

    What decides who may hold a key is read through here: an entry that only opens was perhaps
    sealed by somebody who once held the case's key. Only who takes it to its end knows that it
    holds. What is added meanwhile is read as well.
    """
    previous, seq = GENESIS, 0
    while True:
        begun = seq
        for event in events_of(case_id).filter(seq__gt=begun):
            seq += 1
            opened = _checked(event, keys, seq, previous)
            previous = opened.hash.hex()
            yield opened
        log = log_of(case_id)
        if seq in (begun, log.length):
            break
    if (log.length, bytes(log.head).hex()) != (seq, previous):
        raise ChainBroken(seq + 1)


def _checked(event: CustodyEvent, keys: LogKeys, seq: int, previous: str) -> OpenedEvent:
    try:
        opened = _open(event, keys[event.scope])
    except (KeyError, NotOpened) as error:
        raise ChainBroken(seq) from error
    follows = opened.entry["prev"] == previous and opened.entry["seq"] == str(seq)
    if not follows or not holds(opened.entry, opened.hash, opened.signature):
        raise ChainBroken(seq)
    return opened


def _open(event: CustodyEvent, key: LogKey) -> OpenedEvent:
    """The entry with its details; NotOpened where the two, or the row around them, disagree."""
    log, sealed_details = event.log_id, bytes(event.sealed_details)
    entry = json.loads(open_entry(key, log, event.seq, bytes(event.sealed_entry)))
    payload = json.loads(open_details(key, log, event.seq, sealed_details))
    opened = OpenedEvent(
        seq=event.seq,
        at=event.at,
        entry=entry,
        details=payload["details"],
        salt=payload["salt"],
        hash=bytes(event.hash),
        signature=bytes(event.signature),
    )
    in_its_row = entry["log"] == log.hex and entry["ts"] == stamp(event.at)
    if not in_its_row or not commits_to(entry, sealed_details, opened.salt, opened.details):
        raise NotOpened
    return opened
