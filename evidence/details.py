"""What is known of an item, sealed with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from cases.details import Details
from core.dates import ClaimedTime
from core.html import Text
from evidence.covers import Box
from evidence.enums import HeldReason, ItemKind, ItemState, Purpose
from evidence.sniffing import FileClass, class_of

# A reason like those of `evidence.sandbox.contract.Reason`, next to which it is stored.
LOCKED = "locked"
# Who made a fingerprint: the page, from the file itself, or somebody with another program.
PHONE, TYPED = "phone", "typed"


@dataclass(frozen=True, slots=True, repr=False)
class Fingerprint(Details):
    """A file that stays where it is: what it can be known by, and what she says of it.

    `sha256` is of the file, not of the item that tells of it. `pdq` is empty for what is no picture
    or was not drawn; `taken` is a `ClaimedTime` in JSON.
    """

    sha256: str = ""
    size: int = 0
    media_type: str = ""
    name: str = ""
    pdq: str = ""
    pdq_quality: int = 0
    pdq_method: str = ""
    kept_where: str = ""
    made_by: str = TYPED
    taken: dict[str, Any] | None = None

    @property
    def taken_time(self) -> ClaimedTime | None:
        return ClaimedTime.from_json(self.taken) if self.taken else None


@dataclass(frozen=True, slots=True, repr=False)
class Sighting(Details):
    """Where she saw something: an address, an account or both, and when she saw it there."""

    url: str = ""
    platform: str = ""
    display_name: str = ""
    handle: str = ""
    account_id: str = ""
    seen: dict[str, Any] | None = None

    @property
    def seen_time(self) -> ClaimedTime | None:
        return ClaimedTime.from_json(self.seen) if self.seen else None


@dataclass(frozen=True, slots=True, repr=False)
class ChatFacts(Details):
    """Of an item that is an exported chat: by which clock she reads its times (one of Indonesia's
    zones, or "UTC+05:30" and the like), which thread of a larger export it is, and what was read.

    `reader` is the format with the version of its parser; `thread_count` how many chats an export
    of several holds. `unreadable` is why nothing was read, a value of
    `evidence.chats.messages.Unreadable`.
    """

    zone: str = ""
    thread: str = ""
    thread_count: int = 0
    reader: str = ""
    message_count: int = 0
    unread_line_count: int = 0
    unreadable: str = ""

    @property
    def waits_for_choice(self) -> bool:
        """Whether it holds several chats, and she has not said which one matters."""
        return self.thread_count > 1 and not self.thread


NESTED: dict[str, type[ChatFacts] | type[Fingerprint] | type[Sighting]] = {
    "chat": ChatFacts,
    "fingerprint": Fingerprint,
    "sighting": Sighting,
}


@dataclass(frozen=True, slots=True, repr=False)
class ItemDetails(Details):
    """Facts the server saw (name as given, type by its bytes, size, SHA-256) and what she said.

    `facts`, `metadata`, `location` and `route` are what the file says of itself. The place, and the
    way that a mail came with the addresses of computers, are for its owner alone, and only when she
    asks for them.
    `covers` are the parts of a picture that she covered: what leaves is a copy without them.
    With a `fingerprint` or a `sighting` the bytes are this program's own, and tell of those.
    """

    name: str = ""
    media_type: str = ""
    extension: str = ""
    size: int = 0
    sha256: str = ""
    shows: str = ""
    is_intimate: bool = True
    incident: str = ""
    facts: dict[str, str | bool | int] = field(default_factory=dict)
    held_reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    location: str = ""
    route: tuple[str, ...] = ()
    covers: tuple[Box, ...] = ()
    chat: ChatFacts | None = None
    fingerprint: Fingerprint | None = None
    sighting: Sighting | None = None

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        nested = {
            name: as_type.from_json(content[name])
            for name, as_type in NESTED.items()
            if content.get(name)
        }
        covers = tuple(Box(**box) for box in content.get("covers", ()))
        return super(ItemDetails, cls).from_json({**content, **nested, "covers": covers})

    @property
    def kind(self) -> ItemKind:
        if self.fingerprint:
            return ItemKind.FINGERPRINT
        return ItemKind.ADDRESS if self.sighting else ItemKind.FILE

    @property
    def file_class(self) -> FileClass:
        """By the type that was sealed with it; the row's own column only sorts."""
        return class_of(self.media_type)

    @property
    def is_locked(self) -> bool:
        """Whether an answer of the owner shut it away; it stays so whatever she answers later."""
        return self.held_reason == LOCKED

    @property
    def held_sentence(self) -> Text:
        """Why nothing of it can be shown, in a sentence; empty where that is not so."""
        known = self.held_reason in HeldReason.values
        return HeldReason(self.held_reason).label if known else ""

    def sent_as(self, state: str) -> str:
        """The extension it leaves under: nothing opens by itself what was never opened here.

        `state` is the row's: what is shared was sealed before, and may know less.
        """
        is_held = self.held_reason or state == ItemState.HELD
        return "bin" if is_held else self.extension

    @property
    def may_leave(self) -> bool:
        """Whether a packet may hold it; of anything else it lists the fingerprint alone."""
        return not (self.is_intimate or self.is_locked)

    @property
    def file_sha256(self) -> str:
        """Of the file that the item is about, wherever that lies; of an address there is none."""
        if self.sighting:
            return ""
        return self.fingerprint.sha256 if self.fingerprint else self.sha256

    @property
    def pdq(self) -> tuple[str, int]:
        """What its picture looks like, and how much that says; empty where nobody drew it."""
        if self.fingerprint:
            return self.fingerprint.pdq, self.fingerprint.pdq_quality
        return str(self.facts.get("pdq", "")), int(self.facts.get("pdq_quality", 0))


@dataclass(frozen=True, slots=True, repr=False)
class UploadDetails(Details):
    """What is announced of a file before its first byte, and what she said of it.

    The digest is the one her browser made; empty where it made none. Her latest answers count.
    `zone` is the clock of an exported chat, as `ChatFacts` has it; empty of any other file.
    """

    name: str = ""
    length: int = 0
    sha256: str = ""
    shows: str = ""
    is_intimate: bool = True
    shows_adults_only: bool = False
    is_kept_as_is: bool = False
    incident: str = ""
    zone: str = ""

    @property
    def purpose(self) -> Purpose:
        return Purpose.CHAT if self.zone else Purpose.KEEP
