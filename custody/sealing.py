"""The custody log's door to the vault: entries hashed, signed, sealed and opened again."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.exceptions import NotOpened
from vault.chain import GENESIS, canonical, commit, entry_hash, head_leaf
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.merkle import inclusion_proof, leaf_hash, root
from vault.notes import FIRST, CheckpointBody, signed_note
from vault.primitives import hkdf, hmac_sha256, random_bytes, sha256
from vault.signing import SigningKey, key_id, verify
from vault.timestamps import (
    NotStamped,
    Stamp,
    StampQuery,
    check_answer,
    in_der_order,
    read_roots,
    stamp_query,
)

__all__ = [
    "FIRST",
    "GENESIS",
    "CheckpointBody",
    "LogKey",
    "LogKeys",
    "NotStamped",
    "SealedEvent",
    "Stamp",
    "StampQuery",
    "actor_mark",
    "checkpoint_note",
    "head_leaf",
    "in_der_order",
    "inclusion_proof",
    "instance_id",
    "instance_key",
    "note_digest",
    "opaque_leaf",
    "root",
    "roots_can_be_read",
    "roots_pem",
    "sign_as_instance",
    "stamp_query",
    "stamp_told",
]

SIGNATURE_LABEL = b"kbgo/v1/log-entry"
ENTRY_FIELD, DETAILS_FIELD = 1, 2


@dataclass(frozen=True, slots=True, repr=False)
class LogKey:
    """What it takes to write or read one case's log in one epoch, or as one share's holder.

    The entries of a share belong to no epoch: theirs is 0.
    """

    case: UUID
    epoch: int
    key: bytes
    share: UUID | None = None


# By epoch of the case, or by the grant of a share.
LogKeys = Mapping[int | UUID, LogKey]


@dataclass(frozen=True, slots=True)
class SealedEvent:
    hash: bytes
    signature: bytes
    sealed_entry: bytes
    sealed_details: bytes


@cache
def instance_key() -> SigningKey:
    """The instance's Ed25519 key from its file, readable by the service only.

    Made on first use, but never in production: a signing identity that changed unnoticed would
    make every packet and certificate before it look forged.
    """
    path = Path(settings.INSTANCE_KEY_FILE)
    if not path.exists():
        if settings.PRODUCTION:
            raise ImproperlyConfigured(f"The instance key {path.name} is missing.")
        _create_once(path, SigningKey.generate().to_bytes())
    return SigningKey.from_bytes(path.read_bytes())


def _create_once(path: Path, content: bytes) -> None:
    """Written aside and linked into place: of several threads or processes at once, one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as aside:
        aside.write(content)
        aside.flush()
        with suppress(FileExistsError):
            os.link(aside.name, path)


def instance_id() -> str:
    return key_id(instance_key().verify_key)


def actor_mark(user_id: UUID | None) -> str:
    """HMAC of the person: the same in every entry of this instance, meaningless outside it."""
    key = hkdf(settings.PEPPER, info=b"kbgo/v1/log-actor")
    return hmac_sha256(key, user_id.bytes if user_id else b"system")[:16].hex()


def seal_event(
    key: LogKey, log: UUID, seq: int, entry: dict[str, str], details: Mapping[str, str]
) -> SealedEvent:
    """Completes the entry with its commitment and payload digest, then hashes, signs and seals.

    commit = SHA-256(salt ‖ JCS(details)); payload = SHA-256 of the sealed details.
    """
    salt = random_bytes(32)
    payload = canonical({"salt": salt.hex(), "details": dict(details)})
    sealed_details = seal(key.key, _address(key, log, seq, DETAILS_FIELD), payload)
    complete = entry | {
        "commit": commit(salt, details).hex(),
        "payload": sha256(sealed_details).hex(),
    }
    digest = entry_hash(complete)
    return SealedEvent(
        hash=digest,
        signature=instance_key().sign(SIGNATURE_LABEL, digest),
        sealed_entry=seal(key.key, _address(key, log, seq, ENTRY_FIELD), canonical(complete)),
        sealed_details=sealed_details,
    )


def open_entry(key: LogKey, log: UUID, seq: int, sealed: bytes) -> bytes:
    return _open(key, _address(key, log, seq, ENTRY_FIELD), sealed)


def open_details(key: LogKey, log: UUID, seq: int, sealed: bytes) -> bytes:
    return _open(key, _address(key, log, seq, DETAILS_FIELD), sealed)


def holds(entry: Mapping[str, str], digest: bytes, signature: bytes) -> bool:
    """Whether the entry has this hash and the instance signed it."""
    try:
        verify(instance_key().verify_key, signature, SIGNATURE_LABEL, digest)
        return entry_hash(entry) == digest
    except VaultError:
        return False


def is_signed(digest: bytes, signature: bytes) -> bool:
    """Whether the instance signed this hash; needs no key of the case."""
    try:
        verify(instance_key().verify_key, signature, SIGNATURE_LABEL, digest)
    except VaultError:
        return False
    return True


def is_in_place(
    case: UUID, log: UUID, seq: int, epoch: int, sealed_entry: bytes, sealed_details: bytes
) -> bool:
    """Whether both parts are sealed for this place in this log, as far as that shows unopened."""
    key = LogKey(case, epoch, b"")
    parts = ((ENTRY_FIELD, sealed_entry), (DETAILS_FIELD, sealed_details))
    return all(_address(key, log, seq, field).fits(part, len(part)) for field, part in parts)


def commits_to(
    entry: Mapping[str, str], sealed_details: bytes, salt: str, details: Mapping[str, str]
) -> bool:
    """Whether the entry was signed with these details, sealed as they are now."""
    return (
        entry["payload"] == sha256(sealed_details).hex()
        and entry["commit"] == commit(bytes.fromhex(salt), details).hex()
    )


def _open(key: LogKey, address: Address, sealed: bytes) -> bytes:
    try:
        return open_sealed(key.key, address, sealed)
    except VaultError as error:
        raise NotOpened from error


def _address(key: LogKey, log: UUID, seq: int, field: int) -> Address:
    return Address(
        ObjectType.LOG_PAYLOAD,
        case=key.case,
        item=log,
        epoch=key.epoch,
        field=field,
        revision=seq,
        padded=True,
    )


def sign_as_instance(label: bytes, message: bytes) -> bytes:
    """The instance's Ed25519 signature over a message that leaves this site, under its label."""
    return instance_key().sign(label, message)


def opaque_leaf() -> bytes:
    """A leaf over randomness that is forgotten at once: like any other, and about nothing."""
    return leaf_hash(random_bytes(32))


def checkpoint_note(body: CheckpointBody) -> bytes:
    return signed_note(instance_key(), body)


def note_digest(note: bytes) -> bytes:
    """What the next checkpoint carries as its `prev`."""
    return sha256(note)


def roots_pem() -> bytes:
    """The certificates that time-stamp authorities have to lead to; empty where unread."""
    try:
        return Path(settings.TSA_ROOTS_FILE or os.devnull).read_bytes()
    except OSError:
        return b""


def roots_can_be_read() -> bool:
    try:
        return bool(read_roots(roots_pem()))
    except VaultError:
        return False


def stamp_told(answer: bytes, note: bytes, query: StampQuery) -> Stamp:
    """What an authority's answer proves of the note; NotStamped with a code where nothing."""
    try:
        roots = read_roots(roots_pem())
    except VaultError:
        raise NotStamped("untrusted") from None
    return check_answer(answer, note, query.nonce, roots)
