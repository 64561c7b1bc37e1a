"""Ends a keyed job about an item: what was made of it, what is known of it now, and the entry."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from cases.models import Case
from cases.sealing import GrantedKeys
from core.exceptions import NotOpened
from custody.enums import CustodyAction, CustodyRole
from custody.services import LogActor, record
from evidence.details import ItemDetails
from evidence.enums import ItemState
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import seal_details, seal_shared_details
from jobs.services import Lease

WORKER = LogActor(None, CustodyRole.WORKER)
ACTS = {
    ItemState.READY: CustodyAction.ITEM_DERIVED,
    ItemState.HELD: CustodyAction.ITEM_HELD,
    ItemState.DAMAGED: CustodyAction.ITEM_DAMAGED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; `rows` have their new blobs. Without an `act` of its own the entry is that
    of the state."""

    state: ItemState
    details: ItemDetails
    rows: Sequence[Derivative] = ()
    act: CustodyAction | None = None


def finish_item(lease: Lease, keys: GrantedKeys, item: EvidenceItem, outcome: Outcome) -> None:
    """In one transaction that only the lease's holder enters.

    The holders of shares that the item lies in are told as well. The case first, then the job: in
    the order of whoever takes a job's keys back.
    """
    with transaction.atomic():
        Case.objects.for_job(item.case_id).select_for_update().get()
        with lease.finishing():
            for row in outcome.rows:
                row.save(update_fields=("blob", "blob_bytes", "true_bytes"))
            item.state = outcome.state
            item.details_revision += 1
            item.details_epoch = keys.current_log.epoch
            item.sealed_details = seal_details(keys, item, outcome.details)
            fields = ("state", "details_revision", "details_epoch", "sealed_details")
            item.save(update_fields=fields)
            _tell_shares(keys, item, outcome.details)
            reason = outcome.details.held_reason
            told = {"reason": reason} if reason else {}
            act = outcome.act or ACTS[outcome.state]
            record(keys.current_log, WORKER, act, item.id, told)


def _tell_shares(keys: GrantedKeys, item: EvidenceItem, details: ItemDetails) -> None:
    """A share of which the job was lent no key, as its own was changed behind our back, is passed
    over: what its holders knew stays."""
    for row in item.shares.all():
        row.item = item
        with suppress(NotOpened):
            seal_shared_details(keys.of_share(row.grant_id), row, details)
            row.save(update_fields=("sealed_details",))
