"""What every parser makes of an export: its messages, and the lines it could not read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

TEXT_MAX_CHARS = 65_536
NAME_MAX_CHARS = 120
# Of the one chat that is read, in however many files it comes and whatever else lies beside it.
MESSAGES_MAX = 200_000


class MessageKind(StrEnum):
    """The values are stored: append only."""

    TEXT = "text"
    MEDIA = "media"
    CALL = "call"
    DELETED = "deleted"
    SYSTEM = "system"


class Flag(StrEnum):
    """What whoever reads a message has to know of how it was read. Stored: append only."""

    # The day and the month of the file could be either way round.
    DATE_ORDER = "date_order_ambiguous"
    # Earlier than the message before it by more than a day.
    BACK_IN_TIME = "back_in_time"
    # Looks like a message inside another one: anybody can type such a line.
    LIKE_A_HEADER = "like_a_header"
    # Where the sender's name ends was guessed.
    SENDER_GUESSED = "sender_guessed"
    EDITED = "edited"
    VIEW_ONCE = "view_once"
    FORWARDED = "forwarded"
    # A lone surrogate or a NUL stood in it, and was replaced.
    REPLACED = "characters_replaced"
    # Longer than TEXT_MAX_CHARS: the rest stands in the file alone.
    CUT = "cut"
    # The export had text in the wrong encoding, which was put right.
    MENDED = "encoding_mended"


class Unreadable(StrEnum):
    """Why an export was not read at all. Stored and translated: append only."""

    UNKNOWN = "unknown_format"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many_messages"
    TOO_DEEP = "too_deep"
    BROKEN = "broken"
    ARCHIVE = "unsafe_archive"
    # Of more parts than any messenger writes into a file of its size.
    CROWDED = "crowded"


class NotRead(Exception):
    """The one exception of this package; carries a reason and nothing of the chat."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Message:
    """One message and where it stands: the member of an archive ("" of a single file), its lines
    counted from 1, and the SHA-256 of these lines as they stand in the file, in hex.

    `wall` is the time as the export tells it, ISO 8601 without a zone; `is_utc` where the export
    says that it is UTC. Whose clock and which zone it was otherwise, nobody knows from the file.
    `media` is the name of a file that the message mentions.
    """

    member: str
    line_from: int
    line_to: int
    raw_sha256: str
    wall: str
    is_utc: bool
    sender: str
    kind: MessageKind
    text: str
    media: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Lines that no message was found in."""

    member: str
    line_from: int
    line_to: int


Entry = Message | Unread


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export. `fits` looks at a file's name and first 4 KiB; `read` gives every line of
    a file to exactly one entry, in the file's order, or raises NotRead.

    `version` grows whenever the same file would be read otherwise.
    """

    id: str
    version: int
    fits: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], Iterator[Entry]]
