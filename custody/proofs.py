"""Where a log's heads stand in checkpoints, and who stamped these: what a packet carries away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from custody.models import Checkpoint, CheckpointLeaf, TimeStamp
from custody.sealing import inclusion_proof


@dataclass(frozen=True, slots=True)
class StampProof:
    """An authority's checked answer, with the query it answers."""

    query: bytes
    answer: bytes
    at: datetime
    authority: str


@dataclass(frozen=True, slots=True)
class CheckpointProof:
    """That the log was `length` entries long and ended in `head` when the checkpoint was made."""

    number: int
    note: str
    length: int
    head: bytes
    index: int
    size: int
    path: tuple[bytes, ...]
    stamps: tuple[StampProof, ...]


def proofs_of(case_id: UUID, length: int) -> tuple[CheckpointProof, ...]:
    """The newest checkpoint with the case's log at this length or before it. Where it has no stamp
    yet, the newest that has one comes second."""
    leaves = CheckpointLeaf.objects.filter(log__case_id=case_id, length__lte=length)
    leaves = leaves.select_related("checkpoint").order_by("-checkpoint__number")
    stamped = leaves.filter(checkpoint__stamps__in=TimeStamp.objects.granted()).distinct()
    newest = [*leaves[:1], *stamped[:1]]
    found = [_proof(leaf) for leaf in dict.fromkeys(newest)]
    return tuple(found[:1] if found and found[0].stamps else found)


def _proof(leaf: CheckpointLeaf) -> CheckpointProof:
    checkpoint = leaf.checkpoint
    hashes = [bytes(each) for each in checkpoint.leaves.values_list("hash", flat=True)]
    return CheckpointProof(
        number=checkpoint.number,
        note=checkpoint.note,
        length=int(leaf.length or 0),
        head=bytes(leaf.head or b""),
        index=leaf.position,
        size=checkpoint.tree_size,
        path=inclusion_proof(hashes, leaf.position),
        stamps=tuple(_stamps(checkpoint)),
    )


def _stamps(checkpoint: Checkpoint) -> Iterator[StampProof]:
    for row in checkpoint.stamps.granted().order_by("id"):
        if row.stamped_at is not None:
            yield StampProof(bytes(row.query), bytes(row.answer), row.stamped_at, row.stamped_by)
