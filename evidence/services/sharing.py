"""Puts chosen items of a case under a share's keys, and takes them out again."""

from collections.abc import Collection, Iterable

from django.utils.formats import date_format

from accounts.actors import Actor
from cases.labels import ItemChoice
from cases.sealing import HeldKeys, ShareKeys
from core.clock import WIB
from custody.enums import CustodyAction
from custody.services import record
from evidence.enums import ItemState
from evidence.labels import kind_label
from evidence.models import EvidenceItem, SharedItem, SharedPicture
from evidence.policies import check_no_rekeying
from evidence.sealing import open_details, seal_shared_item
from evidence.selectors import pending_rekeying
from evidence.services.derivatives import queue_for_shares
from evidence.services.opening import open_checked, shut_items


def choose_items(actor: Actor, keys: HeldKeys, share: ShareKeys, refs: Collection[str]) -> None:
    """Exactly these items of the case lie under the share from now on; in the caller's transaction.

    Those that stay are sealed anew, with what is known of them now. PolicyRefused for one that
    nobody may open, and while the files get new keys. Writes `evidence.item.shared` or
    `evidence.item.unshared` for each change.
    """
    check_no_rekeying(pending_rekeying(keys.case) is not None)
    chosen = keys.case.items.kept().select_for_update().filter(ref__in=refs)
    wanted = {item.id: item for item in chosen}
    before = {row.item_id: row for row in share.grant.shared_items.select_related("item")}
    for item_id, row in before.items():
        if item_id not in wanted:
            _note(actor, keys, CustodyAction.ITEM_UNSHARED, row.item)
        row.delete()
    for item in wanted.values():
        _put(keys, share, item)
        queue_for_shares(actor, keys, item)
        if item.id not in before:
            _note(actor, keys, CustodyAction.ITEM_SHARED, item)


def _put(keys: HeldKeys, share: ShareKeys, item: EvidenceItem) -> None:
    open_checked(keys, item)
    row = SharedItem(grant=share.grant, item=item)
    pictures = seal_shared_item(share, keys, row)
    row.save(force_insert=True)
    SharedPicture.objects.bulk_create(pictures)


def _note(actor: Actor, keys: HeldKeys, act: CustodyAction, item: EvidenceItem) -> None:
    record(keys.current_log, actor.for_log(), act, item.id, {"number": item.label})


def item_choices(keys: HeldKeys, refs: Iterable[str] | None = None) -> list[ItemChoice]:
    """These items of a case; where none are named, those that can be shared: that somebody may
    open, and that still open."""
    items = keys.case.items.all()
    if refs is None:
        able = items.kept().exclude(state=ItemState.DAMAGED).exclude(pk__in=shut_items(keys))
    else:
        able = items.filter(ref__in=list(refs))
    return [_choice(keys, item) for item in able]


def _choice(keys: HeldKeys, item: EvidenceItem) -> ItemChoice:
    return ItemChoice(
        ref=item.ref,
        label=f"{item.label} · {kind_label(item, open_details(keys, item))}",
        kept_on=date_format(item.received_at.astimezone(WIB), "j F Y"),
    )
