"""The evidence's door to the vault: files sealed while they stream, opened as they are read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from cases.sealing import CaseKeys, HeldKeys, ShareKeys, is_file_key_of
from core.digests import Sha256
from core.exceptions import NotOpened
from core.ids import new_id
from evidence.details import ItemDetails, UploadDetails
from evidence.enums import DERIVATIVE_FIELDS, DerivativeKind, ItemField
from evidence.models import (
    Derivative,
    EvidenceItem,
    PendingKey,
    SharedItem,
    SharedPicture,
    Upload,
    UploadPart,
)
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.primitives import hmac_sha256, random_bytes
from vault.stream import Sealer, open_chunks, seal_chunks

INDEX_BYTES = 16
FileRow = EvidenceItem | Derivative | UploadPart


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
    yield from _open_file(file_key(keys, item), item, size, sealed)


def _open_file(
    key: bytes, item: EvidenceItem, size: int, sealed: Iterable[bytes]
) -> Iterator[bytes]:
    address = _file_address(item.case_id, item.id, item.blob_epoch)
    try:
        yield from open_chunks(key, address, sealed, size)
    except VaultError as error:
        raise NotOpened from error
    except FileNotFoundError as error:
        raise NotOpened from error


def seal_details(
    keys: CaseKeys, row: EvidenceItem | Upload, details: ItemDetails | UploadDetails
) -> bytes:
    plain = json.dumps(details.to_json(), ensure_ascii=False).encode()
    return seal(keys.field(row.details_epoch, _details_field(row)), _details_address(row), plain)


def open_details(keys: CaseKeys, item: EvidenceItem) -> ItemDetails:
    return ItemDetails.from_json(json.loads(_open_details(keys, item)))


def _open_details(keys: CaseKeys, row: EvidenceItem | Upload) -> bytes:
    key = keys.field(row.details_epoch, _details_field(row))
    try:
        return open_sealed(key, _details_address(row), bytes(row.sealed_details))
    except VaultError as error:
        raise NotOpened from error


def new_derivative(keys: HeldKeys, item: EvidenceItem, kind: str) -> Derivative:
    """A row with its key, before the picture is there: the job is granted the key, not the right
    to make keys."""
    row = Derivative(item=item, kind=kind, blob_epoch=keys.case.epoch, key_epoch=keys.case.epoch)
    row.sealed_key = keys.seal_file_key(item.id, random_bytes(32), _field_of(row))
    return row


def next_key(keys: HeldKeys, pending: PendingKey) -> None:
    """A key under which nothing lies yet, sealed under the present epoch in its file's place."""
    file = pending.file
    pending.sealed_key = keys.seal_file_key(_item_of(file), random_bytes(32), _field_of(file))
    pending.key_epoch = keys.case.epoch


def key_to_come(keys: HeldKeys, pending: PendingKey) -> bytes:
    """The key that a file will have."""
    return keys.file(_item_of(pending.file), pending, _field_of(pending.file))


def seal_derivative(keys: CaseKeys, row: Derivative, picture: bytes) -> bytes:
    return seal(file_key(keys, row), _picture_address(keys.case.id, row), picture)


def open_derivative(keys: CaseKeys, row: Derivative, sealed: bytes) -> bytes:
    """The picture; NotOpened where the row was made for another item, or as another kind."""
    return _open_picture(file_key(keys, row), keys.case.id, row, sealed)


def _open_picture(key: bytes, case_id: UUID, row: Derivative, sealed: bytes) -> bytes:
    try:
        return open_sealed(key, _picture_address(case_id, row), sealed)
    except VaultError as error:
        raise NotOpened from error


def file_key(keys: CaseKeys, row: FileRow) -> bytes:
    """The row's own key, of an original, of a picture made from it or of a part on its way."""
    return keys.file(_item_of(row), row, _field_of(row))


def fits_item(item: EvidenceItem, head: bytes, size: int) -> bool:
    """Whether a blob that begins so and is so long can be this item's, unopened."""
    address = _file_address(item.case_id, item.id, item.blob_epoch)
    return size == item.blob_bytes and address.fits(head, size)


