"""How far a packet's log is anchored in time: the proofs as files, and one sentence for people."""

from collections.abc import Iterator

from packets.builders.bag import Bag
from packets.builders.content import Anchoring, PacketCheckpoint, PacketContent
from packets.builders.formats import as_json
from packets.builders.wording import utc, wib

INCLUSION = "data/custody/inclusion.json"
FOLDER = "data/anchors"
ROOTS = "data/keys/tsa-chain.pem"


def write_anchors(bag: Bag, content: PacketContent) -> None:
    """The proofs of inclusion, each checkpoint's note, its stamps, and the roots they lead to."""
    if not content.checkpoints:
        return
    bag.add(INCLUSION, as_json({"proofs": list(map(_proof, content.checkpoints))}))
    for checkpoint in content.checkpoints:
        for name, data in _files(checkpoint):
            bag.add(f"{FOLDER}/{name}", data)
    if content.stamped:
        bag.add(ROOTS, content.tsa_roots)


def anchored_in_indonesian(content: PacketContent) -> str:
    """One sentence for the report and the README."""
    if content.stamped is None:
        is_awaited = content.anchoring is Anchoring.PENDING
        return "belum ada; sedang ditunggu" if is_awaited else "tidak dipakai"
    checkpoint, stamp = content.stamped
    moment = f"{wib(stamp.at)} ({utc(stamp.at)})"
    told = f"sampai entri {checkpoint.length}, pada {moment}, oleh {_on_one_line(stamp.authority)}"
    is_awaited = content.anchoring is Anchoring.PENDING
    return f"{told}; untuk entri sesudahnya masih ditunggu" if is_awaited else told


def anchored_in_english(content: PacketContent) -> str:
    if content.stamped is None:
        return content.anchoring.value
    checkpoint, stamp = content.stamped
    who = _on_one_line(stamp.authority)
    told = f"up to entry {checkpoint.length}, at {utc(stamp.at)}, by {who}"
    is_awaited = content.anchoring is Anchoring.PENDING
    return f"{told}; pending for the entries after it" if is_awaited else told


def _proof(checkpoint: PacketCheckpoint) -> dict[str, object]:
    """Numbers as text, like everywhere in the log."""
    return {
        "checkpoint": str(checkpoint.number),
        "length": str(checkpoint.length),
        "head": checkpoint.head,
        "index": str(checkpoint.index),
        "size": str(checkpoint.size),
        "path": list(checkpoint.path),
    }


def _files(checkpoint: PacketCheckpoint) -> Iterator[tuple[str, bytes]]:
    yield f"{checkpoint.number}.checkpoint", checkpoint.note
    for place, stamp in enumerate(checkpoint.stamps, start=1):
        yield f"{checkpoint.number}-{place}.tsq", stamp.query
        yield f"{checkpoint.number}-{place}.tsr", stamp.answer


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
