"""Key pairs of people, organisations and workers, and secrets wrapped to them.

HPKE base mode says nothing about the sender: check the certificate of a public key
(`vault.signing`) before each wrap.
"""

from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from vault import labels
from vault.chain import canonical
from vault.errors import VaultError, guarded
from vault.primitives import Data, Redacted, sha256

PUBLIC_BYTES: Final = 1_216
PRIVATE_BYTES: Final = 96
_MLKEM_PUBLIC_BYTES: Final = 1_184
_MLKEM_SEED_BYTES: Final = 64

# 1 was X25519 alone: known, and refused, so that nobody can lead us back to it.
SUITE: Final = 2
ENC_BYTES: Final = 1_120
WRAP_OVERHEAD: Final = 1 + ENC_BYTES + 16

_HPKE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class PublicKey:
    """`ML-KEM-768 (1,184) ‖ X25519 (32)`, FIPS 203 and RFC 7748."""

    __slots__ = ("_hybrid", "_raw")

    def __init__(self, raw: bytes, hybrid: hpke.MLKEM768X25519PublicKey) -> None:
        self._raw = raw
        self._hybrid = hybrid

    @classmethod
    def from_bytes(cls, raw: Data) -> Self:
        with guarded("not a public key"):
            mlkem = MLKEM768PublicKey.from_public_bytes(bytes(raw[:_MLKEM_PUBLIC_BYTES]))
            x25519 = X25519PublicKey.from_public_bytes(bytes(raw[_MLKEM_PUBLIC_BYTES:]))
            return cls(bytes(raw), hpke.MLKEM768X25519PublicKey(mlkem, x25519))

    def to_bytes(self) -> bytes:
        return self._raw

    @property
    def digest(self) -> bytes:
        """`SHA-256` of the 1,216 bytes: what certificates and wraps name the key by."""
        return sha256(self._raw)

    def __repr__(self) -> str:
        return f"<PublicKey {self.digest.hex()[:16]}>"


class PrivateKey(Redacted):
    """`ML-KEM-768 seed (64) ‖ X25519 (32)`: the pair has no other serialisation."""

    __slots__ = ("_hybrid", "_mlkem", "_x25519", "public")

    def __init__(self, mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> None:
        self._mlkem = mlkem
        self._x25519 = x25519
        self._hybrid = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
        public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        self.public: Final = PublicKey.from_bytes(public)

    @classmethod
    def generate(cls) -> Self:
        with guarded("cannot make a key"):
            return cls(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, raw: Data) -> Self:
        with guarded("not a private key"):
            return cls(
                MLKEM768PrivateKey.from_seed_bytes(bytes(raw[:_MLKEM_SEED_BYTES])),
                X25519PrivateKey.from_private_bytes(bytes(raw[_MLKEM_SEED_BYTES:])),
            )

    def to_bytes(self) -> bytes:
        return self._mlkem.private_bytes_raw() + self._x25519.private_bytes_raw()


@dataclass(frozen=True, slots=True)
class WrapContext:
    """What a wrap is for and to whom. It unwraps in this context and in no other."""

    purpose: str
    case: UUID | None
    epoch: int
    to: UUID
    generation: int

    def info(self, pub_sha256: bytes) -> bytes:
        """`label ‖ JCS {t, case, epoch, to, gen, pub_sha256}`, numbers as text (RFC 9180 §8.1)."""
        fields = {
            "t": self.purpose,
            "case": "" if self.case is None else str(self.case),
            "epoch": str(self.epoch),
            "to": str(self.to),
            "gen": str(self.generation),
            "pub_sha256": pub_sha256.hex(),
        }
        return labels.WRAP + canonical(fields)


def wrap(secret: Data, to: PublicKey, context: WrapContext) -> bytes:
    """`suite ‖ HPKE.SealBase(to, info, secret)`, RFC 9180, with MLKEM768-X25519 as its KEM.

    1,137 bytes longer than the secret. Everything is bound through `info`, as there is no aad.
    """
    with guarded("cannot wrap"):
        sealed = _HPKE.encrypt(secret, to._hybrid, info=context.info(to.digest))
    return bytes([SUITE]) + sealed


def unwrap(
    wrapped: Data, key: PrivateKey, context: WrapContext, length: int | None = None
) -> bytes:
    """Return the secret, or raise VaultError for another key, context, suite or length.

    Give the `length` of the secret where it is known: it is checked first.
    """
    secret_bytes = len(wrapped) - WRAP_OVERHEAD
    if secret_bytes < 0 or length not in (None, secret_bytes):
        raise VaultError("not the length of a wrap")
    if wrapped[0] != SUITE:
        raise VaultError("a suite that is not accepted")
    with guarded("does not unwrap"):
        info = context.info(key.public.digest)
        return _HPKE.decrypt(bytes(wrapped[1:]), key._hybrid, info=info)
