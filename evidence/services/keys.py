"""File keys follow the case into a new epoch; the files themselves are not touched."""

from collections.abc import Sequence

from accounts.models import KeyPair
from cases.sealing import HeldKeys
from core.models import update_rows
from evidence.models import Derivative, EvidenceItem, PendingKey
from evidence.sealing import next_key, reseal_key

OF_KEYS = ("sealed_key", "key_epoch")


def reseal_file_keys(keys: HeldKeys, holders: Sequence[KeyPair]) -> None:
    """Seals every file key of the case under its present epoch; in the caller's transaction.

    Keys under which nothing lies yet are made anew: whoever has to go may have copied them.
    """
    items = list(keys.case.items.select_for_update().defer("sealed_details"))
    pictures = list(Derivative.objects.within(item__case=keys.case).select_for_update())
    rows: list[EvidenceItem | Derivative] = [*items, *pictures]
    for row in rows:
        reseal_key(keys, row)
    update_rows(items, *OF_KEYS)
    update_rows(pictures, *OF_KEYS)
    _renew_pending_keys(keys)


def _renew_pending_keys(keys: HeldKeys) -> None:
    rows = PendingKey.objects.filter(rekeying__case=keys.case)
    pending = list(rows.select_related("item", "derivative"))
    for row in pending:
        next_key(keys, row)
    update_rows(pending, *OF_KEYS)
