"""The 64 bytes of `KVL1` that say what a sealed object is, and the sizes that follow from them."""

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from uuid import UUID

from vault import labels
from vault.errors import VaultError, guarded
from vault.padding import TRAILER_BYTES, bucket, padme
from vault.primitives import Data, equal

MAGIC: Final = b"KVL1"
VERSION: Final = 1
COBBLESTONE_256: Final = 1
PADDED: Final = 1
ZERO: Final = UUID(int=0)
LENGTH_INSIDE: Final = 2**64 - 1

HEADER_BYTES: Final = 64
# Cobblestone writes a salt (24) and a commitment (32), then chunks with a tag of 16 each.
PREAMBLE_BYTES: Final = 56
CHUNK_BYTES: Final = 16_384
TAG_BYTES: Final = 16

# magic, version, algorithm, type, flags, case, item, epoch, field, reserved, revision, length
_LAYOUT: Final = struct.Struct(">4sBBBB16s16sIHHQQ")


class ObjectType(IntEnum):
    """What was sealed. Numbers are part of the format: only ever add."""

    FILE = 1
    FIELD = 2
    DERIVATIVE = 3
    PACKET = 4
    LOG_PAYLOAD = 5
    SESSION = 6
    PRIVATE_KEY = 7
    FILE_KEY = 8
    UPLOAD_PART = 9
    BACKUP = 10


_BY_BUCKET: Final = frozenset({ObjectType.FIELD, ObjectType.LOG_PAYLOAD, ObjectType.SESSION})
_BY_PADME: Final = frozenset(
    {
        ObjectType.FILE,
        ObjectType.DERIVATIVE,
        ObjectType.PACKET,
        ObjectType.UPLOAD_PART,
        ObjectType.BACKUP,
    }
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a sealed object belongs. It opens at this address and at no other."""

    type: ObjectType
    case: UUID = ZERO
    item: UUID = ZERO
    epoch: int = 0
    field: int = 0
    revision: int = 0
    padded: bool = False

    def header(self, length: int) -> bytes:
        """`KVL1 ‖ version ‖ algorithm ‖ type ‖ flags ‖ case ‖ item ‖ … ‖ length`, 64 bytes.

        A padded object has all ones for its length: in clear it would undo the padding.
        """
        with guarded("not a possible address"):
            return _LAYOUT.pack(
                MAGIC,
                VERSION,
                COBBLESTONE_256,
                ObjectType(self.type),
                PADDED if self.padded else 0,
                self.case.bytes,
                self.item.bytes,
                self.epoch,
                self.field,
                0,
                self.revision,
                LENGTH_INSIDE if self.padded else length,
            )

    def plaintext_size(self, length: int) -> int:
        """How many bytes are encrypted for `length` bytes of data."""
        if length < 0:
            raise VaultError("a length is not negative")
        return self._rounded(length + TRAILER_BYTES) if self.padded else length

    def _rounded(self, size: int) -> int:
        if self.type in _BY_BUCKET:
            return bucket(size)
        if self.type in _BY_PADME:
            return padme(size)
        raise VaultError("keys are not padded")

    def sealed_size(self, length: int) -> int:
        """How many bytes the sealed object has for `length` bytes of data."""
        size = self.plaintext_size(length)
        tags = (size // CHUNK_BYTES + 1) * TAG_BYTES
        return HEADER_BYTES + PREAMBLE_BYTES + size + tags

    def fits(self, head: Data, sealed_size: int) -> bool:
        """Whether an object that begins so and is so long can be what this address names.

        Needs no key and proves nothing: what fits may still not open.
        """
        try:
            size = plaintext_size_of(sealed_size)
            is_whole = not self.padded or self._rounded(size) == size
            return is_whole and equal(head[:HEADER_BYTES], self.header(size))
        except VaultError:
            return False


def context(header: bytes) -> bytes:
    """`label ‖ header`: what Cobblestone commits to, so a changed header fails at the key."""
    return labels.SEALED + header


def plaintext_size_of(sealed_size: int) -> int:
    """Invert the chunking: the plaintext size of a sealed object, or VaultError if none fits."""
    body = sealed_size - HEADER_BYTES - PREAMBLE_BYTES
    full_chunks, last = divmod(body, CHUNK_BYTES + TAG_BYTES)
    if body < TAG_BYTES or last < TAG_BYTES:
        raise VaultError("not the size of a sealed object")
    return full_chunks * CHUNK_BYTES + last - TAG_BYTES
