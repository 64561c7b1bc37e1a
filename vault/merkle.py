"""Merkle trees of RFC 6962 over the hashes of leaves: root, proof of inclusion, and its check.

Everything is linear in the number of leaves; a proof is checked in its own length.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from vault.errors import VaultError
from vault.primitives import Data, equal, sha256

HASH_BYTES: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def leaf_hash(data: Data) -> bytes:
    """`SHA-256(0x00 ‖ data)`, RFC 6962 §2.1. The prefix keeps a leaf from passing as a node."""
    return sha256(_LEAF + bytes(data))


def root(leaves: Sequence[bytes]) -> bytes:
    """`MTH(leaves)`, RFC 6962 §2.1, of leaves that are hashed already; none is SHA-256 of nothing.

    Pairing level by level, with a lone last node moved up as it is, splits as the RFC does.
    """
    if not leaves:
        return sha256(b"")
    *_, top = _levels(leaves)
    return top[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """`PATH(index, leaves)`, RFC 6962 §2.1.1: what stands beside a leaf's way up."""
    if not 0 <= index < len(leaves):
        raise VaultError("no such leaf")
    path = []
    for level in _levels(leaves):
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        index >>= 1
    return tuple(path)


def root_from_proof(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a proof leads to, RFC 9162 §2.1.3.2; VaultError where it has another length."""
    if not 0 <= index < size or any(len(each) != HASH_BYTES for each in (leaf, *path)):
        raise VaultError("not a proof of inclusion")
    at, last, found = index, size - 1, leaf
    for beside in path:
        if not last:
            raise VaultError("not a proof of inclusion")
        if at & 1 or at == last:
            found = _node(beside, found)
            # A lone last node had nothing beside it on the levels that are passed over here.
            while not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise VaultError("not a proof of inclusion")
    return found


def check_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes
) -> None:
    """Return only if the leaf stands at this place of the tree with this root; else VaultError."""
    if not equal(root_from_proof(leaf, index, size, path), expected):
        raise VaultError("not in this tree")


def _levels(leaves: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The tree from its leaves up; the last level is the root alone."""
    level = leaves
    yield level
    while len(level) > 1:
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*pairs, *level[len(level) & ~1 :]]
        yield level


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right)
