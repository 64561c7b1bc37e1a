"""What of a packet is covered: pictures by the log, the rows or the manifest, texts by records."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from cases.details import IncidentDetails
from cases.redaction import BAR, covered_incident, covered_text, pieces_of
from custody.enums import CustodyAction
from custody.reading import OpenedEvent
from evidence.details import ItemDetails
from packets.manifest import Manifest
from packets.notes import ToldCovers

# Of what entries tell, the words of people; all else are numbers, kinds and digests.
TEXTS_IN_LOG = ("name", "reason")


@dataclass(frozen=True, slots=True)
class Covering:
    """What was covered when the packet was asked for, or has been since.

    `pieces` are covered in every text of the packet. `chats` are the ids of exports of which a
    message is covered: whole, they would tell what the bar hides. `digests` are those of all that
    is covered, as the same file may lie here twice. Where some of what she covered cannot be read
    any more, all texts are, and its numbers in the log are `lost`. Where its owner wants the
    originals it covers nothing.
    """

    is_off: bool
    items: frozenset[UUID]
    copies: Mapping[UUID, str]
    pieces: tuple[str, ...]
    chats: frozenset[str]
    digests: frozenset[str]
    lost: tuple[int, ...]

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        log: Sequence[OpenedEvent],
        incidents: Sequence[IncidentDetails],
        notes: ToldCovers,
    ) -> Self:
        """By the log: rows can be set back to before she covered, it cannot. What was covered since
        the packet was frozen counts as well."""
        acts = [event for event in log if event.act == CustodyAction.ITEM_REDACTED]
        told = {event.obj: event for event in acts if event.seq <= manifest.log_length}
        since = [event for event in acts if event.seq > manifest.log_length]
        by_log = {event.obj for event in (*told.values(), *since) if _covers(event)}
        known = (*incidents, *(one for versions in notes.versions.values() for one in versions))
        pieces = tuple(dict.fromkeys(piece for one in known for piece in pieces_of(one)))
        chats = frozenset(item for one in known for item in _chats_covered_by(one, pieces))
        items = manifest.covered.union(by_log)
        return cls(
            is_off=manifest.uses_originals,
            items=items,
            copies={item: event.details.get("sha256", "") for item, event in told.items()},
            pieces=pieces,
            chats=chats,
            digests=_digests(log, {*map(str, items), *chats}),
            lost=() if manifest.uses_originals else tuple(event.seq for event in notes.lost),
        )

    def covers(self, item: UUID, details: ItemDetails) -> bool:
        """Also where what was written of something elsewhere tells what a bar hides."""
        is_covered = item in self.items or bool(details.covers) or str(item) in self.chats
        may_be = details.sha256 in self.digests or bool(self.lost and details.chat)
        return not self.is_off and (is_covered or may_be or self._is_told_by(details))

    def _is_told_by(self, details: ItemDetails) -> bool:
        told = (details.fingerprint, details.sighting)
        texts = (
            text
            for facts in told
            if facts
            for text in facts.to_json().values()
            if isinstance(text, str)
        )
        return any(self.text(text) != text for text in texts)

    def digest_of_copy(self, item: UUID) -> str:
        """Of the copy that the log tells of; empty where none was made of the newest boxes."""
        return self.copies.get(item, "")

    def incident(self, details: IncidentDetails) -> IncidentDetails:
        return details if self.is_off else covered_incident(details, self.pieces)

    def text(self, text: str) -> str:
        if self.is_off:
            return text
        return BAR if text and self.lost else covered_text(text, self.pieces)

    def hides(self, event: OpenedEvent) -> bool:
        """Whether the details of an entry tell what a bar hides: in what is signed there are no
        bars, so that they stay out as a whole."""
        texts = (event.details.get(name, "") for name in TEXTS_IN_LOG)
        return any(self.text(text) != text for text in texts)


def _digests(log: Iterable[OpenedEvent], covered: Collection[str]) -> frozenset[str]:
    admitted = (event for event in log if event.act == CustodyAction.ITEM_ADMITTED)
    return frozenset(event.details["sha256"] for event in admitted if str(event.obj) in covered)


def covers_something(event: OpenedEvent) -> bool:
    """Whether parts of a picture or of a note are covered from this entry on."""
    if event.act == CustodyAction.ITEM_REDACTED:
        return "count" in event.details and _covers(event)
    return event.details.get("covered") == "yes"


def _covers(event: OpenedEvent) -> bool:
    return event.details.get("count") != "0"


def _chats_covered_by(incident: IncidentDetails, pieces: Iterable[str]) -> Iterator[str]:
    shown = covered_incident(incident, pieces).quotes
    for quote, told in zip(incident.quotes, shown, strict=True):
        if quote != told:
            yield quote.item
