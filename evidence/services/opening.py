"""Opens an item for somebody; the entry in the log is committed before the first byte leaves."""

from base64 import b64encode
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from cases.reading import gate_of
from cases.sealing import CaseKeys, HeldKeys
from cases.services.holding import hold_case
from core.exceptions import NotOpened, NotPermitted
from custody.enums import CustodyAction
from custody.services import LogActor, record
from evidence.details import ItemDetails
from evidence.enums import DerivativeKind, ItemState
from evidence.models import Derivative, EvidenceItem
from evidence.permissions import check_user_can_locate, check_user_can_reveal
from evidence.policies import (
    check_file_tells_place,
    check_item_has_picture,
    check_item_is_not_locked,
    check_media_is_open,
    may_be_here,
)
from evidence.sealing import open_derivative, open_details, open_original
from evidence.selectors import derivative_of, locked_items, looked_at
from evidence.storage import read_blob


def reveal_item(actor: Actor, keys: HeldKeys, item: EvidenceItem, reason: str = "") -> None:
    """Writes `evidence.item.revealed` with the reason; staff have to give one.

    PolicyRefused where there is no picture to show, or it may not be shown to anybody: nobody is
    noted for what she did not see.
    """
    check_item_has_picture(item)
    _note(actor, keys, item, CustodyAction.ITEM_REVEALED, reason)


def locate_item(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> None:
    """Writes `evidence.item.located`, for the owner alone.

    PolicyRefused where the file tells neither a place nor the way it came, or nobody may open it:
    nothing is noted then.
    """
    check_user_can_locate(actor, keys.case)
    check_file_tells_place(open_details(keys, item))
    _note(actor, keys, item, CustodyAction.ITEM_LOCATED, "")


def view_copy_address(keys: HeldKeys, item: EvidenceItem) -> str:
    """What is looked at of an item, made from its pixels, in a `data:` address that no cache keeps.

    For whoever was just noted as looking at it; empty where there is no such picture. NotOpened
    where it was changed or is gone, PolicyRefused where nobody may see it any more.
    """
    return _address_of(keys, item, looked_at(item))


def covered_copy_address(keys: HeldKeys, item: EvidenceItem) -> str:
    """The same of the copy in which parts are covered."""
    return _address_of(keys, item, derivative_of(item, DerivativeKind.REDACTED))


def _address_of(keys: HeldKeys, item: EvidenceItem, row: Derivative | None) -> str:
    if row is None or row.blob is None:
        return ""
    open_checked(keys, item)
    try:
        picture = open_derivative(keys, row, b"".join(read_blob(row.blob)))
    except FileNotFoundError as error:
        raise NotOpened from error
    return jpeg_address(picture)


def jpeg_address(picture: bytes) -> str:
    return "data:image/jpeg;base64," + b64encode(picture).decode()


def download_original(
    actor: Actor, keys: HeldKeys, item: EvidenceItem, reason: str = ""
) -> tuple[ItemDetails, Iterator[bytes]]:
    """The original, bit for bit, as a stream that breaks off where the blob was changed.

    Writes `evidence.item.downloaded` before it returns. NotOpened where the blob is gone,
    PolicyRefused where nobody may open it, its owner neither.
    """
    details = _note(actor, keys, item, CustodyAction.ITEM_DOWNLOADED, reason)
    return details, open_original(keys, item, details.size, read_blob(item.blob))


def _note(
    actor: Actor, keys: HeldKeys, item: EvidenceItem, act: CustodyAction, reason: str
) -> ItemDetails:
    check_user_can_reveal(actor, keys.case, reason)
    told = {"number": item.label} | ({"reason": reason} if reason else {})
    with transaction.atomic():
        hold_case(keys)
        _check_is_kept(item)
        details = open_checked(keys, item)
        record(keys.current_log, actor.for_log(), act, item.id, told)
    return details


def _check_is_kept(item: EvidenceItem) -> None:
    """An item whose owner gave it up in the meantime is as one that does not exist."""
    if not EvidenceItem.objects.within(pk=item.pk).kept().exists():
        raise NotPermitted


def open_checked(keys: HeldKeys, item: EvidenceItem) -> ItemDetails:
    """What is known of an item that may be opened now; PolicyRefused of any other."""
    details = open_details(keys, item)
    check_media_is_open(gate_of(keys), details)
    check_item_is_not_locked(details, item.id, locked_items(keys))
    return details


def shut_items(keys: HeldKeys) -> frozenset[UUID]:
    """The case's items that nobody may open now, by their own details, the gate or the log."""
    answers, locked = gate_of(keys), locked_items(keys)
    known = [(item.id, open_details(keys, item)) for item in keys.case.items.all()]
    return locked.union(
        item for item, details in known if details.is_locked or not may_be_here(details, answers)
    )


def mark_damaged(keys: CaseKeys, actor: LogActor, item: EvidenceItem) -> None:
    """Notes that an original no longer opens; in the caller's transaction, and once."""
    changed = (
        EvidenceItem.objects.within(pk=item.pk)
        .exclude(state=ItemState.DAMAGED)
        .update(state=ItemState.DAMAGED)
    )
    if changed:
        told = {"number": item.label}
        record(keys.current_log, actor, CustodyAction.ITEM_DAMAGED, item.id, told)
