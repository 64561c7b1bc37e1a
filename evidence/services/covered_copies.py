"""Makes the covered copy of a picture, in the keyed job of its derivatives."""

from hashlib import sha256

from django.db import transaction

from cases.models import Case
from cases.sealing import GrantedKeys
from core.exceptions import NotOpened
from custody.enums import CustodyAction
from custody.services import record
from evidence.details import ItemDetails
from evidence.models import Derivative
from evidence.sandbox.contract import NotMade
from evidence.sandbox.covering import make_covered_copy
from evidence.sealing import open_original, seal_derivative
from evidence.services.finishing import WORKER
from evidence.storage import delete_blob, read_blob, write_blob
from jobs.exceptions import JobFailed
from jobs.services import Lease


def make_covered(lease: Lease, keys: GrantedKeys, row: Derivative, details: ItemDetails) -> None:
    """From the original's pixels, sealed under the row's key, its SHA-256 in the log.

    Idempotent: only the lease's holder names its blob. JobFailed where it cannot be made: until it
    is, neither it nor the original leaves.
    """
    item = row.item
    try:
        original = b"".join(open_original(keys, item, details.size, read_blob(item.blob)))
        lease.beat()
        copy = make_covered_copy(original, details.media_type, details.covers)
    except NotMade as error:
        raise JobFailed(error.reason.value) from error
    except NotOpened as error:
        raise JobFailed("not_opened") from error
    sealed = seal_derivative(keys, row, copy)
    row.blob, row.blob_bytes, row.true_bytes = write_blob(sealed), len(sealed), len(copy)
    try:
        _finish(lease, keys, row, sha256(copy).hexdigest())
    except BaseException:
        delete_blob(row.blob)
        raise


def _finish(lease: Lease, keys: GrantedKeys, row: Derivative, digest: str) -> None:
    """The case first, then the job: in the order of whoever takes a job's keys back."""
    with transaction.atomic():
        Case.objects.for_job(row.item.case_id).select_for_update().get()
        with lease.finishing():
            row.save(update_fields=("blob", "blob_bytes", "true_bytes"))
            told = {"number": row.item.label, "sha256": digest}
            record(keys.current_log, WORKER, CustodyAction.ITEM_REDACTED, row.item_id, told)
