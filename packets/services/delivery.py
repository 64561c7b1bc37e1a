"""Hands a finished packet to its requester, and forgets it after a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.enums import MemberRole
from accounts.models import KeyPair, Membership
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from core.clock import now
from custody.enums import CustodyAction
from custody.services import record
from evidence.services import delete_doomed_blobs, doom_blob
from evidence.storage import read_blob
from packets.enums import PacketField
from packets.models import ReportPacket
from packets.permissions import check_user_can_request_packet
from packets.policies import check_packet_is_ready
from packets.sealing import open_packet, open_part


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a packet: its size and SHA-256, the items that could not go in whole, and the
    steps of the log whose records are no longer there as they left them, and the incidents whose
    words stayed out for it."""

    size: int
    sha256: str
    damaged: tuple[str, ...]
    left_out: tuple[str, ...]
    covered: tuple[str, ...]
    withheld: tuple[str, ...]
    rolled_back: tuple[int, ...]
    wordless: tuple[int, ...]


def outcome_of(keys: HeldKeys, packet: ReportPacket) -> Outcome:
    check_packet_is_ready(packet)
    stored = bytes(packet.sealed_outcome or b"")
    content = open_part(keys, packet, PacketField.OUTCOME, stored)
    return Outcome(
        size=content["bytes_written"],
        sha256=content["zip_sha256"],
        damaged=(*content["damaged"], *content["missing"]),
        left_out=tuple(content["left_out"]),
        covered=tuple(content.get("covered", ())),
        withheld=tuple(content["withheld"]),
        rolled_back=tuple(content["rolled_back"]),
        wordless=tuple(content.get("wordless", ())),
    )


def download_packet(
    actor: Actor, keys: HeldKeys, packet: ReportPacket
) -> tuple[Outcome, Iterator[bytes]]:
    """The ZIP as a stream; writes `packet.downloaded` before the first byte."""
    check_user_can_request_packet(actor, keys.case)
    outcome = outcome_of(keys, packet)
    with transaction.atomic():
        hold_case(keys)
        act = CustodyAction.PACKET_DOWNLOADED
        record(keys.current_log, actor.for_log(), act, packet.id)
    chunks = open_packet(actor, packet, outcome.size, read_blob(packet.blob or ""))
    return outcome, chunks


def withdraw_packets(keys: HeldKeys, holders: Sequence[KeyPair]) -> None:
    """Deletes the packets of whoever may no longer open the case; in the caller's transaction.

    A lead opens it by her organisation's pair: her own packets stay as long as that pair does.
    """
    organizations = {pair.organization_id for pair in holders if pair.organization_id}
    leads = Membership.objects.filter(
        organization__in=organizations, role=MemberRole.LEAD, is_active=True
    )
    gone = keys.case.packets.exclude(holder__in=holders)
    for packet in gone.exclude(holder__user__in=leads.values("user")):
        _delete(packet)


def withdraw_made_packets(keys: HeldKeys) -> None:
    """Deletes the packets that are made, as something is covered now that they may show; in the
    caller's transaction. Those that are not made yet cover it."""
    for packet in keys.case.packets.filter(blob__isnull=False):
        _delete(packet)


def erase_packets_of(case_id: UUID) -> None:
    """Every packet of a case that is being erased; in the caller's transaction."""
    for packet in ReportPacket.objects.within(case_id=case_id):
        if packet.blob:
            doom_blob(packet.blob)
        packet.delete()


def expire_packets() -> int:
    """Deletes packets a day after they were built, row first; returns how many."""
    over = list(ReportPacket.objects.for_upkeep().filter(expires_at__lte=now()))
    for packet in over:
        with transaction.atomic():
            _delete(packet)
    return len(over)


def _delete(packet: ReportPacket) -> None:
    """The row with the transaction, its blob after the commit: a row never names a missing one."""
    if packet.blob:
        doom_blob(packet.blob)
        transaction.on_commit(delete_doomed_blobs)
    packet.delete()