def fits_derivative(case_id: UUID, row: Derivative, head: bytes, size: int) -> bool:
    address = _picture_address(case_id, row)
    return size == row.blob_bytes and address.fits(head, size)


def has_own_key(case_id: UUID, row: FileRow) -> bool:
    """Whether the row's file key is sealed for it, as far as that shows unopened."""
    return is_file_key_of(case_id, _item_of(row), row, _field_of(row))


def fits_part(case_id: UUID, part: UploadPart, head: bytes, size: int) -> bool:
    return size == part.blob_bytes and _part_address(case_id, part).fits(head, size)


def has_own_details(row: EvidenceItem | Upload) -> bool:
    """Whether the row's details are sealed for it, as far as that shows unopened."""
    return _details_address(row).fits(bytes(row.sealed_details), len(row.sealed_details))


def seal_upload_details(keys: HeldKeys, row: Upload, details: UploadDetails) -> None:
    """The row takes what is announced of it, and the index it is found by."""
    row.details_epoch = keys.case.epoch
    row.sealed_details = seal_details(keys, row, details)
    row.index = _index(keys, row.details_epoch, details.sha256) if details.sha256 else ""


def open_upload_details(keys: HeldKeys, row: Upload) -> UploadDetails:
    return UploadDetails.from_json(json.loads(_open_details(keys, row)))


def indexes_of(keys: HeldKeys, sha256: str) -> list[str]:
    """What the file of this digest is found by, whenever it was begun."""
    return [_index(keys, epoch, sha256) for epoch in keys.epochs]


def _index(keys: HeldKeys, epoch: int, sha256: str) -> str:
    return hmac_sha256(keys.index(epoch), bytes.fromhex(sha256))[:INDEX_BYTES].hex()


