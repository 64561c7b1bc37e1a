"""The keys of a case and of its shares: one secret half from the wraps, one from the shred
database."""

from dataclasses import dataclass
from uuid import UUID

from vault import labels
from vault.errors import guarded
from vault.primitives import Data, Redacted, check_key, hkdf, sha256
from vault.signing import SigningKey, verify


@dataclass(frozen=True, slots=True, repr=False)
class CaseKey(Redacted):
    """`CK_e`, never used itself: each purpose has a key of its own, 32 bytes."""

    _secret: bytes

    def field(self, field_id: int) -> bytes:
        """`HKDF(CK_e, info = label ‖ field id)`: one key for each sealed column."""
        with guarded("not a field id"):
            return hkdf(self._secret, info=labels.FIELD + field_id.to_bytes(2, "big"))

    @property
    def file_wrap(self) -> bytes:
        """Seals the keys of files, never a file."""
        return hkdf(self._secret, info=labels.FILE_WRAP)

    @property
    def index(self) -> bytes:
        """Finds the same file twice in a case, without its digest in clear."""
        return hkdf(self._secret, info=labels.INDEX)

    @property
    def packet(self) -> bytes:
        """Seals the keys of packets."""
        return hkdf(self._secret, info=labels.PACKET)

    @property
    def log(self) -> bytes:
        """Seals the payloads of the custody log."""
        return hkdf(self._secret, info=labels.LOG)


def case_key(ck_in: Data, shred_secret: Data, *, case: UUID, epoch: int) -> CaseKey:
    """`CK_e = HKDF-SHA256(CK_in, salt = S_c, info = label ‖ case ‖ epoch)`, RFC 5869.

    Without S_c, deleted first of all, no wrap and no backup of one opens the case again.
    """
    with guarded("not a possible epoch"):
        info = labels.CASE + case.bytes + epoch.to_bytes(4, "big")
    return CaseKey(hkdf(check_key(ck_in), salt=check_key(shred_secret), info=info))


def certify_epoch(key: SigningKey, ck_in: Data, *, case: UUID, epoch: int) -> bytes:
    """`Ed25519(label ‖ case ‖ epoch ‖ SHA-256(label ‖ CK_in))`: this key was made here.

    A wrap says nothing about who made it. Without the certificate whoever can write to the
    database could hand a case its next key, and read what is written from then on.
    """
    return key.sign(labels.EPOCH, _epoch_statement(ck_in, case, epoch))


def check_epoch(
    verify_key: bytes, certificate: bytes, ck_in: Data, *, case: UUID, epoch: int
) -> None:
    """Return only if the instance certified exactly this key for this epoch; else VaultError."""
    verify(verify_key, certificate, labels.EPOCH, _epoch_statement(ck_in, case, epoch))


def _epoch_statement(ck_in: Data, case: UUID, epoch: int) -> bytes:
    with guarded("not a possible epoch"):
        number = epoch.to_bytes(4, "big")
    return case.bytes + number + sha256(labels.EPOCH_KEY + check_key(ck_in))


@dataclass(frozen=True, slots=True, repr=False)
class ShareKey(Redacted):
    """What chosen items of a case are opened with; from it nothing leads to the case's own keys."""

    _secret: bytes

    def field(self, field_id: int) -> bytes:
        """`HKDF(share key, info = label ‖ field id)`: one key for each sealed column."""
        with guarded("not a field id"):
            return hkdf(self._secret, info=labels.SHARE_FIELD + field_id.to_bytes(2, "big"))

    @property
    def file_wrap(self) -> bytes:
        """Seals the keys of the chosen files, never a file."""
        return hkdf(self._secret, info=labels.SHARE_FILE_WRAP)

    @property
    def log(self) -> bytes:
        """Seals what the share's holders write into the custody log of the case."""
        return hkdf(self._secret, info=labels.SHARE_LOG)


def share_key(sk: Data, shred_secret: Data, *, case: UUID, grant: UUID) -> ShareKey:
    """`HKDF-SHA256(SK, salt = S_c, info = label ‖ case ‖ grant)`, RFC 5869.

    S_c is the case's own: deleting it closes every share of the case with it.
    """
    info = labels.SHARE + case.bytes + grant.bytes
    return ShareKey(hkdf(check_key(sk), salt=check_key(shred_secret), info=info))


def certify_share(key: SigningKey, sk: Data, *, case: UUID, grant: UUID) -> bytes:
    """`Ed25519(label ‖ case ‖ grant ‖ SHA-256(label ‖ SK))`: this key was made here.

    Without it whoever can write to the database could hand a share the key under which its owner
    seals the next items.
    """
    return key.sign(labels.SHARE_CERTIFICATE, _share_statement(sk, case, grant))


def check_share(
    verify_key: bytes, certificate: bytes, sk: Data, *, case: UUID, grant: UUID
) -> None:
    """Return only if the instance certified exactly this key for this grant; else VaultError."""
    verify(verify_key, certificate, labels.SHARE_CERTIFICATE, _share_statement(sk, case, grant))


def _share_statement(sk: Data, case: UUID, grant: UUID) -> bytes:
    return case.bytes + grant.bytes + sha256(labels.SHARE_CERTIFIED + check_key(sk))
