"""Builds a packet from its grant: opened, checked, written and sealed in one stream."""

from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import override

from accounts.models import Organization
from cases.disclosure import Reader, reader_of
from cases.models import Case
from cases.sealing import GrantedKeys
from core.clock import now
from custody.enums import CustodyAction, CustodyRole
from custody.exceptions import ChainBroken
from custody.reading import OpenedEvent, checked_events, opened_events
from custody.services import LogActor, record, wait_for_stamps
from evidence.services import mark_damaged
from evidence.storage import BlobWriter, delete_blob
from jobs.exceptions import JobFailed
from jobs.sealing import Access, Recipient
from jobs.services import Lease
from packets.builders.content import PacketContent, PacketOutcome
from packets.builders.packet import write_packet
from packets.content import packet_content
from packets.covering import covers_something
from packets.enums import PacketField, PacketKind
from packets.manifest import Manifest
from packets.models import ReportPacket
from packets.sealing import PacketSealer, is_held_by, open_part, seal_part

WORKER = LogActor(None, CustodyRole.WORKER)
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Written:
    """A packet that lies in its blob, and how long the log was that it was written from."""

    blob: str
    blob_bytes: int
    outcome: PacketOutcome
    log_length: int


class CoveredMeanwhile(Exception):
    """What was written shows something that is covered by now: the packet must be begun anew."""


def build_packet(lease: Lease, access: Access) -> None:
    """Runs the job: the packet's key is wrapped to its requester, and `packet.built` written.

    Who that is, and what of the log she may read, stands in the grant that her session sealed;
    JobFailed where the packet's row names another, or was set back to an older manifest.
    A stamp that is on its way gets a few seconds to arrive. Idempotent: nothing counts before the
    finishing transaction, which only the lease's holder enters; the blob of a run that lost its
    lease is removed.
    """
    asked = ReportPacket.objects.for_job(lease.job.object_id).select_related("case", "holder")
    packet = asked.first()
    if packet is None:
        raise JobFailed("packet_gone")
    if access.recipient is None or not is_held_by(packet, access.recipient):
        raise JobFailed("other_recipient")
    keys = GrantedKeys(packet.case, access)
    manifest = Manifest.from_json(
        open_part(keys, packet, PacketField.MANIFEST, bytes(packet.sealed_manifest))
    )
    wait_for_stamps(packet.case_id, manifest.log_length)
    sealer = PacketSealer(packet)
    with closing(BlobWriter()) as writer, override(PacketKind(packet.kind).language):
        events = _events(lease, keys, packet, manifest)
        content = packet_content(keys, packet, manifest, events, _reader(access.recipient))
        outcome = _write(lease, content, sealer, writer)
        written = Written(writer.commit(), writer.bytes_written, outcome, len(events))
    try:
        _finish(lease, keys, packet, sealer, written)
    except Exception:
        _drop(written.blob)
        raise


def _events(
    lease: Lease, keys: GrantedKeys, packet: ReportPacket, manifest: Manifest
) -> list[OpenedEvent]:
    """The log as it stands, checked to its end, and frozen where this packet was asked for."""
    try:
        events = list(checked_events(packet.case_id, keys.logs))
    except ChainBroken as error:
        # New keys since the claim: the grant does not open what was written with them.
        lease.beat()
        raise JobFailed("log_broken") from error
    if not manifest.is_newest_of(packet.id, events):
        raise JobFailed("other_manifest")
    return events


def _reader(recipient: Recipient) -> Reader | None:
    """None for the owner, who may read the whole log."""
    if recipient.organization is None:
        return None
    return reader_of(Organization.objects.get(pk=recipient.organization))


def _drop(blob: str) -> None:
    """Removes a blob unless its row stands: a commit can succeed and still be reported as failed.
    What stays behind in doubt is swept."""
    if not ReportPacket.objects.for_upkeep().filter(blob=blob).exists():
        delete_blob(blob)


def _write(
    lease: Lease, content: PacketContent, sealer: PacketSealer, writer: BlobWriter
) -> PacketOutcome:
    beat = lease.pulse()

    def sink(data: bytes) -> None:
        beat()
        writer.write(sealer.update(data))

    outcome = write_packet(content, sink)
    for sealed in sealer.finish():
        writer.write(sealed)
    return outcome


def _finish(
    lease: Lease,
    keys: GrantedKeys,
    packet: ReportPacket,
    sealer: PacketSealer,
    written: Written,
) -> None:
    """CoveredMeanwhile where something was covered since the log was read: the next run does."""
    outcome = written.outcome
    packet.blob, packet.blob_bytes = written.blob, written.blob_bytes
    packet.wrapped_key = sealer.wrapped_to(packet.holder)
    packet.sealed_outcome = seal_part(keys, packet, PacketField.OUTCOME, asdict(outcome))
    packet.built_at, packet.expires_at = now(), now() + KEPT_FOR
    # The case before the job: in the order of whoever takes a job's keys back.
    with transaction.atomic():
        Case.objects.for_job(packet.case_id).select_for_update().get()
        _check_nothing_was_covered(keys, packet, written.log_length)
        with lease.finishing():
            packet.save()
            _name_damage(keys, packet, outcome)
            told = {"sha256": outcome.zip_sha256, "size": str(outcome.bytes_written)}
            if outcome.damaged or outcome.missing:
                told["damaged"] = ", ".join((*outcome.damaged, *outcome.missing))
            if outcome.rolled_back:
                told["rolled_back"] = ", ".join(map(str, outcome.rolled_back))
            record(keys.current_log, WORKER, CustodyAction.PACKET_BUILT, packet.id, told)


def _check_nothing_was_covered(keys: GrantedKeys, packet: ReportPacket, seen: int) -> None:
    since = opened_events(packet.case_id, keys.logs, after=seen)
    if any(covers_something(event) for event in since):
        raise CoveredMeanwhile


def _name_damage(keys: GrantedKeys, packet: ReportPacket, outcome: PacketOutcome) -> None:
    """Each item that did not open is marked, so that the owner is told on her next page.

    Only those of the packet: a label whose row vanished may have been given away again since.
    """
    gone = {*outcome.damaged, *outcome.missing}
    for item in keys.case.items.kept().filter(received_at__lte=packet.requested_at):
        if item.label in gone:
            mark_damaged(keys, WORKER, item)
