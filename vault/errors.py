"""The one exception of the vault, and the guard that turns every other one into it."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import (
    AlreadyFinalized,
    InvalidSignature,
    InvalidTag,
    UnsupportedAlgorithm,
)

_CRYPTO = (AlreadyFinalized, InvalidSignature, InvalidTag, UnsupportedAlgorithm)
_PYTHON = (BufferError, MemoryError, OverflowError, RecursionError, TypeError, ValueError)


class VaultError(Exception):
    """Something does not open, verify or parse. The message is fixed text, never content."""


@contextmanager
def guarded(message: str) -> Iterator[None]:
    """Turn whatever a lower library raises inside the block into `VaultError(message)`.

    The cause is cut off: its text may hold lengths, numbers or content.
    """
    try:
        yield
    except (*_CRYPTO, *_PYTHON, struct.error):
        raise VaultError(message) from None
