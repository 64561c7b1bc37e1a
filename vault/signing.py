"""The instance's Ed25519 key: signatures under a label, and certificates of public keys."""

from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vault import labels
from vault.chain import canonical
from vault.errors import VaultError, guarded
from vault.keys import SUITE
from vault.primitives import Data, Redacted, sha256

DIGEST_BYTES: Final = 32


class SigningKey(Redacted):
    """An Ed25519 private key, RFC 8032: 32 bytes."""

    __slots__ = ("_key",)

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, raw: Data) -> Self:
        with guarded("not a signing key"):
            return cls(Ed25519PrivateKey.from_private_bytes(bytes(raw)))

    def to_bytes(self) -> bytes:
        return self._key.private_bytes_raw()

    @property
    def verify_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, label: bytes, message: Data) -> bytes:
        """`Ed25519(label ‖ message)`, RFC 8032. The label keeps one use from passing as another."""
        with guarded("cannot sign"):
            return self._key.sign(_labelled(label, message))


def verify(verify_key: bytes, signature: bytes, label: bytes, message: Data) -> None:
    """Return only if the signature is this key's over `label ‖ message`; else VaultError."""
    verify_raw(verify_key, signature, _labelled(label, message))


def verify_raw(verify_key: bytes, signature: bytes, message: bytes) -> None:
    """Return only if `signature` verifies over exactly `message` (RFC 8032 §5.1.7)."""
    with guarded("signature does not verify"):
        Ed25519PublicKey.from_public_bytes(verify_key).verify(signature, message)


def key_id(verify_key: bytes) -> str:
    """Name a key by the first 8 bytes of its SHA-256, in hex. A name, not a proof."""
    return sha256(verify_key)[:8].hex()


@dataclass(frozen=True, slots=True)
class CertificateBody:
    """Whose a public key is, and as what: what the instance vouches for at every wrap.

    `kind` keeps a person's certificate from passing for a worker's: person, organization, worker.
    """

    kind: str
    holder: UUID
    generation: int
    pub_sha256: bytes
    not_before: str

    def canonical(self) -> bytes:
        """`JCS {kind, owner, generation, pub_sha256, suite, not_before}`, numbers as text."""
        if len(self.pub_sha256) != DIGEST_BYTES:
            raise VaultError("not a digest of a public key")
        return canonical(
            {
                "kind": self.kind,
                "owner": str(self.holder),
                "generation": str(self.generation),
                "pub_sha256": self.pub_sha256.hex(),
                "suite": str(SUITE),
                "not_before": self.not_before,
            }
        )


def certify(key: SigningKey, body: CertificateBody) -> bytes:
    """`Ed25519(label ‖ JCS(body))`: 64 bytes."""
    return key.sign(labels.CERTIFICATE, body.canonical())


def check_certificate(verify_key: bytes, body: CertificateBody, signature: bytes) -> None:
    """Return only if the instance vouched for exactly this body; else VaultError."""
    verify(verify_key, signature, labels.CERTIFICATE, body.canonical())


def _labelled(label: bytes, message: Data) -> bytes:
    if not label.startswith(labels.PREFIX):
        raise VaultError("a label begins kbgo/v1/")
    return label + bytes(message)
