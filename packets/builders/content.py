"""What goes into a packet: plain values, filled by the services, read by the builders."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

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
    ANCHORED = "anchored"


@dataclass(frozen=True, slots=True)
class PacketContact:
    """Whom to ask about packets, and where the key id is published, as far as the operator says."""

    name: str = ""
    person: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    key_place: str = ""


@dataclass(frozen=True, slots=True)
class PacketTime:
    """When something happened, no more exactly than she said it. `precision` is exact, about, day,
    month or unknown; the parts known go from the year down; `zone` is one of Indonesia's three."""

    precision: str = "unknown"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone: str = "WIB"


@dataclass(frozen=True, slots=True)
class PacketQuote:
    """One message of a chat, word for word. `label` is the item it stands in, empty where that is
    not in the packet; `wall` the export's own clock, read as `zone`; `raw_sha256` the digest of
    lines `line_from` to `line_to` of the item, or of `member` in it."""

    label: str
    sha256: str
    member: str
    line_from: int
    line_to: int
    raw_sha256: str
    reader: str
    wall: str
    zone: str
    sender: str
    text: str
    media: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PacketIncident:
    """One event, in her words. `claimed_sort_key` orders the chronology, ISO 8601 or empty.

    `recorded_at` is when the server first kept it, `revised_at` when it kept this revision. Where
    `is_wordless`, none of her words are here, and the packet says so in their place.
    """

    number: int
    claimed: PacketTime
    claimed_sort_key: str
    recorded_at: datetime
    revision: int = 1
    revised_at: datetime | None = None
    forms: tuple[str, ...] = ()
    platform: str = ""
    addresses: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    respondent: str = ""
    relation: str = ""
    note: str = ""
    quotes: tuple[PacketQuote, ...] = ()
    evidence_numbers: tuple[int, ...] = ()
    is_wordless: bool = False

    def without_words(self) -> Self:
        """With nothing but what was chosen from lists, and when."""
        return replace(
            self,
            addresses=(),
            accounts=(),
            respondent="",
            note="",
            quotes=(),
            is_wordless=True,
        )


@dataclass(frozen=True, slots=True)
class PacketFingerprint:
    """A file that stayed with the owner: what it can be known by, and what is said of it.

    `is_typed`: whether she gave the digest as text; else the page worked it out from the file.
    """

    sha256: str
    size: int = 0
    media_type: str = ""
    name: str = ""
    pdq: str = ""
    pdq_quality: int = 0
    pdq_method: str = ""
    kept_where: str = ""
    is_typed: bool = True
    taken: PacketTime | None = None


@dataclass(frozen=True, slots=True)
class PacketSighting:
    """An address or an account that the owner saw; nobody here has opened it."""

    url: str = ""
    platform: str = ""
    display_name: str = ""
    handle: str = ""
    account_id: str = ""
    seen: PacketTime | None = None


@dataclass(frozen=True, slots=True)
class PacketChat:
    """What was read of an exported chat, by which reader in which version, and what was not."""

    format: str
    version: str
    message_count: int
    unread_line_count: int


@dataclass(frozen=True, slots=True)
class PacketEvidence:
    """One item. `obj` is its id as the log names it; `sha256` the digest it was admitted with.

    `source` yields the original, provisional to its end, and can be called twice; None leaves it
    out. `view` gives a JPEG of at most 1000 pixels. Of an intimate item, and of one in which parts
    are covered, the source is only opened to find out whether it still does, and the view is never
    called. `covered_copy` gives what leaves of a covered one, if it has the digest that the log
    tells, `covered_sha256`; of one that is intimate too it is never called. Of a withheld one
    nothing is told but that there is such an item. `metadata` is what the file says of itself,
    and goes with the original alone; neither the place nor the way a mail came is told, only that
    the file has one.
    With a `fingerprint` or a `sighting` the original is a statement of that, by the program.
    `chat` is there where the original is an export of which messages were read.
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
    is_withheld: bool = False
    state: str = ""
    source: Callable[[], Iterator[bytes]] | None = None
    view: Callable[[], bytes] | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    has_location: bool = False
    has_route: bool = False
    is_covered: bool = False
    covered_copy: Callable[[], bytes] | None = None
    covered_sha256: str = ""
    fingerprint: PacketFingerprint | None = None
    sighting: PacketSighting | None = None
    chat: PacketChat | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the thing itself is not here, and was never received."""
        return self.fingerprint is not None or self.sighting is not None


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
class PacketStamp:
    """An authority's answer over a checkpoint, the query it answers, both in DER, and its gist."""

    query: bytes
    answer: bytes
    at: datetime
    authority: str


@dataclass(frozen=True, slots=True)
class PacketCheckpoint:
    """A signed checkpoint, and the proof that in it the log was `length` entries long with this
    `head`: the leaf's place, the size of the tree, and the hashes beside its way up, in hex."""

    number: int
    note: bytes
    length: int
    head: str
    index: int
    size: int
    path: tuple[str, ...]
    stamps: tuple[PacketStamp, ...] = ()


@dataclass(frozen=True, slots=True)
class PacketContent:
    """A packet before it is written. `made_at` and all other times are UTC.

    `packet_ref` is this packet's own number. `asked_by` is the organisation a member of which asked
    for it, empty for the owner. `log` is the whole chain in order and `log_head` the hash of its
    last entry. `rolled_back` are the numbers of entries that wrote or took out a record which is
    not here as they left it. `withdrawn` are the labels of items that their owner took out, of
    which nothing else is told. `sign` is the instance's signature over a message, under
    SIGNATURE_LABEL. `checkpoints` come newest first; `tsa_roots` are the certificates in PEM to
    which their stamps lead.
    """

    packet_ref: str
    case_ref: str
    alias: str
    made_at: datetime
    app_version: str
    instance_id: str
    instance_public_key: bytes
    log_head: str
    sign: Callable[[bytes], bytes]
    language: str = "id"
    contact: PacketContact = field(default_factory=PacketContact)
    asked_by: str = ""
    incidents: tuple[PacketIncident, ...] = ()
    evidence: tuple[PacketEvidence, ...] = ()
    reports: tuple[PacketPlatformReport, ...] = ()
    log: tuple[PacketLogEntry, ...] = ()
    rolled_back: tuple[int, ...] = ()
    withdrawn: tuple[str, ...] = ()
    anchoring: Anchoring = Anchoring.NONE_CONFIGURED
    checkpoints: tuple[PacketCheckpoint, ...] = ()
    tsa_roots: bytes = b""

    @property
    def wordless(self) -> tuple[int, ...]:
        """The numbers of the incidents whose words stay out."""
        return tuple(incident.number for incident in self.incidents if incident.is_wordless)

    @property
    def stamped(self) -> tuple[PacketCheckpoint, PacketStamp] | None:
        """The newest checkpoint that an authority has stamped, with its earliest stamp."""
        for checkpoint in self.checkpoints:
            if checkpoint.stamps:
                return checkpoint, min(checkpoint.stamps, key=lambda stamp: stamp.at)
        return None


@dataclass(frozen=True, slots=True)
class PacketOutcome:
    """What was written. The labels of what is not in the packet, by reason, the entries of the log
    that its records do not bear out, the incidents without their words, and the packet's digest."""

    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]
    withheld: tuple[str, ...]
    rolled_back: tuple[int, ...]
    bytes_written: int
    zip_sha256: str
    covered: tuple[str, ...] = ()
    wordless: tuple[int, ...] = ()
