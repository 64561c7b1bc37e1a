"""Sealing and opening what fits in memory: `KVL1` in one call."""

from cryptography.cobblestone import Cobblestone256Decryptor

from vault.errors import VaultError, guarded
from vault.header import HEADER_BYTES, ZERO, Address, ObjectType, context, plaintext_size_of
from vault.padding import unpad
from vault.primitives import Data, check_key, equal
from vault.stream import seal_chunks

__all__ = ["ZERO", "Address", "ObjectType", "open_sealed", "seal"]

_PIECE = 1 << 20


def seal(key: Data, address: Address, plaintext: Data) -> bytes:
    """`header ‖ Cobblestone-256(key, label ‖ header, plaintext ‖ padding)`, C2SP.

    Two seals of the same bytes differ: each has a random salt of 24 bytes and its own keys.
    """
    with guarded("cannot seal"):
        view = memoryview(plaintext).cast("B")
        pieces = (view[i : i + _PIECE] for i in range(0, len(view), _PIECE))
        return b"".join(seal_chunks(key, address, pieces, len(view)))


def open_sealed(key: Data, address: Address, sealed: Data) -> bytes:
    """Return the plaintext, or raise VaultError; nothing is given out before all is checked.

    The header is rebuilt from the expected address, never believed: an object moved to
    another case, item, field, epoch or revision fails here and again at the key commitment.
    """
    with guarded("does not open"):
        view = memoryview(sealed).cast("B")
        size = plaintext_size_of(len(view))
        header = address.header(size)
        if not equal(view[:HEADER_BYTES], header):
            raise VaultError("belongs to another address")
        cipher = Cobblestone256Decryptor(check_key(key), context(header))
        clear = b"".join((cipher.update(view[HEADER_BYTES:]), cipher.finalize()))
    if not address.padded:
        return clear
    data = unpad(clear)
    if address.plaintext_size(len(data)) != size:
        raise VaultError("padding does not verify")
    return data
