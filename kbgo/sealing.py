"""The project's door to the vault: what it stands on, and backups sealed to a key of their own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings

from core.exceptions import NotOpened
from custody.sealing import instance_key, sign_as_instance
from kbgo.environment import make_once
from vault.envelope import Address, ObjectType
from vault.errors import VaultError
from vault.keys import WRAP_OVERHEAD, PrivateKey, PublicKey, WrapContext, unwrap, wrap
from vault.primitives import random_bytes, require_support
from vault.signing import verify
from vault.stream import Sealer, open_chunks

LABEL: Final = b"kbgo/v1/backup"
KEY_BYTES, LENGTH_BYTES, SIGNATURE_BYTES = 32, 8, 64
WRAP_BYTES: Final = WRAP_OVERHEAD + KEY_BYTES + LENGTH_BYTES
PIECE: Final = 1 << 20
BackupKey = PublicKey
FIELDS: Final = {"main": 1, "shred": 2}


def keys_can_be_wrapped() -> bool:
    """False where the linked OpenSSL lacks ML-KEM, without which no key reaches anybody."""
    try:
        require_support()
    except VaultError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class DumpName:
    """Which database a dump is of, and when it was made, in microseconds since 1970."""

    database: str
    made: int

    @property
    def address(self) -> Address:
        return Address(
            ObjectType.BACKUP, field=FIELDS[self.database], revision=self.made, padded=True
        )

    def context(self, key: PublicKey) -> WrapContext:
        return WrapContext(
            purpose=f"backup {self.database} {self.made}",
            case=None,
            epoch=0,
            to=UUID(bytes=key.digest[:16]),
            generation=1,
        )


def private_key_file() -> Path:
    return Path(settings.SECRETS_DIR) / "backup.key"


def backup_key() -> PublicKey:
    """The public half, which is all that a backup takes; the pair is made on first use.

    The private half may be carried away: nothing here needs it before a restore.
    """
    public = Path(settings.SECRETS_DIR) / "backup.pub"
    if not public.exists():
        make_once(private_key_file(), lambda: PrivateKey.generate().to_bytes(), mode=0o400)
        make_once(public, _public_half, mode=0o600)
    try:
        return PublicKey.from_bytes(public.read_bytes())
    except VaultError as error:
        raise NotOpened from error


def _public_half() -> bytes:
    return PrivateKey.from_bytes(private_key_file().read_bytes()).public.to_bytes()


class DumpSealer:
    """`KVL1 ‖ key and length, wrapped to the backup key ‖ the instance's signature over both`."""

    def __init__(self, name: DumpName, to: PublicKey) -> None:
        self._name, self._to, self._key = name, to, random_bytes(KEY_BYTES)
        self._sealer = Sealer(self._key, name.address)
        self._digest, self._length = hashlib.sha256(), 0

    def update(self, data: bytes) -> bytes:
        self._length += len(data)
        return self._noted(self._sealer.update(data))

    def finish(self) -> Iterator[bytes]:
        for sealed in self._sealer.finish():
            yield self._noted(sealed)
        secret = self._key + self._length.to_bytes(LENGTH_BYTES, "big")
        yield self._noted(wrap(secret, self._to, self._name.context(self._to)))
        yield sign_as_instance(LABEL, self._digest.digest())

    def _noted(self, sealed: bytes) -> bytes:
        self._digest.update(sealed)
        return sealed


def open_dump(name: DumpName, file: BinaryIO, size: int, key: bytes) -> Iterator[bytes]:
    """The dump in pieces; NotOpened at once where this instance did not make it, or where it is of
    another moment, another database or another backup key."""
    try:
        private = PrivateKey.from_bytes(key)
        _check_signature(file, size - SIGNATURE_BYTES)
        secret = unwrap(_wrapped(file, size), private, name.context(private.public))
        length = int.from_bytes(secret[KEY_BYTES:], "big")
        sealed = _pieces(file, size - SIGNATURE_BYTES - WRAP_BYTES)
        yield from open_chunks(secret[:KEY_BYTES], name.address, sealed, length)
    except VaultError as error:
        raise NotOpened from error


def _check_signature(file: BinaryIO, size: int) -> None:
    digest = hashlib.sha256()
    for piece in _pieces(file, size):
        digest.update(piece)
    verify(instance_key().verify_key, file.read(SIGNATURE_BYTES), LABEL, digest.digest())


def _wrapped(file: BinaryIO, size: int) -> bytes:
    file.seek(max(0, size - SIGNATURE_BYTES - WRAP_BYTES))
    return file.read(WRAP_BYTES)


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The first so many bytes."""
    file.seek(0)
    while size > 0:
        piece = file.read(min(size, PIECE))
        if not piece:
            return
        size -= len(piece)
        yield piece
