"""The proofs that the log's heads stand in signed checkpoints."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vaultverify.bag import SMALL, Bag
from vaultverify.canonical import Json, parse_object
from vaultverify.custody import LogSummary
from vaultverify.errors import Failed
from vaultverify.merkle import LONGEST_PATH, head_leaf, root_from_proof
from vaultverify.notes import Note, read_note

INCLUSION: Final = "data/custody/inclusion.json"
FOLDER: Final = "data/anchors/"
MOST_PROOFS: Final = 8
MOST_STAMPS: Final = 4
_BROKEN: Final = "a proof of inclusion is broken"
_KEYS: Final = frozenset({"checkpoint", "length", "head", "index", "size", "path"})
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Proof:
    """That a checkpoint holds the log's head at this length, not yet held against the log."""

    note: Note
    length: int
    head: str
    index: int
    path: tuple[bytes, ...]
    stamps: tuple[str, ...]

    @property
    def where(self) -> str:
        return f"{FOLDER}{self.note.number}.checkpoint"


def read_proofs(bag: Bag, key: bytes) -> list[Proof]:
    """Every proof with its signed note, newest first; no file of a checkpoint is left over."""
    if INCLUSION not in bag.names:
        _check_no_other(bag, [])
        return []
    told = parse_object(bag.read(INCLUSION, SMALL)).get("proofs")
    if not isinstance(told, list) or not 1 <= len(told) <= MOST_PROOFS:
        raise Failed(_BROKEN, INCLUSION)
    proofs = [_proof(bag, key, each) for each in told]
    _check_order(proofs)
    _check_no_other(bag, proofs)
    return proofs


def check_proofs(proofs: Sequence[Proof], log: LogSummary) -> None:
    """Each head is the log's own at that length, and each path leads to the signed root."""
    for proof in proofs:
        if log.heads.get(proof.length) != proof.head:
            raise Failed("a checkpoint does not hold this log", proof.where)
        leaf = head_leaf(log.log, proof.length, proof.head)
        if root_from_proof(leaf, proof.index, proof.note.size, proof.path) != proof.note.root:
            raise Failed("a checkpoint does not hold this log", proof.where)


def _proof(bag: Bag, key: bytes, told: Json) -> Proof:
    if not isinstance(told, dict) or told.keys() != _KEYS:
        raise Failed(_BROKEN, INCLUSION)
    path = told["path"]
    if not isinstance(path, list) or len(path) > LONGEST_PATH:
        raise Failed(_BROKEN, INCLUSION)
    number = _number(told, "checkpoint")
    name = f"{FOLDER}{number}.checkpoint"
    note = read_note(bag.read(name, SMALL), key, name)
    if (note.number, note.size) != (number, _number(told, "size")):
        raise Failed(_BROKEN, name)
    return Proof(
        note=note,
        length=_number(told, "length"),
        head=_hash(told["head"]),
        index=_number(told, "index"),
        path=tuple(bytes.fromhex(_hash(each)) for each in path),
        stamps=tuple(_stamps(bag, number)),
    )


def _stamps(bag: Bag, number: int) -> list[str]:
    """The names of a checkpoint's stamps, without their endings, from 1 on without a gap."""
    stems = [f"{FOLDER}{number}-{place}" for place in range(1, MOST_STAMPS + 1)]
    present = [stem for stem in stems if f"{stem}.tsr" in bag.names]
    if present != stems[: len(present)]:
        raise Failed("a file is missing", stems[0])
    return present


def _check_order(proofs: Sequence[Proof]) -> None:
    """The log only grew, and where two checkpoints are neighbours one names the other."""
    for newer, older in pairwise(proofs):
        if newer.note.number <= older.note.number or newer.length <= older.length:
            raise Failed("checkpoints contradict one another", newer.where)
        if newer.note.number == older.note.number + 1 and newer.note.prev != older.note.sha256:
            raise Failed("checkpoints contradict one another", newer.where)


def _check_no_other(bag: Bag, proofs: Sequence[Proof]) -> None:
    stems = [stem for proof in proofs for stem in proof.stamps]
    expected = {proof.where for proof in proofs}
    expected |= {stem + ending for stem in stems for ending in (".tsr", ".tsq")}
    present = {name for name in bag.names if name.startswith(FOLDER)}
    for name in sorted(present ^ expected):
        raise Failed("checkpoints and proofs do not belong together", name)


def _number(told: Mapping[str, Json], name: str) -> int:
    text = told[name]
    if not isinstance(text, str) or _NUMBER.fullmatch(text) is None:
        raise Failed(_BROKEN, INCLUSION)
    return int(text)


def _hash(text: Json) -> str:
    if not isinstance(text, str) or _HASH.fullmatch(text) is None:
        raise Failed(_BROKEN, INCLUSION)
    return text
