"""What goes into a packet: plain values, filled by the services, read by the builders."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from vaultverify.labels import PACKET_MANIFEST

SIGNATURE_LABEL: Final = PACKET_MANIFEST

Sink = Callable[[bytes], None]


class SourceDamaged(Exception):
    """An original did not open to its end. Raised by a source, caught by the builder."""


class SourceMissing(SourceDamaged):
    """There are no bytes to open at all."""


class Anchoring(StrEnum):
    """How far the log is anchored in time, as `bag-info.txt` says it."""

    NONE_CONFIGURED = "none configured"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class PacketIncident:
    """One event, in her words. `claimed_sort_key` orders the chronology, ISO 8601 or empty."""

    number: int
    claimed_text: str
    claimed: Mapping[str, object]
    claimed_sort_key: str
    recorded_at: datetime
    forms: tuple[str, ...] = ()
    platform: str = ""
    addresses: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    respondent: str = ""
    note: str = ""
    evidence_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PacketEvidence:
    """One item. `obj` is its id as the log names it; `sha256` the digest it was admitted with.

    `source` yields the original, provisional to its end, and can be called twice; None leaves it
    out. `view` gives a JPEG of at most 1000 pixels. Of an intimate item neither is ever called.
    """

    number: int
    label: str
    obj: str
    name: str
    media_type: str
    file_class: str
    size: int
    sha256: str
    received_at: datetime
    statement: str = ""
    incident_number: int | None = None
    is_intimate: bool = True
    state: str = ""
    source: Callable[[], Iterator[bytes]] | None = None
    view: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class PacketPlatformReport:
    """One report to one platform; `status` is a label to print."""

    platform: str
    addresses: tuple[str, ...] = ()
    ticket: str = ""
    status: str = ""
    reported_on: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class PacketLogEntry:
    """One entry as it was signed; `salt` and `details` together, or neither where not shown."""

    entry: Mapping[str, str]
    hash: str
    signature: str
    salt: str | None = None
    details: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class PacketContent:
    """A packet before it is written. `made_at` and all other times are UTC.

    `log` is the whole chain in order and `log_head` the hash of its last entry. `rolled_back` are
    the numbers of entries that wrote or took out a record which is not here as they left it.
    `withdrawn` are the labels of items that their owner took out, of which nothing else is told.
    `sign` is the instance's signature over a message, under SIGNATURE_LABEL.
    """

    case_ref: str
    alias: str
    made_at: datetime
    app_version: str
    instance_id: str
    instance_public_key: bytes
    log_head: str
    sign: Callable[[bytes], bytes]
    language: str = "id"
    incidents: tuple[PacketIncident, ...] = ()
    evidence: tuple[PacketEvidence, ...] = ()
    reports: tuple[PacketPlatformReport, ...] = ()
    log: tuple[PacketLogEntry, ...] = ()
    rolled_back: tuple[int, ...] = ()
    withdrawn: tuple[str, ...] = ()
    anchoring: Anchoring = Anchoring.NONE_CONFIGURED


@dataclass(frozen=True, slots=True)
class PacketOutcome:
    """What was written. The labels of what is not in the packet, by reason, the entries of the log
    that its records do not bear out, and the packet's own digest."""

    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]
    rolled_back: tuple[int, ...]
    bytes_written: int
    zip_sha256: str
