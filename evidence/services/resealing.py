"""Runs a re-keying: each file opened, checked and sealed anew in one stream, then named."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from cases.models import Case
from cases.sealing import GrantedKeys
from core.clock import now
from core.exceptions import NotOpened
from custody.enums import CustodyAction, CustodyRole
from custody.exceptions import ChainBroken
from custody.reading import checked_events
from custody.services import LogActor, record
from evidence.models import Derivative, EvidenceItem, PendingKey, PendingShareKey, Rekeying
from evidence.sealing import FileSealer, SealedFile, derivative_anew, open_original
from evidence.services.opening import mark_damaged
from evidence.storage import BlobWriter, delete_blob, read_blob, write_blob
from jobs.exceptions import JobFailed, LeaseLost
from jobs.sealing import Access
from jobs.services import Lease, withdraw_file

WORKER = LogActor(None, CustodyRole.WORKER)
ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Work:
    """What each file needs: the lease, the keys old and new, and what the log says was admitted."""

    lease: Lease
    keys: GrantedKeys
    admitted: Mapping[UUID, SealedFile]
    pulse: Callable[[], None]

    def lock(self) -> None:
        """The case before the job: in the order of whoever takes a job's keys back."""
        Case.objects.for_job(self.keys.case.pk).select_for_update().get()
        self.lease.beat()


@dataclass(frozen=True, slots=True)
class NewBlob:
    name: str
    size: int


def reseal_files(lease: Lease, access: Access) -> None:
    """Runs the job: file by file to its new blob and key, with `evidence.item.rekeyed` for each;
    originals first, by their numbers.

    Idempotent: a file is done when its row names the new blob, and only the lease's holder lets it;
    a second run takes the files that are left. An original that does not open, or is not what was
    admitted, keeps blob and key and is marked as damaged.
    """
    row = Rekeying.objects.for_job(lease.job.object_id).select_related("case").first()
    if row is None:
        raise JobFailed("rekeying_gone")
    keys = GrantedKeys(row.case, access)
    work = Work(lease, keys, _admitted(keys), lease.pulse())
    in_turn = (F("item__number").asc(nulls_last=True), "derivative__item__number", "pk")
    for pending in row.pending.select_related("item", "derivative__item").order_by(*in_turn):
        _reseal(work, pending)
    with transaction.atomic():
        work.lock()
        with lease.finishing():
            Rekeying.objects.for_job(row.pk).update(ended_at=now())


def _admitted(keys: GrantedKeys) -> dict[UUID, SealedFile]:
    """Size and digest by the signed log; where that does not hold, no file is replaced."""
    try:
        return {
            event.obj: SealedFile(int(event.details["size"]), event.details["sha256"])
            for event in checked_events(keys.case.id, keys.logs)
            if event.act == CustodyAction.ITEM_ADMITTED
        }
    except ChainBroken as error:
        raise JobFailed("log_broken") from error


def _reseal(work: Work, pending: PendingKey) -> None:
    try:
        made = _original(work, pending) if pending.item else _picture(work, pending)
    except NotOpened:
        _leave(work, pending)
        return
    try:
        _replace(work, pending, made)
    except Exception:
        _drop(made.name)
        raise


def _original(work: Work, pending: PendingKey) -> NewBlob:
    item = pending.item
    admitted = work.admitted.get(pending.file.id)
    if item is None or admitted is None:
        raise NotOpened
    key = work.keys.file(pending.id, pending)
    sealer = FileSealer(item.case_id, work.keys.current_log.epoch, item.id, key)
    with closing(sealer), closing(BlobWriter()) as writer:
        for data in open_original(work.keys, item, admitted.size, read_blob(item.blob)):
            work.pulse()
            writer.write(sealer.update(data))
        for sealed in sealer.finish():
            writer.write(sealed)
        if sealer.result != admitted:
            raise NotOpened
        return NewBlob(writer.commit(), writer.bytes_written)


def _picture(work: Work, pending: PendingKey) -> NewBlob:
    row = pending.derivative
    if row is None or row.blob is None:
        raise NotOpened
    sealed = derivative_anew(work.keys, row, pending, read_blob(row.blob))
    return NewBlob(write_blob(sealed), len(sealed))


@transaction.atomic
def _replace(work: Work, pending: PendingKey, made: NewBlob) -> None:
    """The row names the new blob and key; the old blob goes after the commit, or with the sweep.

    Jobs that were lent the old key lose it: what they opened with it would look damaged to them.
    A file that was destroyed in the meantime leaves nothing of itself behind.
    """
    work.lock()
    item, file = _item_of(pending), pending.file
    changes = {
        "blob": made.name,
        "blob_bytes": made.size,
        "blob_epoch": work.keys.current_log.epoch,
        "key_epoch": pending.key_epoch,
        "sealed_key": pending.sealed_key,
    }
    prepared = list(pending.share_keys.all())
    if not PendingKey.objects.filter(pk=pending.pk).delete()[0]:
        transaction.on_commit(partial(delete_blob, made.name))
        return
    rows = (Derivative if pending.derivative else EvidenceItem).objects
    if not rows.within(pk=file.pk, blob=file.blob).update(**changes):
        raise LeaseLost
    _hand_on(file, prepared)
    withdraw_file(item.case_id, item.id)
    part = pending.derivative.kind if pending.derivative else ORIGINAL
    told = {"number": item.label, "file": part}
    record(work.keys.current_log, WORKER, CustodyAction.ITEM_REKEYED, item.id, told)
    transaction.on_commit(partial(delete_blob, file.blob or ""))


def _hand_on(file: EvidenceItem | Derivative, prepared: Sequence[PendingShareKey]) -> None:
    """Holders of a share go on with the new key; where none was sealed for them, the old opens
    nothing and goes."""
    rows: QuerySet[Any] = file.shares.all()
    for one in prepared:
        place = one.shared_item_id or one.shared_picture_id
        rows.filter(pk=place).update(sealed_key=one.sealed_key)
    kept = [one.shared_item_id or one.shared_picture_id for one in prepared]
    rows.exclude(pk__in=kept).delete()


@transaction.atomic
def _leave(work: Work, pending: PendingKey) -> None:
    """What cannot be sealed anew stays where it is, under its old key."""
    work.lock()
    PendingKey.objects.filter(pk=pending.pk).delete()
    if pending.item:
        mark_damaged(work.keys, WORKER, pending.item)


def _item_of(pending: PendingKey) -> EvidenceItem:
    file = pending.file
    return file.item if isinstance(file, Derivative) else file


def _drop(name: str) -> None:
    """Removes a blob unless its row stands: a commit can succeed and still be reported as failed.
    What stays behind in doubt is swept."""
    rows = (EvidenceItem.objects.for_upkeep(), Derivative.objects.for_upkeep())
    if not any(row.filter(blob=name).exists() for row in rows):
        delete_blob(name)
