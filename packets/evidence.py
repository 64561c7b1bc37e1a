"""Fills a packet's evidence: what was received, as the log tells it; what is said of it, as the
rows hold it. What the log tells of and no row bears out is named."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from cases.sealing import GrantedKeys
from core.dates import ClaimedTime
from core.exceptions import NotOpened
from custody.holdings import Holdings
from custody.reading import OpenedEvent
from evidence.details import LOCKED, PHONE, ChatFacts, Fingerprint, ItemDetails, Sighting
from evidence.enums import DerivativeKind
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import open_derivative, open_details, open_original
from evidence.storage import blob_exists, read_blob
from packets.builders.content import (
    PacketChat,
    PacketEvidence,
    PacketFingerprint,
    PacketSighting,
    PacketTime,
    SourceDamaged,
    SourceMissing,
)
from packets.covering import Covering
from packets.manifest import Manifest

FINGERPRINT_FACTS = (
    *("size", "media_type", "name", "pdq", "pdq_quality", "pdq_method", "kept_where"),
)

Pictures = Mapping[tuple[UUID, str], Derivative]


@dataclass(frozen=True, slots=True)
class Telling:
    """What the items of one packet are told with: keys, the log's holdings, the numbers of the
    incidents they belong to, what is covered, and the names of places."""

    keys: GrantedKeys
    holdings: Holdings
    numbers: Mapping[UUID, int]
    covering: Covering
    names: Mapping[str, str]

    def items(self, manifest: Manifest, withheld: Collection[UUID]) -> list[PacketEvidence]:
        """In the order of their numbers; of a withheld one nothing but that it is there."""
        rows = self.keys.case.items.kept().filter(pk__in=manifest.items)
        made = Derivative.objects.within(item__in=manifest.items, blob__isnull=False)
        pictures = {(row.item_id, row.kind): row for row in made}
        present = {
            row.id: replace(item, is_intimate=True) if row.id in manifest.intimate else item
            for row in rows
            if row.id in self.holdings.items
            for item in (self._item(row, pictures),)
        }
        numbers = {item.number for item in present.values()}
        lost = _lost(self.holdings.missing_items(present), numbers, self.covering)
        whole = sorted((*present.values(), *lost), key=lambda item: item.number)
        return [_withheld(item) if UUID(item.obj) in withheld else item for item in whole]

    def _item(self, row: EvidenceItem, pictures: Pictures) -> PacketEvidence:
        admitted = self.holdings.items[row.id]
        details, facts = open_details(self.keys, row), admitted.details
        incident = UUID(details.incident) if details.incident else None
        is_covered = self.covering.covers(row.id, details)
        kind = DerivativeKind.REDACTED if is_covered else DerivativeKind.VIEW
        picture = pictures.get((row.id, kind))
        may_hold = details.may_leave and picture is not None and self.keys.holds_file(picture.id)
        shown = _picture(self.keys, picture) if may_hold and picture is not None else None
        return PacketEvidence(
            number=_number_in(admitted),
            label=facts["number"],
            obj=str(row.id),
            name=self.covering.text(facts["name"]),
            media_type=facts["type"],
            file_class=details.file_class.value,
            size=int(facts["size"]),
            sha256=facts["sha256"],
            received_at=admitted.at,
            statement=self.covering.text(details.shows),
            incident_number=self.numbers.get(incident) if incident else None,
            is_intimate=details.is_intimate,
            state=row.state,
            source=_source(self.keys, row, details) if self.keys.holds_file(row.id) else None,
            view=None if is_covered else shown,
            is_covered=is_covered,
            covered_copy=shown if is_covered else None,
            covered_sha256=self.covering.digest_of_copy(row.id),
            metadata=details.metadata,
            has_location=bool(details.facts.get("has_location")),
            has_route=bool(details.facts.get("has_route")),
            fingerprint=None if is_covered else _fingerprint(details.fingerprint, facts),
            sighting=None if is_covered else _sighting(details.sighting, self.names),
            chat=_chat(details.chat),
        )


def _lost(
    admissions: Iterable[OpenedEvent], taken: set[int], covering: Covering
) -> Iterator[PacketEvidence]:
    """Items whose rows are gone, from what the log tells of them.

    One whose number was given away again after that gets the next free one.
    """
    for event in admissions:
        number = _number_in(event)
        if number in taken:
            number = max(taken) + 1
        taken.add(number)
        yield PacketEvidence(
            number=number,
            label=f"B-{number:02d}",
            obj=str(event.obj),
            name=covering.text(event.details["name"]),
            media_type=event.details["type"],
            file_class="",
            size=int(event.details["size"]),
            sha256=event.details["sha256"],
            received_at=event.at,
            is_intimate=False,
            source=_nothing,
            fingerprint=PacketFingerprint(of) if (of := event.details.get("of")) else None,
        )


def _number_in(admitted: OpenedEvent) -> int:
    return int(admitted.details["number"].rpartition("-")[2])


def _nothing() -> Iterator[bytes]:
    raise SourceMissing


def _fingerprint(told: Fingerprint | None, facts: Mapping[str, str]) -> PacketFingerprint | None:
    """The file's digest as the log tells it, which no later writing can change."""
    if told is None:
        return None
    values = {name: getattr(told, name) for name in FINGERPRINT_FACTS}
    sha256, is_typed = facts.get("of", ""), told.made_by != PHONE
    return PacketFingerprint(
        sha256=sha256, is_typed=is_typed, taken=_time(told.taken_time), **values
    )


def _chat(told: ChatFacts | None) -> PacketChat | None:
    """Nothing where no message was read."""
    if told is None or not told.reader or told.waits_for_choice:
        return None
    name, _, version = told.reader.partition("/")
    return PacketChat(name, version, told.message_count, told.unread_line_count)


def _sighting(told: Sighting | None, names: Mapping[str, str]) -> PacketSighting | None:
    if told is None:
        return None
    return PacketSighting(
        url=told.url,
        platform=names.get(told.platform, told.platform),
        display_name=told.display_name,
        handle=told.handle,
        account_id=told.account_id,
        seen=_time(told.seen_time),
    )


def _time(claimed: ClaimedTime | None) -> PacketTime | None:
    return PacketTime(**claimed.to_json()) if claimed else None


def _source(
    keys: GrantedKeys, row: EvidenceItem, details: ItemDetails
) -> Callable[[], Iterator[bytes]]:
    def original() -> Iterator[bytes]:
        if not blob_exists(row.blob):
            raise SourceMissing
        try:
            yield from open_original(keys, row, details.size, read_blob(row.blob))
        except NotOpened as error:
            raise SourceDamaged from error

    return original


def _picture(keys: GrantedKeys, row: Derivative) -> Callable[[], bytes]:
    def picture() -> bytes:
        try:
            return open_derivative(keys, row, b"".join(read_blob(row.blob or "")))
        except (NotOpened, FileNotFoundError) as error:
            raise SourceDamaged from error

    return picture


def _withheld(item: PacketEvidence) -> PacketEvidence:
    """That there is such an item, and no more: not even what to recognise its file by."""
    return PacketEvidence(
        number=item.number,
        label=item.label,
        obj=item.obj,
        name="",
        media_type="",
        file_class="",
        size=0,
        sha256="",
        received_at=item.received_at,
        is_intimate=False,
        is_withheld=True,
        state=LOCKED,
    )
