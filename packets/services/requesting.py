"""Freezes what a packet is to hold, and hands the engine exactly the keys for it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import KeyPair
from cases.enums import RecordKind
from cases.models import Case
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from core.clock import now
from core.exceptions import NotPermitted
from custody.enums import CustodyAction
from custody.selectors import log_of
from custody.services import make_checkpoint, record
from evidence.details import ItemDetails
from evidence.enums import DerivativeKind, ItemField
from evidence.models import Derivative
from evidence.sealing import file_key, open_details
from evidence.services import shut_items
from jobs.enums import JobKind, JobState
from jobs.sealing import Access
from jobs.services import queue_job
from packets.enums import PacketField, PacketKind
from packets.manifest import Manifest
from packets.models import ReportPacket
from packets.permissions import check_user_can_request_packet, check_user_can_uncover
from packets.policies import check_day_has_room
from packets.sealing import open_part, recipient_of, seal_part
from packets.selectors import job_state

KINDS_READ = (
    RecordKind.INCIDENT,
    RecordKind.PLATFORM_REPORT,
    ItemField.DETAILS,
    PacketField.MANIFEST,
    PacketField.OUTCOME,
)
ON_THEIR_WAY = (JobState.QUEUED, JobState.BUILDING)


@transaction.atomic
def request_packet(
    actor: Actor,
    keys: HeldKeys,
    kind: PacketKind,
    alias: str = "",
    *,
    uses_originals: bool = False,
) -> ReportPacket:
    """Freezes the case as it stands and queues the packet. Writes `packet.requested`, and puts it
    into a checkpoint together with the heads of all logs that changed.

    Whoever has one on its way gets that one; one that stands still is frozen anew, so that nobody
    has two unfinished packets of a case. PolicyRefused after a day's worth of them. The job gets
    the keys of incidents, reports, item facts, the log, and of files that may be opened; no other.
    What is covered stays so unless its owner asks for the originals, which the log tells.
    """
    _check_may_ask(actor, keys)
    if uses_originals:
        check_user_can_uncover(actor, keys.case)
    hold_case(keys)
    own = ReportPacket.objects.visible_to(actor).filter(case=keys.case)
    packet = own.filter(blob__isnull=True).first()
    if packet is None:
        check_day_has_room(own)
        packet = ReportPacket(case=keys.case)
    elif job_state(packet) in ON_THEIR_WAY:
        return packet
    packet.holder, packet.kind = KeyPair.objects.current().get(user=actor.user), kind
    packet.requested_at, packet.epoch = now(), keys.case.epoch
    told = {"kind": kind.value} | ({"originals": "yes"} if uses_originals else {})
    act = CustodyAction.PACKET_REQUESTED
    record(keys.current_log, actor.for_log(), act, packet.id, told)
    manifest = _freeze(keys, alias, uses_originals=uses_originals)
    packet.sealed_manifest = seal_part(keys, packet, PacketField.MANIFEST, manifest.to_json())
    packet.save()
    _queue(actor, keys, packet, manifest)
    # Last of all: until the commit no other checkpoint is made.
    make_checkpoint()
    return packet


@transaction.atomic
def continue_packet(actor: Actor, keys: HeldKeys, packet: ReportPacket) -> None:
    """A new grant for a packet that waits for its requester, over what was frozen then. Writes
    `packet.continued`."""
    _check_may_ask(actor, keys)
    hold_case(keys)
    record(keys.current_log, actor.for_log(), CustodyAction.PACKET_CONTINUED, packet.id)
    content = open_part(keys, packet, PacketField.MANIFEST, bytes(packet.sealed_manifest))
    _queue(actor, keys, packet, Manifest.from_json(content))


def _check_may_ask(actor: Actor, keys: HeldKeys) -> None:
    """The grant speaks of an organisation; which of its members it means is the case's scope."""
    if not Case.objects.visible_to(actor).filter(pk=keys.case.pk).exists():
        raise NotPermitted
    check_user_can_request_packet(actor, keys.case)


def _freeze(keys: HeldKeys, alias: str, *, uses_originals: bool) -> Manifest:
    records = keys.case.records.filter(removed_at__isnull=True).filter(
        kind__in=(RecordKind.INCIDENT, RecordKind.PLATFORM_REPORT)
    )
    log = log_of(keys.case.id)
    rows = list(keys.case.items.kept())
    items, shut = tuple(row.id for row in rows), shut_items(keys)
    known = {row.id: open_details(keys, row) for row in rows if row.id not in shut}
    return Manifest(
        records=dict(records.values_list("id", "revision")),
        items=items,
        withheld=shut.intersection(items),
        intimate=frozenset(item for item, details in known.items() if details.is_intimate),
        log_length=log.length,
        log_head=bytes(log.head).hex(),
        alias=alias,
        covered=frozenset(item for item, details in known.items() if details.covers),
        uses_originals=uses_originals,
    )


def _queue(actor: Actor, keys: HeldKeys, packet: ReportPacket, manifest: Manifest) -> None:
    access = replace(_access(keys, manifest), recipient=recipient_of(actor))
    queue_job(JobKind.PACKET, keys.case.id, packet.id, actor.user_id, access)


def _access(keys: HeldKeys, manifest: Manifest) -> Access:
    """Keys of every file that may be opened at all, so that damage is found in those that stay out
    as well; pictures only of files that may leave, and of covered ones the copy alone."""
    kept = keys.case.items.kept().filter(pk__in=manifest.items)
    rows = list(kept.exclude(pk__in=shut_items(keys)))
    known = {row.id: open_details(keys, row) for row in rows}
    leaving = {item: details for item, details in known.items() if details.may_leave}
    covered = set() if manifest.uses_originals else _covered(manifest, leaving)
    made = Derivative.objects.within(item__case=keys.case, blob__isnull=False)
    views = made.filter(item__in=leaving.keys() - covered, kind=DerivativeKind.VIEW)
    views |= made.filter(item__in=covered, kind=DerivativeKind.REDACTED)
    files = {row.id: file_key(keys, row) for row in (*rows, *views)}
    return keys.access_to_history(KINDS_READ, files)


def _covered(manifest: Manifest, leaving: Mapping[UUID, ItemDetails]) -> set[UUID]:
    return {item for item, details in leaving.items() if details.covers or item in manifest.covered}
