"""What is known of an item, sealed with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from cases.details import Details
from core.html import Text
from evidence.covers import Box
from evidence.enums import HeldReason, ItemState
from evidence.sniffing import FileClass, class_of

# A reason like those of `evidence.sandbox.contract.Reason`, next to which it is stored.
LOCKED = "locked"


@dataclass(frozen=True, slots=True, repr=False)
class ChatFacts(Details):
    """Of an item that is an exported chat: by which clock she reads its times (one of Indonesia's
    zones, or "UTC+05:30" and the like), which thread of a larger export it is, and what was read.

    `unreadable` is why nothing was, a value of `evidence.chats.messages.Unreadable`.
    """

    zone: str = ""
    thread: str = ""
    message_count: int = 0
    unread_line_count: int = 0
    unreadable: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ItemDetails(Details):
    """Facts the server saw (name as given, type by its bytes, size, SHA-256) and what she said.

    `facts`, `metadata` and `location` are what the file says of itself. The place is for its owner
    alone, and only when she asks for it.
    `covers` are the parts of a picture that she covered: what leaves is a copy without them.
    """

    name: str = ""
    media_type: str = ""
    extension: str = ""
    size: int = 0
    sha256: str = ""
    shows: str = ""
    is_intimate: bool = True
    incident: str = ""
    pdq: str = ""
    facts: dict[str, str | bool] = field(default_factory=dict)
    held_reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    location: str = ""
    covers: tuple[Box, ...] = ()
    chat: ChatFacts | None = None

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        covers = tuple(Box(**box) for box in content.get("covers", ()))
        chat = content.get("chat")
        nested = {"covers": covers, "chat": ChatFacts.from_json(chat) if chat else None}
        return super(ItemDetails, cls).from_json({**content, **nested})

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


@dataclass(frozen=True, slots=True, repr=False)
class UploadDetails(Details):
    """What is announced of a file before its first byte, and what she said of it.

    The digests are those her browser made; empty where it made none. Her latest answers count.
    """

    name: str = ""
    length: int = 0
    sha256: str = ""
    pdq: str = ""
    shows: str = ""
    is_intimate: bool = True
    shows_adults_only: bool = False
    is_kept_as_is: bool = False
    incident: str = ""
