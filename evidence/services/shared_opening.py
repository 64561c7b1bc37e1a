"""Opens a shared item for somebody who holds the share's keys and nothing else of the case.

What her answers forbid is taken out of every share at once: what lies in one may be opened.
"""

from collections.abc import Iterator

from django.db import transaction

from accounts.actors import Actor
from cases.sealing import ShareKeys
from cases.services.holding import hold_share
from core.exceptions import NotOpened, NotPermitted
from custody.enums import CustodyAction
from custody.services import record
from evidence.details import ItemDetails
from evidence.models import SharedItem
from evidence.permissions import check_user_can_reveal
from evidence.policies import check_item_has_picture
from evidence.sealing import open_shared_details, open_shared_original, open_shared_picture
from evidence.selectors import shared_looked_at
from evidence.services.opening import jpeg_address
from evidence.storage import read_blob


def reveal_shared(actor: Actor, share: ShareKeys, row: SharedItem, reason: str) -> None:
    """Writes `evidence.item.revealed` with the reason into the share's part of the log.

    PolicyRefused where there is no picture to show, NotPermitted where it is not shared any more.
    """
    _check_is_shared(actor, share, row)
    check_item_has_picture(row.item)
    _note(actor, share, row, CustodyAction.ITEM_REVEALED, reason)


def shared_view_address(share: ShareKeys, row: SharedItem) -> str:
    """As `view_copy_address`, for whoever was just noted as looking at it."""
    stored = shared_looked_at(row)
    if stored is None:
        return ""
    try:
        sealed = b"".join(read_blob(stored.picture.blob or ""))
    except FileNotFoundError as error:
        raise NotOpened from error
    return jpeg_address(open_shared_picture(share, stored, sealed))


def download_shared(
    actor: Actor, share: ShareKeys, row: SharedItem, reason: str
) -> tuple[ItemDetails, Iterator[bytes]]:
    """The original, bit for bit; `evidence.item.downloaded` is written before it returns."""
    details = open_shared_details(share, row)
    _note(actor, share, row, CustodyAction.ITEM_DOWNLOADED, reason)
    return details, open_shared_original(share, row, details.size, read_blob(row.item.blob))


def _note(actor: Actor, share: ShareKeys, row: SharedItem, act: CustodyAction, reason: str) -> None:
    check_user_can_reveal(actor, share.case, reason)
    with transaction.atomic():
        hold_share(share)
        _check_is_shared(actor, share, row)
        told = {"number": row.item.label, "reason": reason}
        record(share.log, actor.for_log(), act, row.item_id, told)


def _check_is_shared(actor: Actor, share: ShareKeys, row: SharedItem) -> None:
    """Still: an item that its owner took out in the meantime is as one that does not exist."""
    still_shared = SharedItem.objects.visible_to(actor).filter(grant=share.grant)
    if not still_shared.filter(item=row.item_id).exists():
        raise NotPermitted
