"""What a case's records say, sealed one revision at a time."""

import json
from collections.abc import Mapping
from typing import Any

from cases.enums import RecordKind
from cases.models import CaseRecord, RecordRevision
from cases.sealing.held import CaseKeys
from core.exceptions import NotOpened
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError


def seal_record(
    keys: CaseKeys, record: CaseRecord, revision: int, content: Mapping[str, Any]
) -> bytes:
    """One revision's content, padded, bound to case, record, kind, epoch and revision."""
    epoch = keys.case.epoch
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    key = keys.field(epoch, record.kind)
    return seal(key, _record_address(record, epoch, revision), plain)


def open_record(keys: CaseKeys, record: CaseRecord, stored: RecordRevision) -> dict[str, Any]:
    key = keys.field(stored.epoch, record.kind)
    address = _record_address(record, stored.epoch, stored.revision)
    try:
        content: dict[str, Any] = json.loads(open_sealed(key, address, bytes(stored.sealed)))
    except VaultError as error:
        raise NotOpened from error
    return content


def is_sealed_for(record: CaseRecord, stored: RecordRevision) -> bool:
    """Whether a revision is sealed for its record, as far as that shows unopened."""
    sealed = bytes(stored.sealed)
    return _record_address(record, stored.epoch, stored.revision).fits(sealed, len(sealed))


def _record_address(record: CaseRecord, epoch: int, revision: int) -> Address:
    return Address(
        ObjectType.FIELD,
        case=record.case_id,
        item=record.id,
        epoch=epoch,
        field=RecordKind(record.kind).value,
        revision=revision,
        padded=True,
    )
