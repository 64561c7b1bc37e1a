"""What a verification came to: one line per check, and one exit status."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class Status(IntEnum):
    """The exit statuses of the command; a contract."""

    GOOD = 0
    FAILED = 1
    INCOMPLETE = 2
    UNREADABLE = 3


class Check(StrEnum):
    ARCHIVE = "archive"
    BAG = "bag"
    DIGESTS = "digests"
    PIN = "pin"
    SIGNATURE = "signature"
    LOG = "log"
    LOG_HEAD = "log_head"
    DECLARED = "declared"
    EVIDENCE = "evidence"
    QUOTES = "quotes"
    CHECKPOINT = "checkpoint"
    ANCHORING = "anchoring"
    STAMPS = "stamps"


@dataclass(frozen=True, slots=True)
class Line:
    """The outcome of one check: what was found, and where.

    `is_open` marks what nobody could check here and no packet can show by itself; it changes no
    status, and is never called good.
    """

    check: Check
    status: Status
    found: str = ""
    where: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stamp over a checkpoint that holds the log at this length. Without an authority its
    signature could not be checked here."""

    checkpoint: int
    length: int
    at: datetime
    authority: str
    root_sha256: str
    file: str

    @property
    def is_checked(self) -> bool:
        return bool(self.root_sha256)


@dataclass(slots=True)
class Verdict:
    lines: list[Line] = field(default_factory=list)
    fingerprint: str = ""
    key_sha256: str = ""
    log_entries: int = 0
    log_head: str = ""
    included: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    rolled_back: list[str] = field(default_factory=list)
    words_left_out: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    # How many quoted messages came to what; empty where none are quoted.
    quotes: dict[str, int] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        """The worst: unreadable before failed before incomplete before good."""
        found = {line.status for line in self.lines}
        order = (Status.UNREADABLE, Status.FAILED, Status.INCOMPLETE)
        return next((status for status in order if status in found), Status.GOOD)

    def note(self, check: Check, status: Status, found: str = "", where: str = "") -> None:
        self.lines.append(Line(check, status, found, where))

    def leave_open(self, check: Check, found: str) -> None:
        self.lines.append(Line(check, Status.GOOD, found, is_open=True))
