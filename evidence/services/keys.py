"""File keys follow the case into a new epoch; the files themselves are not touched."""

from collections.abc import Sequence

from accounts.models import KeyPair
from cases.sealing import HeldKeys
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import reseal_key


def reseal_file_keys(keys: HeldKeys, holders: Sequence[KeyPair]) -> None:
    """Seals every file key of the case under its present epoch; in the caller's transaction."""
    items = list(keys.case.items.select_for_update())
    pictures = list(Derivative.objects.within(item__case=keys.case).select_for_update())
    rows: list[EvidenceItem | Derivative] = [*items, *pictures]
    for row in rows:
        reseal_key(keys, row)
    EvidenceItem.objects.within(case=keys.case).bulk_update(items, ("sealed_key", "key_epoch"))
    Derivative.objects.within(item__case=keys.case).bulk_update(
        pictures, ("sealed_key", "key_epoch")
    )
