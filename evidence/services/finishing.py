"""Ends a keyed job about an item: what was made of it, what is known of it now, and the entry."""

from collections.abc import Sequence

from django.db import transaction

from cases.models import Case
from cases.sealing import GrantedKeys
from custody.enums import CustodyAction, CustodyRole
from custody.services import LogActor, record
from evidence.details import ItemDetails
from evidence.enums import ItemState
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import seal_details
from jobs.services import Lease

WORKER = LogActor(None, CustodyRole.WORKER)
ACTS = {
    ItemState.READY: CustodyAction.ITEM_DERIVED,
    ItemState.HELD: CustodyAction.ITEM_HELD,
    ItemState.DAMAGED: CustodyAction.ITEM_DAMAGED,
}


def finish_item(
    lease: Lease,
    keys: GrantedKeys,
    item: EvidenceItem,
    state: ItemState,
    details: ItemDetails,
    rows: Sequence[Derivative] = (),
) -> None:
    """In one transaction that only the lease's holder enters; `rows` have their new blobs.

    The case first, then the job: in the order of whoever takes a job's keys back.
    """
    with transaction.atomic():
        Case.objects.for_job(item.case_id).select_for_update().get()
        with lease.finishing():
            for row in rows:
                row.save(update_fields=("blob", "blob_bytes", "true_bytes"))
            item.state = state
            item.details_revision += 1
            item.details_epoch = keys.current_log.epoch
            item.sealed_details = seal_details(keys, item, details)
            fields = ("state", "details_revision", "details_epoch", "sealed_details")
            item.save(update_fields=fields)
            told = {"reason": details.held_reason} if details.held_reason else {}
            record(keys.current_log, WORKER, ACTS[state], item.id, told)
