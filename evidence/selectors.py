"""Which rows a page shows, and what the log says is locked."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from cases.models import Case, Grant
from cases.sealing import CaseKeys
from core.exceptions import NotOpened
from custody.enums import CustodyAction
from custody.exceptions import ChainBroken
from custody.reading import checked_events
from evidence.enums import LOOKED_AT, DerivativeKind, ItemState
from evidence.models import (
    Derivative,
    EvidenceItem,
    Rekeying,
    SharedItem,
    SharedPicture,
    Upload,
)
from jobs.enums import JobKind, JobState
from jobs.models import Job


def offset_of(upload: Upload, length: int) -> int:
    """How much of a file of this length is here: where the next part begins."""
    if upload.item_id is not None:
        return length
    last = upload.parts.last()
    if last is None:
        return 0
    return length if last.end is None else last.end


def next_number(case: Case) -> int:
    """The case's row is locked by the caller: two uploads never get one number, and none gets that
    of an item that was erased."""
    highest: int = case.items.aggregate(highest=Max("number"))["highest"] or 0
    return max(highest, case.retired_number) + 1


def locked_items(keys: CaseKeys) -> frozenset[UUID]:
    """The items that the log, checked link by link, tells of as locked, whatever their rows say.

    NotOpened where the log does not hold: it cannot say then what was locked.
    """
    try:
        events = list(checked_events(keys.case.id, keys.logs))
    except ChainBroken as error:
        raise NotOpened from error
    return frozenset(event.obj for event in events if event.act == CustodyAction.ITEM_LOCKED)


def previews_of(case: Case) -> dict[UUID, Derivative]:
    """The blurred preview of each item that has one, by item id."""
    made = Derivative.objects.within(
        item__case=case, kind=DerivativeKind.PREVIEW, blob__isnull=False
    )
    return {row.item_id: row for row in made}


def derivative_of(item: EvidenceItem, kind: DerivativeKind) -> Derivative | None:
    return item.derivatives.filter(kind=kind, blob__isnull=False).first()


def looked_at(item: EvidenceItem) -> Derivative | None:
    """What is shown of an item to whoever looks: its view copy, or its strip."""
    kind = LOOKED_AT.get(item.file_class)
    return derivative_of(item, kind) if kind else None


def shared_picture_of(row: SharedItem, kind: DerivativeKind) -> SharedPicture | None:
    made = row.pictures.filter(picture__kind=kind, picture__blob__isnull=False)
    return made.select_related("picture").first()


def shared_looked_at(row: SharedItem) -> SharedPicture | None:
    """What is shown of a shared item to whoever looks."""
    kind = LOOKED_AT.get(row.item.file_class)
    return shared_picture_of(row, kind) if kind else None


def shared_previews(grant: Grant) -> dict[UUID, SharedPicture]:
    """The blurred preview of each shared item that has one, by item id."""
    made = SharedPicture.objects.filter(
        shared_item__grant=grant,
        picture__kind=DerivativeKind.PREVIEW,
        picture__blob__isnull=False,
    )
    return {row.picture.item_id: row for row in made.select_related("picture")}


def picture_job_state(item: EvidenceItem) -> JobState | None:
    """Where the work on an item's first pictures stands; None where none is left to be done."""
    return _job_state(item) if item.state == ItemState.RECEIVED else None


def cover_job_state(item: EvidenceItem) -> JobState | None:
    """The same of its covered copy; None where it is made, or nothing is covered."""
    to_cover = item.derivatives.filter(kind=DerivativeKind.REDACTED, blob__isnull=True)
    return _job_state(item) if to_cover.exists() else None


def _job_state(item: EvidenceItem) -> JobState:
    """A job whose row was tidied away waits for its owner like one that nobody could open."""
    job = Job.objects.of(JobKind.DERIVATIVES, item.id).first()
    return JobState(job.state) if job else JobState.NEEDS_OWNER


def newest_rekeying(case: Case) -> Rekeying | None:
    return case.rekeyings.first()


def pending_rekeying(case: Case) -> Rekeying | None:
    return case.rekeyings.filter(ended_at__isnull=True).first()


@dataclass(frozen=True, slots=True)
class RekeyingProgress:
    """How many of the files have their new keys, and where the work on the others stands."""

    done: int
    count: int
    state: JobState


def progress_of(row: Rekeying) -> RekeyingProgress:
    done = row.file_count - row.pending.count()
    return RekeyingProgress(done, row.file_count, _rekeying_state(row))


def _rekeying_state(row: Rekeying) -> JobState:
    """The row and its job end in one transaction: a job that ended after the row was read was
    still at work by that row. One whose row was tidied away waits for its owner."""
    if row.ended_at:
        return JobState.READY
    job = Job.objects.of(JobKind.REKEY, row.id).first()
    if job is None:
        return JobState.NEEDS_OWNER
    return JobState.BUILDING if job.state == JobState.READY else JobState(job.state)
