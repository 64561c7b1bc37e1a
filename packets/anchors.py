"""How far a case's log is anchored, as a packet tells it: filled from the custody log's proofs."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from custody.proofs import CheckpointProof, proofs_of
from custody.sealing import roots_pem
from packets.builders.content import Anchoring, PacketCheckpoint, PacketStamp


@dataclass(frozen=True, slots=True)
class Anchors:
    reach: Anchoring
    checkpoints: tuple[PacketCheckpoint, ...]
    roots: bytes


def anchors_of(case_id: UUID, length: int) -> Anchors:
    """What is proven by now of a log frozen at this length; asks nobody and waits for nothing."""
    checkpoints = tuple(map(_checkpoint, proofs_of(case_id, length)))
    return Anchors(_reach(checkpoints, length), checkpoints, roots_pem())


def _reach(checkpoints: tuple[PacketCheckpoint, ...], length: int) -> Anchoring:
    stamped = [checkpoint.length for checkpoint in checkpoints if checkpoint.stamps]
    if length in stamped:
        return Anchoring.ANCHORED
    return Anchoring.PENDING if stamped or settings.TSA_URLS else Anchoring.NONE_CONFIGURED


def _checkpoint(proof: CheckpointProof) -> PacketCheckpoint:
    return PacketCheckpoint(
        number=proof.number,
        note=proof.note.encode(),
        length=proof.length,
        head=proof.head.hex(),
        index=proof.index,
        size=proof.size,
        path=tuple(each.hex() for each in proof.path),
        stamps=tuple(
            PacketStamp(stamp.query, stamp.answer, stamp.at, stamp.authority)
            for stamp in proof.stamps
        ),
    )
