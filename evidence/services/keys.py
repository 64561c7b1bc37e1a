"""File keys follow the case into a new epoch; the files themselves are not touched."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import TypeVar
from uuid import UUID

from accounts.models import KeyPair
from cases.sealing import HeldKeys, ShareKeys
from core.exceptions import NotOpened
from core.models import update_rows
from custody.enums import CustodyRole
from custody.services import LogActor
from evidence.models import (
    Derivative,
    EvidenceItem,
    PendingKey,
    PendingShareKey,
    SharedItem,
    SharedPicture,
    UploadPart,
)
from evidence.sealing import next_key, reseal_key, seal_shared_picture, seal_to_come
from evidence.services.opening import mark_damaged

OF_KEYS = ("sealed_key", "key_epoch")
SYSTEM = LogActor(None, CustodyRole.SYSTEM)
F = TypeVar("F", EvidenceItem, Derivative, UploadPart)


def reseal_file_keys(keys: HeldKeys, holders: Sequence[KeyPair]) -> None:
    """Seals every file key of the case under its present epoch; in the caller's transaction.

    Keys under which nothing lies yet are made anew: whoever has to go may have copied them. A key
    that does not open any more keeps nobody from being shut out: its item is marked as damaged.
    """
    items = list(keys.case.items.select_for_update().defer("sealed_details"))
    pictures = list(Derivative.objects.within(item__case=keys.case).select_for_update())
    update_rows(_resealed(keys, items), *OF_KEYS)
    parts = list(UploadPart.objects.within(upload__case=keys.case).select_for_update())
    update_rows(_resealed(keys, pictures), *OF_KEYS)
    follow_renewed(keys, pictures)
    update_rows(_resealed(keys, parts), *OF_KEYS)
    _renew_pending_keys(keys)


def follow_renewed(keys: HeldKeys, pictures: Iterable[Derivative]) -> None:
    """Holders of live shares get the new keys of pictures that are not made yet: they could open
    none of them otherwise. Of made ones nothing changes."""
    unmade = {picture.id: picture for picture in pictures if picture.blob is None}
    if not unmade:
        return
    shares = _live_shares(keys)
    found = SharedPicture.objects.filter(picture__in=unmade).select_related("shared_item")
    rows = [row for row in found if row.shared_item.grant_id in shares]
    for row in rows:
        row.picture = unmade[row.picture_id]
        seal_shared_picture(shares[row.shared_item.grant_id], keys, row)
    update_rows(rows, "sealed_key")


def _resealed(keys: HeldKeys, rows: Iterable[F]) -> list[F]:
    done: list[F] = []
    for row in rows:
        try:
            reseal_key(keys, row)
        except NotOpened:
            if isinstance(row, EvidenceItem):
                mark_damaged(keys, SYSTEM, row)
        else:
            done.append(row)
    return done


def _renew_pending_keys(keys: HeldKeys) -> None:
    rows = PendingKey.objects.filter(rekeying__case=keys.case)
    pending = list(rows.select_related("item", "derivative"))
    for row in pending:
        next_key(keys, row)
    update_rows(pending, *OF_KEYS)
    seal_for_shares(keys, pending)


def seal_for_shares(keys: HeldKeys, pending: Collection[PendingKey]) -> None:
    """The keys to come, sealed for the holders of every share that the files lie in.

    A share whose own key was changed behind our back is passed over: its holders lose the file.
    """
    PendingShareKey.objects.filter(pending__in=pending).delete()
    to_come = {row.file.id: row for row in pending}
    items = SharedItem.objects.within(item__case=keys.case, item__in=to_come)
    pictures = SharedPicture.objects.filter(picture__in=to_come).select_related("shared_item")
    shares = _live_shares(keys)
    rows = [
        _for_share(keys, shares[one.grant_id], to_come[one.item_id], shared_item=one)
        for one in items
        if one.grant_id in shares
    ]
    rows += [
        _for_share(
            keys, shares[one.shared_item.grant_id], to_come[one.picture_id], shared_picture=one
        )
        for one in pictures
        if one.shared_item.grant_id in shares
    ]
    PendingShareKey.objects.bulk_create(rows)


def _live_shares(keys: HeldKeys) -> dict[UUID, ShareKeys]:
    found: dict[UUID, ShareKeys] = {}
    for grant in keys.case.grants.live().of_items():
        with suppress(NotOpened):
            found[grant.id] = keys.share(grant)
    return found


def _for_share(
    keys: HeldKeys,
    share: ShareKeys,
    pending: PendingKey,
    shared_item: SharedItem | None = None,
    shared_picture: SharedPicture | None = None,
) -> PendingShareKey:
    return PendingShareKey(
        pending=pending,
        shared_item=shared_item,
        shared_picture=shared_picture,
        sealed_key=seal_to_come(keys, share, pending),
    )
