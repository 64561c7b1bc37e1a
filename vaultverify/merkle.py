"""Proofs of inclusion in Merkle trees of RFC 6962."""

import hashlib
from collections.abc import Sequence
from typing import Final

from vaultverify import labels
from vaultverify.canonical import canonical
from vaultverify.errors import Failed

LONGEST_PATH: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def head_leaf(log: str, length: int, head: str) -> bytes:
    """The leaf of a log: SHA-256(0x00 ‖ label ‖ JCS{log, seq, head})."""
    told = canonical({"log": log, "seq": str(length), "head": head})
    return hashlib.sha256(_LEAF + labels.LOG_HEAD + told).digest()


def root_from_proof(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a proof leads to, RFC 9162 §2.1.3.2; Failed where it has another length."""
    if not 0 <= index < size or len(path) > LONGEST_PATH:
        raise Failed("a proof of inclusion is broken")
    at, last, found = index, size - 1, leaf
    for beside in path:
        if not last:
            raise Failed("a proof of inclusion is broken")
        if at & 1 or at == last:
            found = _node(beside, found)
            while not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise Failed("a proof of inclusion is broken")
    return found


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
