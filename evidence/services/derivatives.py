"""Previews, view copies and strips, made from pixels by a confined process in a keyed job."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace

from django.db import transaction

from accounts.actors import Actor
from cases.models import Case
from cases.sealing import GrantedKeys, HeldKeys
from core.exceptions import NotOpened
from custody.enums import CustodyAction, CustodyRole
from custody.services import LogActor, record
from evidence.details import LOCKED, ItemDetails
from evidence.enums import DerivativeKind, ItemField, ItemState, kinds_made_of
from evidence.models import Derivative, EvidenceItem
from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.picture_answer import Derivatives
from evidence.sandbox.pictures import make_picture_derivatives
from evidence.sandbox.videos import make_video_derivatives
from evidence.sealing import file_key, open_details, open_original, seal_derivative, seal_details
from evidence.services.opening import open_checked
from evidence.sniffing import FileClass
from evidence.storage import delete_blob, read_blob, write_blob
from jobs.enums import JobKind
from jobs.exceptions import JobFailed
from jobs.models import Job
from jobs.sealing import Access
from jobs.services import Lease, queue_job

WORKER = LogActor(None, CustodyRole.WORKER)
# Who makes the two pictures of a class, the preview and what is looked at, from its bytes and type.
Maker = Callable[[Iterable[bytes], str], Derivatives]
MAKERS: dict[FileClass, Maker] = {
    FileClass.IMAGE: make_picture_derivatives,
    FileClass.VIDEO: make_video_derivatives,
}


def queue_derivatives(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> Job:
    """A job with the keys of this item and its two pictures, of item details, and of the log.

    PolicyRefused where no picture may be made of it: no key of it leaves then.
    """
    open_checked(keys, item)
    return queue_first_derivatives(actor, keys, item)


def queue_first_derivatives(actor: Actor, keys: HeldKeys, item: EvidenceItem) -> Job:
    """The same for an item that its caller has just admitted, and so checked."""
    rows = [item, *item.derivatives.all()]
    files = {row.id: file_key(keys, row) for row in rows}
    access = keys.access((ItemField.DETAILS,), files, written_in=item.details_epoch)
    return queue_job(JobKind.DERIVATIVES, keys.case.id, item.id, actor.user_id, access)


def make_derivatives(lease: Lease, access: Access) -> None:
    """Runs the job: original opened piece by piece, pictures made in confinement, sealed, recorded.

    Idempotent: a second run makes the pictures again and the first to finish counts. An original
    that cannot be rendered is `held`, one that does not open is `damaged`; both keep their row.
    """
    item = EvidenceItem.objects.for_job(lease.job.object_id).select_related("case").first()
    if item is None:
        raise JobFailed("item_gone")
    keys = GrantedKeys(item.case, access)
    details = open_details(keys, item)
    if details.is_locked:
        raise JobFailed(LOCKED)
    try:
        made = _make(lease, keys, item, details)
    except NotOpened:
        _finish(lease, keys, item, ItemState.DAMAGED, replace(details, held_reason="damaged"))
    except NotMade as error:
        if error.reason == Reason.NOT_CONFINED:
            raise JobFailed(error.reason.value) from error
        reason = replace(details, held_reason=error.reason.value)
        _finish(lease, keys, item, ItemState.HELD, reason)
    else:
        told = replace(
            details, facts=asdict(made.facts), metadata=made.metadata, location=made.location
        )
        _store(lease, keys, item, told, made)


def _make(lease: Lease, keys: GrantedKeys, item: EvidenceItem, details: ItemDetails) -> Derivatives:
    """Pieces are provisional until the last came; nothing is decoded before that."""
    maker = MAKERS.get(details.file_class)
    if maker is None:
        raise NotMade(Reason.WRONG_TYPE)
    pieces = open_original(keys, item, details.size, read_blob(item.blob))
    return maker(_kept_alive(lease, pieces), details.media_type)


def _kept_alive(lease: Lease, pieces: Iterable[bytes]) -> Iterator[bytes]:
    pulse = lease.pulse()
    for piece in pieces:
        pulse()
        yield piece
    lease.beat()


def _store(
    lease: Lease, keys: GrantedKeys, item: EvidenceItem, details: ItemDetails, made: Derivatives
) -> None:
    """Blobs first; they are removed again where the lease was lost in the meantime."""
    kinds = kinds_made_of(details.file_class)
    pictures = dict(zip(kinds, (made.preview, made.view), strict=True))
    rows: list[Derivative] = []
    try:
        for row in item.derivatives.all():
            picture = pictures[DerivativeKind(row.kind)]
            sealed = seal_derivative(keys, row, picture)
            row.blob, row.blob_bytes = write_blob(sealed), len(sealed)
            row.true_bytes = len(picture)
            rows.append(row)
        _finish(lease, keys, item, ItemState.READY, details, rows)
    except BaseException:
        for row in rows:
            delete_blob(row.blob or "")
        raise


ACTS = {
    ItemState.READY: CustodyAction.ITEM_DERIVED,
    ItemState.HELD: CustodyAction.ITEM_HELD,
    ItemState.DAMAGED: CustodyAction.ITEM_DAMAGED,
}


def _finish(
    lease: Lease,
    keys: GrantedKeys,
    item: EvidenceItem,
    state: ItemState,
    details: ItemDetails,
    rows: list[Derivative] | None = None,
) -> None:
    """The case first, then the job: in the order of whoever takes a job's keys back."""
    with transaction.atomic():
        Case.objects.for_job(item.case_id).select_for_update().get()
        with lease.finishing():
            for row in rows or []:
                row.save(update_fields=("blob", "blob_bytes", "true_bytes"))
            item.state = state
            item.details_revision += 1
            item.details_epoch = keys.current_log.epoch
            item.sealed_details = seal_details(keys, item, details)
            fields = ("state", "details_revision", "details_epoch", "sealed_details")
            item.save(update_fields=fields)
            told = {"reason": details.held_reason} if details.held_reason else {}
            record(keys.current_log, WORKER, ACTS[state], item.id, told)
