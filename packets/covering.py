"""What of a packet is covered: pictures by the log, the rows or the manifest, texts by records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from cases.details import IncidentDetails
from cases.redaction import covered_incident, covered_text, pieces_of
from custody.enums import CustodyAction
from custody.reading import OpenedEvent
from evidence.details import ItemDetails
from packets.manifest import Manifest

# Of what entries tell, the words of people; all else are numbers, kinds and digests.
TEXTS_IN_LOG = ("name", "reason")


@dataclass(frozen=True, slots=True)
class Covering:
    """What was covered when the packet was asked for, or has been since.

    `pieces` are covered in texts that stand outside of incidents too. `chats` are the ids of
    exports of which a message is covered: whole, they would tell what the bar hides. Where its
    owner wants the originals it covers nothing.
    """

    is_off: bool
    items: frozenset[UUID]
    copies: Mapping[UUID, str]
    pieces: tuple[str, ...]
    chats: frozenset[str]

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        events: Iterable[OpenedEvent],
        incidents: Sequence[IncidentDetails],
    ) -> Self:
        """By the frozen part of the log: rows can be set back to before she covered, it cannot."""
        told = {event.obj: event for event in events if event.act == CustodyAction.ITEM_REDACTED}
        by_log = {item for item, event in told.items() if event.details.get("count") != "0"}
        return cls(
            is_off=manifest.uses_originals,
            items=manifest.covered.union(by_log),
            copies={item: event.details.get("sha256", "") for item, event in told.items()},
            pieces=tuple(piece for one in incidents for piece in pieces_of(one)),
            chats=frozenset(item for one in incidents for item in _chats_covered_by(one)),
        )

    def covers(self, item: UUID, details: ItemDetails) -> bool:
        """Also where what was written of something elsewhere tells what a bar hides."""
        is_covered = item in self.items or bool(details.covers) or str(item) in self.chats
        return not self.is_off and (is_covered or self._is_told_by(details))

    def _is_told_by(self, details: ItemDetails) -> bool:
        told = (details.fingerprint, details.sighting)
        texts = (
            text
            for facts in told
            if facts
            for text in facts.to_json().values()
            if isinstance(text, str)
        )
        return any(covered_text(text, self.pieces) != text for text in texts)

    def digest_of_copy(self, item: UUID) -> str:
        """Of the copy that the log tells of; empty where none was made of the newest boxes."""
        return self.copies.get(item, "")

    def incident(self, details: IncidentDetails) -> IncidentDetails:
        return details if self.is_off else covered_incident(details)

    def text(self, text: str) -> str:
        return text if self.is_off else covered_text(text, self.pieces)

    def hides(self, event: OpenedEvent) -> bool:
        """Whether the details of an entry tell what a bar hides: in what is signed there are no
        bars, so that they stay out as a whole."""
        texts = (event.details.get(name, "") for name in TEXTS_IN_LOG)
        return any(self.text(text) != text for text in texts)


def _chats_covered_by(incident: IncidentDetails) -> Iterator[str]:
    shown = covered_incident(incident).quotes
    for quote, told in zip(incident.quotes, shown, strict=True):
        if quote != told:
            yield quote.item
