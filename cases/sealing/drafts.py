"""What the owner typed and did not save: under the case's key and her own together."""

import json
from collections.abc import Mapping
from typing import Any

from accounts.sealing import PrivateKey
from cases.enums import OwnField
from cases.models import Draft
from cases.sealing.held import HeldKeys
from core.exceptions import NotOpened
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.primitives import hkdf


def seal_draft(keys: HeldKeys, own: PrivateKey, draft: Draft, content: Mapping[str, Any]) -> None:
    """The content under the case's present epoch, on the draft's row."""
    draft.epoch = keys.case.epoch
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    draft.sealed = seal(_key(keys, own, draft), _address(draft), plain)


def open_draft(keys: HeldKeys, own: PrivateKey, draft: Draft) -> dict[str, Any]:
    """NotOpened where the row was changed, or is of an epoch she holds no key of any more."""
    try:
        plain = open_sealed(_key(keys, own, draft), _address(draft), bytes(draft.sealed))
    except VaultError as error:
        raise NotOpened from error
    content: dict[str, Any] = json.loads(plain)
    return content


def draft_is_sealed_for(draft: Draft) -> bool:
    """Whether the row is sealed for its case, as far as that shows unopened."""
    sealed = bytes(draft.sealed)
    return _address(draft).fits(sealed, len(sealed))


def _key(keys: HeldKeys, own: PrivateKey, draft: Draft) -> bytes:
    """HKDF-SHA256(K_field of the epoch ‖ her private key, info = label)."""
    field = keys.field(draft.epoch, OwnField.DRAFT)
    return hkdf(field + own.to_bytes(), info=b"kbgo/v1/draft")


def _address(draft: Draft) -> Address:
    return Address(
        ObjectType.FIELD,
        case=draft.case_id,
        item=draft.case_id,
        epoch=draft.epoch,
        field=OwnField.DRAFT.value,
        padded=True,
    )
