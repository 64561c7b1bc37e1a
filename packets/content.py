"""Fills a packet's content from a case, with no more keys than its job was granted.

What the frozen part of the log tells of and the rows do not bear out is named: whoever writes to
the database can take a row away, yet not its entry.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.conf import settings

from cases.details import IncidentDetails, ReportDetails
from cases.disclosure import Reader
from cases.enums import RecordKind, ReportStatus
from cases.labels import form_labels, platform_names, relation_label, report_name
from cases.models import CaseRecord, RecordRevision
from cases.sealing import GrantedKeys, open_record
from core.clock import now
from core.exceptions import NotOpened
from custody.enums import CustodyAction
from custody.holdings import Holdings, holdings_of
from custody.reading import OpenedEvent
from custody.sealing import instance_id, instance_key, sign_as_instance
from evidence.details import LOCKED, ItemDetails
from evidence.enums import DerivativeKind
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import open_derivative, open_details, open_original
from evidence.storage import blob_exists, read_blob
from packets.anchors import anchors_of
from packets.builders.content import (
    SIGNATURE_LABEL,
    PacketContact,
    PacketContent,
    PacketEvidence,
    PacketIncident,
    PacketLogEntry,
    PacketPlatformReport,
    PacketQuote,
    PacketTime,
    SourceDamaged,
    SourceMissing,
)
from packets.covering import Covering
from packets.enums import PacketKind
from packets.manifest import Manifest
from packets.models import ReportPacket

READ = (RecordKind.INCIDENT, RecordKind.PLATFORM_REPORT)
# As entries name them; those about files name none.
KINDS_TOLD = frozenset({"", *(kind.name.lower() for kind in READ)})

# Of the answers to who did it, the one that says nothing about a relation.
NO_RELATION = "tidak_tahu"

# Of a quote as it is kept, what a packet tells besides the item it stands in.
QUOTED = tuple(name for name in PacketQuote.__dataclass_fields__ if name != "label")

Frozen = list[tuple[CaseRecord, RecordRevision, dict[str, object]]]
Happened = tuple[CaseRecord, RecordRevision, IncidentDetails]


def packet_content(
    keys: GrantedKeys,
    packet: ReportPacket,
    manifest: Manifest,
    log: Sequence[OpenedEvent],
    reader: Reader | None = None,
) -> PacketContent:
    """Everything the manifest names; originals are opened only when the builder asks for them.

    `log` is the chain as it stands now, checked. Of it a reader other than the owner gets the
    details that her organisation may know, and nobody those of items that are locked.
    """
    events = log[: manifest.log_length]
    withheld = manifest.withheld.union(
        event.obj for event in log if event.act == CustodyAction.ITEM_LOCKED
    )
    holdings = holdings_of(event for event in events if event.details.get("kind", "") in KINDS_TOLD)
    hidden = withheld.union(holdings.withdrawn)
    happened, reported = (_frozen(keys, manifest, holdings, kind) for kind in READ)
    told = _incidents(happened)
    covering = Covering.of(manifest, events, [details for _, _, details in told])
    incidents = [(row, stored, covering.incident(details)) for row, stored, details in told]
    numbers = {each[0].id: number for number, each in enumerate(incidents, start=1)}
    evidence = tuple(
        _withheld(item) if UUID(item.obj) in withheld else item
        for item in _evidence(keys, manifest, holdings, numbers, covering)
    )
    names, anchors = platform_names(), anchors_of(keys.case.id, manifest.log_length)
    return PacketContent(
        packet_ref=packet.ref,
        case_ref=keys.case.ref,
        alias=manifest.alias,
        made_at=now(),
        app_version=settings.APP_VERSION,
        instance_id=instance_id(),
        instance_public_key=instance_key().verify_key,
        log_head=manifest.log_head,
        sign=lambda message: sign_as_instance(SIGNATURE_LABEL, message),
        language=PacketKind(packet.kind).language,
        contact=PacketContact(**settings.CONTACT),
        asked_by=reader.organization if reader else "",
        incidents=tuple(
            _incident(number, each, holdings, evidence, names)
            for number, each in enumerate(incidents, start=1)
        ),
        evidence=evidence,
        reports=tuple(_reports(reported, names, covering)),
        log=tuple(_log_entry(event, reader, hidden) for event in events),
        rolled_back=_rolled_back(manifest, holdings, [*happened, *reported]),
        anchoring=anchors.reach,
        checkpoints=anchors.checkpoints,
        tsa_roots=anchors.roots,
        withdrawn=tuple(event.details["number"] for event in holdings.withdrawn.values()),
    )


def _frozen(keys: GrantedKeys, manifest: Manifest, holdings: Holdings, kind: RecordKind) -> Frozen:
    """The records as they stood; one that no entry tells of was not written here."""
    known = manifest.records.keys() & holdings.added.keys()
    records = keys.case.records.filter(kind=kind, pk__in=known).in_bulk()
    revisions = RecordRevision.objects.filter(record__in=records).order_by("record__created_at")
    return [
        (record, stored, open_record(keys, record, stored))
        for record, stored in ((records[one.record_id], one) for one in revisions)
        if manifest.records[record.id] == stored.revision
    ]


def _rolled_back(manifest: Manifest, holdings: Holdings, found: Frozen) -> tuple[int, ...]:
    revisions = {record.id: manifest.records[record.id] for record, _, _ in found}
    return tuple(event.seq for event in holdings.other_records(revisions))


def _incidents(found: Frozen) -> list[Happened]:
    opened = [
        (record, stored, IncidentDetails.from_json(content)) for record, stored, content in found
    ]
    return sorted(opened, key=lambda one: (one[2].claimed_time.sort_key, one[0].created_at))


def _incident(
    number: int,
    happened: Happened,
    holdings: Holdings,
    evidence: tuple[PacketEvidence, ...],
    names: Mapping[str, str],
) -> PacketIncident:
    record, stored, details = happened
    claimed = details.claimed_time
    return PacketIncident(
        number=number,
        claimed=PacketTime(**claimed.to_json()),
        claimed_sort_key=claimed.sort_key[1],
        # The log's times: whoever writes to the database can set a column back, not an entry.
        recorded_at=holdings.added[record.id].at,
        revision=stored.revision,
        revised_at=holdings.records[record.id].at if stored.revision > 1 else None,
        forms=form_labels(details.forms),
        platform=names.get(details.platform, details.platform),
        addresses=tuple(details.addresses),
        accounts=tuple(details.accounts),
        respondent=details.respondent,
        relation="" if details.relation == NO_RELATION else relation_label(details.relation),
        note=details.note,
        quotes=_quotes(details, evidence),
        evidence_numbers=tuple(item.number for item in evidence if item.incident_number == number),
    )


def _quotes(
    details: IncidentDetails, evidence: tuple[PacketEvidence, ...]
) -> tuple[PacketQuote, ...]:
    labels = {item.obj: item.label for item in evidence if not item.is_withheld}
    return tuple(
        PacketQuote(
            label=labels.get(quote.item, ""),
            **{name: getattr(quote, name) for name in QUOTED},
        )
        for quote in details.quotes
    )


def _evidence(
    keys: GrantedKeys,
    manifest: Manifest,
    holdings: Holdings,
    numbers: dict[UUID, int],
    covering: Covering,
) -> tuple[PacketEvidence, ...]:
    rows = keys.case.items.kept().filter(pk__in=manifest.items)
    made = Derivative.objects.within(item__in=manifest.items, blob__isnull=False)
    pictures = {(row.item_id, row.kind): row for row in made}
    present = {
        row.id: replace(item, is_intimate=True) if row.id in manifest.intimate else item
        for row in rows
        if row.id in holdings.items
        for item in (_item(keys, row, holdings.items[row.id], pictures, numbers, covering),)
    }
    lost = _lost(holdings.missing_items(present), {item.number for item in present.values()})
    return tuple(sorted((*present.values(), *lost), key=lambda item: item.number))


def _lost(admissions: Iterable[OpenedEvent], taken: set[int]) -> Iterator[PacketEvidence]:
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
            name=event.details["name"],
            media_type=event.details["type"],
            file_class="",
            size=int(event.details["size"]),
            sha256=event.details["sha256"],
            received_at=event.at,
            is_intimate=False,
            source=_nothing,
        )


def _number_in(admitted: OpenedEvent) -> int:
    return int(admitted.details["number"].rpartition("-")[2])


def _nothing() -> Iterator[bytes]:
    raise SourceMissing


def _item(
    keys: GrantedKeys,
    row: EvidenceItem,
    admitted: OpenedEvent,
    pictures: Mapping[tuple[UUID, str], Derivative],
    numbers: dict[UUID, int],
    covering: Covering,
) -> PacketEvidence:
    """What was received, as the log tells it; what is said of it, as the row holds it."""
    details, facts = open_details(keys, row), admitted.details
    incident = UUID(details.incident) if details.incident else None
    is_covered = covering.covers(row.id, details)
    kind = DerivativeKind.REDACTED if is_covered else DerivativeKind.VIEW
    picture = pictures.get((row.id, kind))
    may_hold = details.may_leave and picture is not None and keys.holds_file(picture.id)
    shown = _picture(keys, picture) if may_hold and picture is not None else None
    return PacketEvidence(
        number=_number_in(admitted),
        label=facts["number"],
        obj=str(row.id),
        name=facts["name"],
        media_type=facts["type"],
        file_class=details.file_class.value,
        size=int(facts["size"]),
        sha256=facts["sha256"],
        received_at=admitted.at,
        statement=covering.text(details.shows),
        incident_number=numbers.get(incident) if incident else None,
        is_intimate=details.is_intimate,
        state=row.state,
        source=_source(keys, row, details) if keys.holds_file(row.id) else None,
        view=None if is_covered else shown,
        is_covered=is_covered,
        covered_copy=shown if is_covered else None,
        covered_sha256=covering.digest_of_copy(row.id),
        metadata=details.metadata,
        has_location=bool(details.facts.get("has_location")),
    )


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


def _reports(
    found: Frozen, names: Mapping[str, str], covering: Covering
) -> Iterator[PacketPlatformReport]:
    for _, _, content in found:
        details = ReportDetails.from_json(content)
        yield PacketPlatformReport(
            platform=report_name(details, names),
            addresses=tuple(covering.text(address) for address in details.addresses),
            ticket=details.ticket,
            status=str(ReportStatus(details.status).label),
            reported_on=date.fromisoformat(details.sent_on) if details.sent_on else None,
        )


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


def _log_entry(
    event: OpenedEvent, reader: Reader | None, withheld: Collection[UUID]
) -> PacketLogEntry:
    """Of an item that is withheld or was taken out neither name nor digest leaves."""
    is_known = event.obj not in withheld or event.act == CustodyAction.ITEM_LOCKED
    is_told = is_known and (reader is None or reader.may_know(event))
    return PacketLogEntry(
        entry=event.entry,
        hash=event.hash.hex(),
        signature=event.signature.hex(),
        salt=event.salt if is_told else None,
        details=event.details if is_told else None,
    )
