"""Puts chosen items of a case under a share's keys, and takes them out again."""

from collections.abc import Collection

from accounts.actors import Actor
from cases.reading import gate_of
from cases.sealing import HeldKeys, ShareKeys
from custody.enums import CustodyAction
from custody.services import record
from evidence.enums import ItemState
from evidence.models import EvidenceItem, SharedItem, SharedPicture
from evidence.policies import check_item_is_not_locked, check_media_is_open, classes_taken
from evidence.sealing import open_details, seal_shared_item
from evidence.sniffing import FileClass


def choose_items(actor: Actor, keys: HeldKeys, share: ShareKeys, refs: Collection[str]) -> None:
    """Exactly these items of the case lie under the share from now on; in the caller's transaction.

    Those that stay are sealed anew, with what is known of them now. PolicyRefused for one that
    nobody may open. Writes `evidence.item.shared` or `evidence.item.unshared` for each change.
    """
    chosen = keys.case.items.select_for_update().filter(ref__in=refs)
    wanted = {item.id: item for item in chosen}
    before = {row.item_id: row for row in share.grant.shared_items.select_related("item")}
    for item_id, row in before.items():
        if item_id not in wanted:
            _note(actor, keys, CustodyAction.ITEM_UNSHARED, row.item)
        row.delete()
    gate = gate_of(keys)
    for item in wanted.values():
        check_media_is_open(gate, FileClass(item.file_class))
        _put(keys, share, item)
        if item.id not in before:
            _note(actor, keys, CustodyAction.ITEM_SHARED, item)


def _put(keys: HeldKeys, share: ShareKeys, item: EvidenceItem) -> None:
    check_item_is_not_locked(open_details(keys, item))
    row = SharedItem(grant=share.grant, item=item)
    pictures = seal_shared_item(share, keys, row)
    row.save(force_insert=True)
    SharedPicture.objects.bulk_create(pictures)


def _note(actor: Actor, keys: HeldKeys, act: CustodyAction, item: EvidenceItem) -> None:
    record(keys.current_log, actor.for_log(), act, item.id, {"number": item.label})


def items_to_choose(keys: HeldKeys) -> list[EvidenceItem]:
    """The items of a case that can be shared: those that somebody may open, and that still open."""
    taken = classes_taken(gate_of(keys))
    found = keys.case.items.filter(file_class__in=taken).exclude(state=ItemState.DAMAGED)
    return [item for item in found if not open_details(keys, item).is_locked]
