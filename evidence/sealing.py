"""The evidence's door to the vault: files sealed while they stream, opened as they are read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cases.sealing import CaseKeys, HeldKeys
from core.digests import Sha256
from core.exceptions import NotOpened
from core.ids import new_id
from evidence.details import ItemDetails
from evidence.enums import ItemField
from evidence.models import Derivative, EvidenceItem, PendingKey
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.primitives import random_bytes
from vault.stream import Sealer, open_chunks


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What the sealing of a file came to: its true size and its SHA-256."""

    size: int
    sha256: str


class FileSealer:
    """Seals one file under a key of its own, while a second thread hashes it.

    A new file gets a new id and key; one that is sealed anew keeps its id.
    """

    def __init__(
        self, case_id: UUID, epoch: int, item_id: UUID | None = None, key: bytes | None = None
    ) -> None:
        self.item_id, self.key, self.epoch = item_id or new_id(), key or random_bytes(32), epoch
        self._sealer = Sealer(self.key, _file_address(case_id, self.item_id, epoch))
        self._digest = Sha256()
        self._size = 0

    def update(self, data: bytes) -> bytes:
        self._size += len(data)
        self._digest.update(data)
        return self._sealer.update(data)

    def finish(self) -> Iterator[bytes]:
        yield from self._sealer.finish()
        self.close()

    def close(self) -> None:
        self._digest.close()

    @property
    def result(self) -> SealedFile:
        return SealedFile(self._size, self._digest.hexdigest())


def open_original(
    keys: CaseKeys, item: EvidenceItem, size: int, sealed: Iterable[bytes]
) -> Iterator[bytes]:
    """The original in pieces; provisional until the last came. NotOpened when it was changed."""
    key = keys.file(item.id, item)
    address = _file_address(item.case_id, item.id, item.blob_epoch)
    try:
        yield from open_chunks(key, address, sealed, size)
    except VaultError as error:
        raise NotOpened from error
    except FileNotFoundError as error:
        raise NotOpened from error


def seal_details(keys: CaseKeys, item: EvidenceItem, details: ItemDetails) -> bytes:
    plain = json.dumps(details.to_json(), ensure_ascii=False).encode()
    key = keys.field(item.details_epoch, ItemField.DETAILS)
    return seal(key, _details_address(item), plain)


def open_details(keys: CaseKeys, item: EvidenceItem) -> ItemDetails:
    key = keys.field(item.details_epoch, ItemField.DETAILS)
    try:
        plain = open_sealed(key, _details_address(item), bytes(item.sealed_details))
    except VaultError as error:
        raise NotOpened from error
    return ItemDetails.from_json(json.loads(plain))


def new_derivative(keys: HeldKeys, item: EvidenceItem, kind: str) -> Derivative:
    """A row with its key, before the picture is there: the job is granted the key, not the right
    to make keys."""
    row = Derivative(item=item, kind=kind, blob_epoch=keys.case.epoch, key_epoch=keys.case.epoch)
    row.sealed_key = keys.seal_file_key(row.id, random_bytes(32))
    return row


def next_key(keys: HeldKeys, pending: PendingKey) -> None:
    """A key under which nothing lies yet, sealed under the present epoch in its file's place."""
    pending.sealed_key = keys.seal_file_key(pending.file.id, random_bytes(32))
    pending.key_epoch = keys.case.epoch


def seal_derivative(keys: CaseKeys, row: Derivative, picture: bytes) -> bytes:
    return seal(keys.file(row.id, row), _derivative_address(keys, row), picture)


def open_derivative(keys: CaseKeys, row: Derivative, sealed: bytes) -> bytes:
    try:
        return open_sealed(keys.file(row.id, row), _derivative_address(keys, row), sealed)
    except VaultError as error:
        raise NotOpened from error


def derivative_anew(
    keys: CaseKeys, row: Derivative, pending: PendingKey, sealed: Iterable[bytes]
) -> bytes:
    """The picture, sealed under its next key in the epoch of now. NotOpened when it was changed."""
    try:
        picture = open_derivative(keys, row, b"".join(sealed))
    except FileNotFoundError as error:
        raise NotOpened from error
    address = Address(
        ObjectType.DERIVATIVE,
        case=keys.case.id,
        item=row.id,
        epoch=keys.current_log.epoch,
        padded=True,
    )
    return seal(keys.file(pending.id, pending), address, picture)


def reseal_key(keys: HeldKeys, row: EvidenceItem | Derivative) -> None:
    """The row's file key, opened under its old epoch and sealed under the present one.

    A picture that is not made yet gets another key instead: nothing lies under the one it had.
    """
    is_made = row.blob is not None
    key = keys.file(row.id, row) if is_made else random_bytes(32)
    row.sealed_key = keys.seal_file_key(row.id, key)
    row.key_epoch = keys.case.epoch


def _file_address(case_id: UUID, item_id: UUID, epoch: int) -> Address:
    return Address(ObjectType.FILE, case=case_id, item=item_id, epoch=epoch, padded=True)


def _details_address(item: EvidenceItem) -> Address:
    return Address(
        ObjectType.FIELD,
        case=item.case_id,
        item=item.id,
        epoch=item.details_epoch,
        field=ItemField.DETAILS.value,
        revision=item.details_revision,
        padded=True,
    )


def _derivative_address(keys: CaseKeys, row: Derivative) -> Address:
    return Address(
        ObjectType.DERIVATIVE, case=keys.case.id, item=row.id, epoch=row.blob_epoch, padded=True
    )
