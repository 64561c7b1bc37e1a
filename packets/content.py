"""Fills a packet's content from a case, with no more keys than its job was granted.

What the frozen part of the log tells of and the rows do not bear out is named: whoever writes to
the database can take a row away, yet not its entry.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.conf import settings

from cases.details import IncidentDetails, ReportDetails
from cases.disclosure import Reader
from cases.enums import RecordKind, ReportStatus
from cases.labels import form_labels, platform_names, relation_label, report_name
from cases.models import CaseRecord, RecordRevision
from cases.redaction import with_covers_of
from cases.sealing import GrantedKeys, open_record
from core.clock import now
from custody.enums import CustodyAction
from custody.holdings import Holdings, holdings_of
from custody.reading import OpenedEvent
from custody.sealing import instance_id, instance_key, sign_as_instance
from evidence.enums import ItemKind
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
)
from packets.covering import Covering
from packets.enums import PacketKind
from packets.evidence import Telling
from packets.manifest import Manifest
from packets.models import ReportPacket
from packets.notes import ToldCovers

READ = (RecordKind.INCIDENT, RecordKind.PLATFORM_REPORT)
# As entries name them; those about files that lie here name none.
KINDS_TOLD = frozenset({"", *ItemKind.values, *(kind.name.lower() for kind in READ)})

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
    withheld = manifest.withheld | _locked_since(log)
    holdings = holdings_of(event for event in events if event.details.get("kind", "") in KINDS_TOLD)
    hidden = withheld.union(holdings.withdrawn)
    happened, reported = (_frozen(keys, manifest, holdings, kind) for kind in READ)
    covers = ToldCovers.of(keys, log, manifest.log_length)
    told = _with_covers(_incidents(happened), covers)
    covering = Covering.of(manifest, log, [details for _, _, details in told], covers)
    incidents = [(row, stored, covering.incident(details)) for row, stored, details in told]
    other = _not_as_left(manifest, holdings, [*happened, *reported])
    untold = _untold(other, incidents, covering)
    numbers = {each[0].id: number for number, each in enumerate(incidents, start=1)}
    names = platform_names()
    telling = Telling(keys, holdings, numbers, covering, names)
    evidence = tuple(telling.items(manifest, withheld))
    return replace(
        _empty(keys, packet, manifest, reader),
        incidents=tuple(
            _as_told(_incident(number, each, holdings, evidence, names), each[0].id not in untold)
            for number, each in enumerate(incidents, start=1)
        ),
        evidence=evidence,
        reports=tuple(_reports(reported, names, covering, untold)),
        log=tuple(_log_entry(event, reader, hidden, covering) for event in events),
        rolled_back=_rolled_back(manifest, other, covering),
        withdrawn=tuple(event.details["number"] for event in holdings.withdrawn.values()),
    )


def _empty(
    keys: GrantedKeys, packet: ReportPacket, manifest: Manifest, reader: Reader | None
) -> PacketContent:
    """Who made it, for whom and when, and how its log is anchored; nothing of the case yet."""
    anchors = anchors_of(keys.case.id, manifest.log_length)
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
        anchoring=anchors.reach,
        checkpoints=anchors.checkpoints,
        tsa_roots=anchors.roots,
    )


def _locked_since(log: Sequence[OpenedEvent]) -> frozenset[UUID]:
    """Also by entries that were written after the packet was asked for."""
    return frozenset(event.obj for event in log if event.act == CustodyAction.ITEM_LOCKED)


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


def _not_as_left(manifest: Manifest, holdings: Holdings, found: Frozen) -> tuple[OpenedEvent, ...]:
    return holdings.other_records(
        {record.id: manifest.records[record.id] for record, _, _ in found}
    )


def _rolled_back(
    manifest: Manifest, other: Iterable[OpenedEvent], covering: Covering
) -> tuple[int, ...]:
    """Of the entries that the packet has: those that nothing here bears out."""
    lost = (seq for seq in covering.lost if seq <= manifest.log_length)
    return tuple(sorted({*(event.seq for event in other), *lost}))


def _untold(
    other: Iterable[OpenedEvent], incidents: Iterable[Happened], covering: Covering
) -> frozenset[UUID]:
    """The records of which no words leave: those that were set back, in which there may stand what
    she has taken out since; all notes where nobody knows what she covered."""
    notes = (record.id for record, _, _ in incidents) if covering.lost else ()
    return frozenset((*(event.obj for event in other), *notes))


def _as_told(incident: PacketIncident, is_told: bool) -> PacketIncident:
    return incident if is_told else incident.without_words()


def _with_covers(incidents: Iterable[Happened], covers: ToldCovers) -> list[Happened]:
    return [
        (record, stored, with_covers_of(details, covers.versions.get(record.id, ())))
        for record, stored, details in incidents
    ]


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


def _reports(
    found: Frozen, names: Mapping[str, str], covering: Covering, untold: Collection[UUID]
) -> Iterator[PacketPlatformReport]:
    """One that was set back stays out as a whole: it is words and nothing else."""
    for record, _, content in found:
        if record.id in untold:
            continue
        details = ReportDetails.from_json(content)
        yield PacketPlatformReport(
            platform=covering.text(report_name(details, names)),
            addresses=tuple(covering.text(address) for address in details.addresses),
            ticket=covering.text(details.ticket),
            status=str(ReportStatus(details.status).label),
            reported_on=date.fromisoformat(details.sent_on) if details.sent_on else None,
        )


def _log_entry(
    event: OpenedEvent, reader: Reader | None, withheld: Collection[UUID], covering: Covering
) -> PacketLogEntry:
    """Of an item that is withheld or was taken out neither name nor digest leaves; nor do details
    that tell what is covered."""
    is_known = event.obj not in withheld or event.act == CustodyAction.ITEM_LOCKED
    is_told = is_known and (reader is None or reader.may_know(event)) and not covering.hides(event)
    return PacketLogEntry(
        entry=event.entry,
        hash=event.hash.hex(),
        signature=event.signature.hex(),
        salt=event.salt if is_told else None,
        details=event.details if is_told else None,
    )