def seal_part(keys: HeldKeys, part: UploadPart, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One part under a key of its own, which the row takes."""
    key = random_bytes(32)
    part.blob_epoch = part.key_epoch = keys.case.epoch
    part.sealed_key = keys.seal_file_key(part.id, key, _field_of(part))
    yield from seal_chunks(key, _part_address(keys.case.id, part), chunks)


def open_part(
    keys: HeldKeys, part: UploadPart, size: int, sealed: Iterable[bytes]
) -> Iterator[bytes]:
    """The part in pieces; NotOpened where it was changed, is gone or stands in another's place."""
    try:
        address = _part_address(keys.case.id, part)
        yield from open_chunks(file_key(keys, part), address, sealed, size)
    except (VaultError, FileNotFoundError) as error:
        raise NotOpened from error


def seal_shared_item(share: ShareKeys, keys: HeldKeys, row: SharedItem) -> list[SharedPicture]:
    """What the share's holders open the item with, as it is now: its key and what is known of it.

    Returns the keys of its pictures. What was read of a chat is not among them: its holders have
    the export itself, and quotes stand in the notes alone.
    """
    item = row.item
    seal_shared_details(share.field(ItemField.DETAILS), row, open_details(keys, item))
    row.sealed_key = share.seal_file_key(item.id, file_key(keys, item))
    pictures = [
        SharedPicture(shared_item=row, picture=picture)
        for picture in item.derivatives.exclude(kind=DerivativeKind.TRANSCRIPT)
    ]
    for picture in pictures:
        seal_shared_picture(share, keys, picture)
    return pictures


def seal_shared_details(key: bytes, row: SharedItem, details: ItemDetails) -> None:
    """The row takes what the share's holders know of the item, under the share's key for that.

    The note that it proves stays out, and so do the place where it was made and the way a mail
    came: none is shared.
    """
    told = replace(details, incident="", location="", route=())
    plain = json.dumps(told.to_json(), ensure_ascii=False).encode()
    row.sealed_details = seal(key, _shared_details_address(row), plain)


def seal_shared_picture(share: ShareKeys, keys: HeldKeys, row: SharedPicture) -> None:
    """The row takes the key that its picture has now."""
    picture = row.picture
    key = file_key(keys, picture)
    row.sealed_key = share.seal_file_key(picture.item_id, key, _field_of(picture))


def open_shared_details(share: ShareKeys, row: SharedItem) -> ItemDetails:
    key = share.field(ItemField.DETAILS)
    try:
        sealed = bytes(row.sealed_details)
        plain = open_sealed(key, _shared_details_address(row), sealed)
    except VaultError as error:
        raise NotOpened from error
    return ItemDetails.from_json(json.loads(plain))


def open_shared_original(
    share: ShareKeys, row: SharedItem, size: int, sealed: Iterable[bytes]
) -> Iterator[bytes]:
    """As `open_original`, for somebody who holds the share's keys and not the case's."""
    key = share.file(row.item_id, bytes(row.sealed_key))
    yield from _open_file(key, row.item, size, sealed)


def open_shared_picture(share: ShareKeys, row: SharedPicture, sealed: bytes) -> bytes:
    key = share.file(row.picture.item_id, bytes(row.sealed_key), _field_of(row.picture))
    return _open_picture(key, share.case.id, row.picture, sealed)


def seal_to_come(keys: HeldKeys, share: ShareKeys, pending: PendingKey) -> bytes:
    """The key that a file will have, for the holders of a share."""
    file = pending.file
    return share.seal_file_key(_item_of(file), key_to_come(keys, pending), _field_of(file))


def derivative_anew(
    keys: CaseKeys, row: Derivative, pending: PendingKey, sealed: Iterable[bytes]
) -> bytes:
    """The picture, sealed under its next key in the epoch of now. NotOpened when it was changed."""
    try:
        picture = open_derivative(keys, row, b"".join(sealed))
    except FileNotFoundError as error:
        raise NotOpened from error
    address = replace(_picture_address(keys.case.id, row), epoch=keys.current_log.epoch)
    return seal(keys.file(pending.id, pending), address, picture)


def reseal_key(keys: HeldKeys, row: FileRow) -> None:
    """The row's file key, opened under its old epoch and sealed under the present one.

    A picture that is not made yet gets another key instead: nothing lies under the one it had.
    """
    key = file_key(keys, row) if row.blob is not None else random_bytes(32)
    row.sealed_key = keys.seal_file_key(_item_of(row), key, _field_of(row))
    row.key_epoch = keys.case.epoch


def _item_of(row: FileRow) -> UUID:
    return row.item_id if isinstance(row, Derivative) else row.id


def _field_of(row: FileRow) -> int:
    if isinstance(row, EvidenceItem):
        return 0
    if isinstance(row, UploadPart):
        return ItemField.UPLOAD.value
    if row.kind not in DERIVATIVE_FIELDS:
        raise NotOpened
    return DERIVATIVE_FIELDS[row.kind]


def _file_address(case_id: UUID, item_id: UUID, epoch: int) -> Address:
    return Address(ObjectType.FILE, case=case_id, item=item_id, epoch=epoch, padded=True)


def _details_field(row: EvidenceItem | Upload) -> ItemField:
    return ItemField.UPLOAD if isinstance(row, Upload) else ItemField.DETAILS


def _details_address(row: EvidenceItem | Upload) -> Address:
    return Address(
        ObjectType.FIELD,
        case=row.case_id,
        item=row.id,
        epoch=row.details_epoch,
        field=_details_field(row).value,
        revision=row.details_revision,
        padded=True,
    )


def _picture_address(case_id: UUID, row: Derivative) -> Address:
    return Address(
        ObjectType.DERIVATIVE,
        case=case_id,
        item=row.item_id,
        epoch=row.blob_epoch,
        field=_field_of(row),
        padded=True,
    )


def _shared_details_address(row: SharedItem) -> Address:
    """By the item and not by the row: put under another item's row it does not open."""
    return Address(
        ObjectType.FIELD,
        case=row.item.case_id,
        item=row.item_id,
        field=ItemField.DETAILS.value,
        padded=True,
    )


def _part_address(case_id: UUID, part: UploadPart) -> Address:
    """By the upload and by where the part begins: parts that changed places do not open."""
    return Address(
        ObjectType.UPLOAD_PART,
        case=case_id,
        item=part.upload_id,
        epoch=part.blob_epoch,
        field=ItemField.UPLOAD.value,
        revision=part.offset,
        padded=True,
    )
