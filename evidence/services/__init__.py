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
from evidence.services.rekeying import continue_rekeying, rekey_files
from evidence.services.resealing import reseal_files
from evidence.services.upkeep import sweep_blobs

__all__ = [
    "Admission",
    "admit_evidence",
    "continue_rekeying",
    "download_original",
    "lock_closed_items",
    "make_derivatives",
    "mark_damaged",
    "queue_derivatives",
    "rekey_files",
    "reseal_file_keys",
    "reseal_files",
    "reveal_item",
    "sweep_blobs",
    "view_copy_address",
]
