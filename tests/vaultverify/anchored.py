"""Small packets whose log stands in checkpoints that a real authority has stamped."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from packets.builders.content import Anchoring, PacketCheckpoint, PacketContent, PacketStamp
from tests.authority import NAME, papers
from tests.packets.making import KEY, LogMaker, content, item, log_for
from vault.chain import head_leaf
from vault.merkle import inclusion_proof, leaf_hash, root
from vault.notes import FIRST, CheckpointBody, signed_note
from vault.primitives import sha256
from vault.signing import SigningKey
from vault.timestamps import stamp_query

AT = "2025-03-05T08:00:00.000Z"
STAMPED_AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log stands: checkpoint `number`, after `length` entries, stamped or not."""

    number: int
    length: int
    is_stamped: bool = True


def checkpoint(
    log: LogMaker, place: Place, prev: bytes = FIRST, key: SigningKey = KEY, others: int = 4
) -> PacketCheckpoint:
    """The log's head at that length, among those of other logs."""
    head = bytes.fromhex(log.entries[place.length - 1].hash)
    leaves = [leaf_hash(bytes([each])) for each in range(others)]
    leaves.insert(others // 2, head_leaf(log.log, place.length, head))
    body = CheckpointBody(place.number, AT, len(leaves), root(leaves), prev)
    note = signed_note(key, body)
    return PacketCheckpoint(
        number=place.number,
        note=note,
        length=place.length,
        head=head.hex(),
        index=others // 2,
        size=len(leaves),
        path=tuple(each.hex() for each in inclusion_proof(leaves, others // 2)),
        stamps=(stamp_over(note),) if place.is_stamped else (),
    )


def stamp_over(note: bytes) -> PacketStamp:
    query = stamp_query(note).der
    return PacketStamp(query, papers().answer(query), STAMPED_AT, NAME)


def anchored(packet: PacketContent, *checkpoints: PacketCheckpoint) -> PacketContent:
    """The packet with these checkpoints, newest first, and what follows from them."""
    stamped = {each.length for each in checkpoints if each.stamps}
    reach = Anchoring.ANCHORED if len(packet.log) in stamped else Anchoring.PENDING
    roots = papers().roots.read_bytes()
    return replace(packet, checkpoints=checkpoints, anchoring=reach, tsa_roots=roots)


def in_two_checkpoints(log: LogMaker, older: Place, newer: Place) -> tuple[PacketCheckpoint, ...]:
    first = checkpoint(log, older)
    return checkpoint(log, newer, sha256(first.note)), first


def anchored_packet() -> PacketContent:
    """Two items, four entries; anchored after the third and after the last."""
    items = (item(1), item(2, b"dua"))
    log = log_for(items)
    return anchored(content(items, log), *in_two_checkpoints(log, Place(4, 3), Place(5, 4)))
