"""Hashes, key derivation and randomness, each with the one setting the vault uses."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.errors import VaultError, guarded

Data = bytes | bytearray | memoryview

KEY_BYTES: Final = 32


class Redacted:
    """Shows its class and nothing else, so that a key never reaches a log or a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} redacted>"


@dataclass(frozen=True, slots=True)
class Argon2Parameters:
    """Cost of one Argon2id run. `version` names the set in the database."""

    memory_kib: int = 65_536
    iterations: int = 3
    lanes: int = 1
    version: int = 1


DEFAULT: Final = Argon2Parameters()


def require_support() -> None:
    """Guarantee that the linked OpenSSL has ML-KEM, or raise VaultError: call it at start."""
    if not backend.mlkem_supported():
        raise VaultError("the linked OpenSSL has no ML-KEM")


def random_bytes(count: int) -> bytes:
    """Return `count` bytes of the operating system's generator."""
    with guarded("not a number of bytes"):
        return secrets.token_bytes(count)


def sha256(data: Data) -> bytes:
    """`SHA-256(data)`, FIPS 180-4."""
    return hashlib.sha256(data).digest()


def hmac_sha256(key: Data, data: Data) -> bytes:
    """`HMAC-SHA-256(key, data)`, RFC 2104."""
    return hmac.digest(key, data, "sha256")


def equal(a: Data, b: Data) -> bool:
    """Compare in time that depends on the lengths alone."""
    return hmac.compare_digest(a, b)


def hkdf(key: Data, *, info: bytes, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """`HKDF-SHA-256(key, salt, info)`, RFC 5869. One label in `info`, one purpose.

    An empty salt is the RFC's default of 32 zero bytes. At most 8,160 bytes.
    """
    with guarded("key derivation refused"):
        return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def argon2id(
    secret: bytes, *, salt: bytes, pepper: bytes, parameters: Argon2Parameters, length: int = 32
) -> bytes:
    """`Argon2id(secret, salt, K=pepper)`, RFC 9106. The pepper is its secret value K.

    Takes `parameters.memory_kib` of memory: the caller limits how many run at once.
    """
    with guarded("key derivation refused"):
        return Argon2id(
            salt=salt,
            length=length,
            iterations=parameters.iterations,
            lanes=parameters.lanes,
            memory_cost=parameters.memory_kib,
            secret=pepper or None,
        ).derive(secret)


def check_key(key: Data) -> bytes:
    """Return a symmetric key of exactly 32 bytes, or raise VaultError."""
    with guarded("a key is bytes"):
        raw = bytes(memoryview(key))
    if len(raw) != KEY_BYTES:
        raise VaultError("a key is 32 bytes long")
    return raw
