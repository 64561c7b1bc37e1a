"""What holds of every custody log, checked without a key: whole, signed, and in its place."""

from collections.abc import Iterator

from core.clock import stamp
from core.invariants import Breach
from custody.models import (
    Checkpoint,
    CheckpointLeaf,
    CustodyErasure,
    CustodyEvent,
    CustodyLog,
)
from custody.sealing import (
    FIRST,
    GENESIS,
    CheckpointBody,
    checkpoint_note,
    head_leaf,
    is_in_place,
    is_signed,
    note_digest,
    root,
)


def breaches() -> Iterator[Breach]:
    for log in CustodyLog.objects.iterator():
        yield from _of(log)
    for erasure in CustodyErasure.objects.all():
        yield Breach("I3", "a log is open to being erased", erasure.log_id)
    yield from _checkpoints()


def _of(log: CustodyLog) -> Iterator[Breach]:
    length, head = 0, bytes.fromhex(GENESIS)
    for event in log.events.order_by("seq").iterator():
        length += 1
        if event.seq != length:
            yield Breach("I3", "a log has a gap before", f"{log.id}/{event.seq}")
            length = event.seq
        yield from _of_event(log, event)
        head = bytes(event.hash)
    if (log.length, bytes(log.head)) != (length, head):
        yield Breach("I3", "a log does not end where its row says", log.id)


def _of_event(log: CustodyLog, event: CustodyEvent) -> Iterator[Breach]:
    where = f"{log.id}/{event.seq}"
    if not is_signed(bytes(event.hash), bytes(event.signature)):
        yield Breach("I3", "an entry is not signed by this instance", where)
    parts = (bytes(event.sealed_entry), bytes(event.sealed_details))
    if not is_in_place(log.case_id, log.id, event.seq, event.epoch, *parts):
        yield Breach("I3", "an entry is sealed for another place", where)


def _checkpoints() -> Iterator[Breach]:
    """Each signed as it stands, after the one before, over its leaves, each true to its log."""
    prev = FIRST
    for checkpoint in Checkpoint.objects.order_by("number").iterator():
        leaves = list(checkpoint.leaves.order_by("position"))
        body = CheckpointBody(
            checkpoint.number,
            stamp(checkpoint.at),
            len(leaves),
            root([bytes(leaf.hash) for leaf in leaves]),
            prev,
        )
        if checkpoint_note(body).decode() != checkpoint.note:
            yield Breach("I3", "a checkpoint is not what was signed", checkpoint.number)
        prev = note_digest(checkpoint.note.encode())
        for leaf in leaves:
            yield from _of_leaf(leaf)


def _of_leaf(leaf: CheckpointLeaf) -> Iterator[Breach]:
    if leaf.log_id is None or leaf.length is None or leaf.head is None:
        return
    head = bytes(leaf.head)
    there = CustodyEvent.objects.filter(log=leaf.log_id, seq=leaf.length, hash=head)
    if head_leaf(leaf.log_id.hex, leaf.length, head) != bytes(leaf.hash) or not there.exists():
        yield Breach("I3", "a log is not what a checkpoint says of it", leaf.log_id)
