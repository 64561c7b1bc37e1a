"""Covers parts of a picture for good: in a copy, which leaves in place of the original."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

from django.db import transaction
from django.utils.module_loading import import_string

from accounts.actors import Actor
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from core.exceptions import NotOpened, NotPermitted
from custody.enums import CustodyAction
from custody.services import record
from evidence.covers import Box
from evidence.details import ItemDetails
from evidence.enums import DerivativeKind
from evidence.models import EvidenceItem, SharedItem, SharedPicture
from evidence.permissions import check_user_can_admit
from evidence.policies import check_item_can_be_covered, check_no_rekeying
from evidence.sealing import new_derivative, seal_details, seal_shared_item
from evidence.selectors import derivative_of, pending_rekeying
from evidence.services.derivatives import queue_derivatives
from evidence.services.dooming import delete_doomed_blobs, doom_blob
from evidence.services.opening import open_checked
from jobs.enums import JobKind
from jobs.models import Job
from jobs.services import withdraw_file

# Apps above this one that keep pictures as they were before: each lets go of those of this case.
ON_COVER = ("packets.services.withdraw_made_packets",)


@transaction.atomic
def redact_item(
    actor: Actor, keys: HeldKeys, item: EvidenceItem, boxes: Sequence[Box]
) -> EvidenceItem:
    """From now on exactly these parts are covered, in a copy made anew under a key of its own;
    without boxes there is no such copy. The original stays as it is.

    Jobs that were lent keys of before lose them, packets in the making too; where something is
    covered, made ones go. Shares of the item get the copy. PolicyRefused where there is no picture,
    nobody may open it, or files get new keys. The same boxes again change nothing. Writes
    `evidence.item.redacted`.
    """
    check_user_can_admit(actor, keys.case)
    hold_case(keys)
    row = EvidenceItem.objects.within(pk=item.pk, case=keys.case).kept().select_for_update().first()
    if row is None:
        raise NotPermitted
    check_item_can_be_covered(row)
    check_no_rekeying(pending_rekeying(keys.case) is not None)
    details = open_checked(keys, row)
    if details.covers != tuple(boxes):
        _cover(actor, keys, row, replace(details, covers=tuple(boxes)))
    if boxes and derivative_of(row, DerivativeKind.REDACTED) is None:
        queue_derivatives(actor, keys, row)
    return row


def digest_of(boxes: Sequence[Box]) -> str:
    """By which the log tells which boxes they were, and nothing of where they lie."""
    return sha256(json.dumps([box.numbers for box in boxes]).encode()).hexdigest()


def _cover(actor: Actor, keys: HeldKeys, row: EvidenceItem, details: ItemDetails) -> None:
    withdraw_file(keys.case.id, row.id)
    _drop_copy(row)
    if details.covers:
        new_derivative(keys, row, DerivativeKind.REDACTED).save(force_insert=True)
        for let_go in ON_COVER:
            import_string(let_go)(keys)
    row.details_revision += 1
    row.details_epoch = keys.case.epoch
    row.sealed_details = seal_details(keys, row, details)
    row.save(update_fields=("details_revision", "details_epoch", "sealed_details"))
    _tell_shares(keys, row)
    told = {"number": row.label, "count": str(len(details.covers))}
    told |= {"boxes": digest_of(details.covers)}
    record(keys.current_log, actor.for_log(), CustodyAction.ITEM_REDACTED, row.id, told)


def _drop_copy(row: EvidenceItem) -> None:
    """The copy of before, with its key, those of its shares, and the work on it."""
    Job.objects.of(JobKind.DERIVATIVES, row.id).delete()
    copies = row.derivatives.filter(kind=DerivativeKind.REDACTED)
    for copy in copies:
        if copy.blob:
            doom_blob(copy.blob)
            transaction.on_commit(delete_doomed_blobs)
    copies.delete()


def _tell_shares(keys: HeldKeys, row: EvidenceItem) -> None:
    """What the holders of shares know of the item, and the keys of its pictures, as they are now.

    A share whose own key was changed behind our back is passed over.
    """
    live = keys.case.grants.live().of_items()
    for shared in SharedItem.objects.within(item=row, grant__in=live).select_related("grant"):
        with suppress(NotOpened):
            share = keys.share(shared.grant)
            shared.item = row
            pictures = seal_shared_item(share, keys, shared)
            shared.pictures.all().delete()
            shared.save(update_fields=("sealed_key", "sealed_details"))
            SharedPicture.objects.bulk_create(pictures)
