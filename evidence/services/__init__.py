"""What can be done to evidence: admitted, opened, locked, derived from, re-keyed and swept."""

from evidence.services.derivatives import make_derivatives, queue_derivatives
from evidence.services.intake import Admission, admit_evidence
from evidence.services.keys import reseal_file_keys
from evidence.services.locking import lock_closed_items
from evidence.services.opening import (
    download_original,
    mark_damaged,
    reveal_item,
    view_copy_address,
)
from evidence.services.shared_opening import download_shared, reveal_shared, shared_view_address
from evidence.services.sharing import choose_items, items_to_choose
from evidence.services.upkeep import sweep_blobs

__all__ = [
    "Admission",
    "admit_evidence",
    "choose_items",
    "download_original",
    "download_shared",
    "items_to_choose",
    "lock_closed_items",
    "make_derivatives",
    "mark_damaged",
    "queue_derivatives",
    "reseal_file_keys",
    "reveal_item",
    "reveal_shared",
    "shared_view_address",
    "sweep_blobs",
    "view_copy_address",
]
