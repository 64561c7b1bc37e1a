"""What can be done to evidence: admitted, opened, locked, derived from, covered, re-keyed, erased
and swept."""

from evidence.services.derivatives import make_derivatives, queue_derivatives
from evidence.services.dooming import delete_doomed_blobs, doom_blob
from evidence.services.erasure import (
    dispose_item,
    erase_due_items,
    erase_items_of,
    keep_item,
    waive_window,
)
from evidence.services.intake import Admission, admit_evidence
from evidence.services.keys import reseal_file_keys
from evidence.services.locking import lock_closed_items
from evidence.services.noting import note_fingerprint, note_sighting
from evidence.services.opening import (
    covered_copy_address,
    download_original,
    locate_item,
    mark_damaged,
    reveal_item,
    shut_items,
    view_copy_address,
)
from evidence.services.quoting import ReadChat, chat_of, quote_messages, quoted_lines
from evidence.services.redaction import redact_item
from evidence.services.rekeying import continue_rekeying, rekey_files
from evidence.services.resealing import reseal_files
from evidence.services.shared_opening import download_shared, reveal_shared, shared_view_address
from evidence.services.sharing import choose_items, item_choices
from evidence.services.threads import choose_thread
from evidence.services.upkeep import named_blobs, own_blobs, sweep_blobs
from evidence.services.uploading import (
    begin_upload,
    drop_upload,
    finish_upload,
    sweep_uploads,
    take_part,
)

__all__ = [
    "Admission",
    "ReadChat",
    "admit_evidence",
    "begin_upload",
    "chat_of",
    "choose_items",
    "choose_thread",
    "continue_rekeying",
    "covered_copy_address",
    "delete_doomed_blobs",
    "dispose_item",
    "doom_blob",
    "download_original",
    "download_shared",
    "drop_upload",
    "erase_due_items",
    "erase_items_of",
    "finish_upload",
    "item_choices",
    "keep_item",
    "locate_item",
    "lock_closed_items",
    "make_derivatives",
    "mark_damaged",
    "named_blobs",
    "note_fingerprint",
    "note_sighting",
    "own_blobs",
    "queue_derivatives",
    "quote_messages",
    "quoted_lines",
    "redact_item",
    "rekey_files",
    "reseal_file_keys",
    "reseal_files",
    "reveal_item",
    "reveal_shared",
    "shared_view_address",
    "shut_items",
    "sweep_blobs",
    "sweep_uploads",
    "take_part",
    "view_copy_address",
    "waive_window",
]
