"""Parts of a picture covered, changed and uncovered again, and all that follows the copy."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any

import pytest

from cases.models import Case
from cases.services import change_shared_items
from cases.services.sharing import start_epoch
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from custody.enums import CustodyAction, CustodyRole
from evidence.covers import EVERYTHING, Box
from evidence.enums import DerivativeKind
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import (
    file_key,
    open_derivative,
    open_details,
    open_shared_details,
    open_shared_picture,
)
from evidence.selectors import cover_job_state, derivative_of, shared_picture_of
from evidence.services import (
    dispose_item,
    queue_derivatives,
    redact_item,
    rekey_files,
)
from evidence.storage import blob_exists, delete_blob, read_blob
from jobs.enums import JobState
from jobs.models import Job, WorkerKey
from jobs.sealing import open_grant, own_worker_key
from jobs.services import make_worker_key
from tests.cases import shared as sharing
from tests.evidence.conftest import NewBreaches
from tests.evidence.owned import Owned
from tests.jobs.casework import PICTURE, keep_file, original, run_jobs

Committing = Callable[..., AbstractContextManager[object]]
BOXES = (Box(1000, 1000, 2000, 2000), Box(5000, 5000, 1000, 1000))


@pytest.fixture(autouse=True)
def worker(db: None, settings: Any, tmp_path: object) -> WorkerKey:
    settings.RUN_DIR = tmp_path
    return make_worker_key()


@pytest.fixture
def picture(hers: Owned) -> EvidenceItem:
    return keep_file(hers.person, hers.case)


def redact(hers: Owned, item: EvidenceItem, boxes: tuple[Box, ...] = BOXES) -> None:
    redact_item(hers.person.actor, hers.person.keys(hers.case), item, boxes)
    item.refresh_from_db()


def covered(hers: Owned, item: EvidenceItem, boxes: tuple[Box, ...] = BOXES) -> Derivative:
    redact(hers, item, boxes)
    run_jobs(item.id)
    row = derivative_of(item, DerivativeKind.REDACTED)
    assert row is not None
    return row


def opened(hers: Owned, row: Derivative) -> bytes:
    keys = hers.person.keys(Case.objects.visible_to(hers.person.actor).get())
    return open_derivative(keys, row, b"".join(read_blob(row.blob or "")))


def test_a_copy_is_made_and_the_original_stays(
    hers: Owned, picture: EvidenceItem, new_breaches: NewBreaches
) -> None:
    before = {row.kind: row.blob for row in picture.derivatives.all()}
    copy = covered(hers, picture)
    keys = hers.person.keys(hers.case)
    assert opened(hers, copy).startswith(b"\xff\xd8")
    assert open_details(keys, picture).covers == BOXES
    assert original(keys, picture) == PICTURE
    after = {row.kind: row.blob for row in picture.derivatives.all()}
    assert after == before | {"redacted": copy.blob}
    assert (cover_job_state(picture), new_breaches()) == (None, [])


def test_the_log_tells_the_boxes_by_their_digest_and_then_the_copy(
    hers: Owned, picture: EvidenceItem
) -> None:
    copy = covered(hers, picture)
    asked, made = hers.log(CustodyAction.ITEM_REDACTED)
    assert (asked.role, asked.details["count"]) == (CustodyRole.OWNER, "2")
    assert len(asked.details["boxes"]) == 64
    assert made.role == CustodyRole.WORKER
    assert made.details["sha256"] == sha256(opened(hers, copy)).hexdigest()


def test_the_job_is_lent_the_original_and_the_copy_alone(
    hers: Owned, picture: EvidenceItem
) -> None:
    redact(hers, picture)
    access = open_grant(Job.objects.get(object_id=picture.id).grants.get(), own_worker_key()[1])
    assert set(access.files) == {picture.id, picture.derivatives.get(kind="redacted").id}


def test_other_boxes_make_another_copy_under_another_key(
    hers: Owned, picture: EvidenceItem, django_capture_on_commit_callbacks: Committing
) -> None:
    first = covered(hers, picture)
    keys = hers.person.keys(hers.case)
    key, blob = file_key(keys, first), first.blob
    with django_capture_on_commit_callbacks(execute=True):
        second = covered(hers, picture, (EVERYTHING,))
    assert file_key(keys, second) != key
    assert not blob_exists(str(blob))
    assert picture.derivatives.count() == 3


def test_the_same_boxes_again_change_nothing(hers: Owned, picture: EvidenceItem) -> None:
    copy, length = covered(hers, picture), len(hers.log())
    redact(hers, picture)
    assert derivative_of(picture, DerivativeKind.REDACTED) == copy
    assert len(hers.log()) == length


def test_without_boxes_there_is_no_copy(
    hers: Owned, picture: EvidenceItem, django_capture_on_commit_callbacks: Committing
) -> None:
    copy = covered(hers, picture)
    with django_capture_on_commit_callbacks(execute=True):
        redact(hers, picture, ())
    assert not blob_exists(str(copy.blob))
    assert (picture.derivatives.count(), cover_job_state(picture)) == (2, None)
    assert hers.log(CustodyAction.ITEM_REDACTED)[-1].details["count"] == "0"


def test_boxes_changed_while_a_copy_is_made_leave_that_one_nowhere(
    hers: Owned,
    picture: EvidenceItem,
    new_breaches: NewBreaches,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from evidence.services import covered_copies

    make = covered_copies.make_covered_copy

    def slow(source: bytes, media_type: str, boxes: tuple[Box, ...]) -> bytes:
        monkeypatch.undo()
        redact(hers, picture, (EVERYTHING,))
        return make(source, media_type, boxes)

    monkeypatch.setattr(covered_copies, "make_covered_copy", slow)
    redact(hers, picture)
    run_jobs(picture.id)
    assert cover_job_state(picture) == JobState.QUEUED
    run_jobs(picture.id)
    assert hers.log(CustodyAction.ITEM_REDACTED)[-1].details.keys() >= {"sha256"}
    assert (cover_job_state(picture), new_breaches()) == (None, [])


def test_a_copy_that_cannot_be_made_takes_nothing_else_with_it(
    hers: Owned, picture: EvidenceItem
) -> None:
    redact(hers, picture)
    delete_blob(picture.blob)
    run_jobs(picture.id)
    assert cover_job_state(picture) == JobState.FAILED
    assert derivative_of(picture, DerivativeKind.VIEW) is not None


def test_new_keys_leave_the_copy_what_it_was(
    hers: Owned, picture: EvidenceItem, new_breaches: NewBreaches
) -> None:
    copy = covered(hers, picture)
    before, blob = opened(hers, copy), copy.blob
    start_epoch(hers.person.actor, hers.person.keys(hers.case))
    copy.refresh_from_db()
    assert opened(hers, copy) == before
    case = Case.objects.visible_to(hers.person.actor).get()
    run_jobs(rekey_files(hers.person.actor, hers.person.keys(case)).id)
    copy.refresh_from_db()
    assert (opened(hers, copy), copy.blob == blob) == (before, False)
    assert new_breaches() == []


def test_a_copy_that_waits_gets_a_fresh_key_with_the_others(
    hers: Owned, picture: EvidenceItem
) -> None:
    redact(hers, picture)
    start_epoch(hers.person.actor, hers.person.keys(hers.case))
    assert cover_job_state(picture) == JobState.NEEDS_OWNER
    keys = hers.person.keys(Case.objects.visible_to(hers.person.actor).get())
    picture.refresh_from_db()
    queue_derivatives(hers.person.actor, keys, picture)
    run_jobs(picture.id)
    assert cover_job_state(picture) is None


def test_erasing_takes_the_copy_along(hers: Owned, picture: EvidenceItem) -> None:
    copy = covered(hers, picture)
    keys = hers.person.keys(hers.case)
    dispose_item(hers.person.actor, keys, picture, at_once=True)
    assert not blob_exists(str(copy.blob))


def test_nobody_covers_what_is_no_picture_or_is_given_up(
    hers: Owned, picture: EvidenceItem
) -> None:
    with pytest.raises(PolicyRefused):
        redact(hers, hers.item)
    keys = hers.person.keys(hers.case)
    dispose_item(hers.person.actor, keys, picture)
    with pytest.raises(NotPermitted):
        redact(hers, picture)


def test_nothing_is_covered_while_files_get_new_keys(hers: Owned, picture: EvidenceItem) -> None:
    rekey_files(hers.person.actor, hers.person.keys(hers.case))
    with pytest.raises(PolicyRefused):
        redact(hers, picture)


def test_holders_of_a_share_get_the_copy_and_know_of_it() -> None:
    shared = sharing.lay_out()
    ani = shared.people.ani
    item = keep_file(ani, shared.case)
    refs = [*(each.ref for each in shared.chosen), item.ref]
    change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, refs)
    redact_item(ani.actor, ani.keys(shared.case), item, BOXES)
    run_jobs(item.id)
    held, row = shared.fitri.share_keys(shared.grant), shared.row(item)
    stored = shared_picture_of(row, DerivativeKind.REDACTED)
    assert stored is not None
    sealed = b"".join(read_blob(stored.picture.blob or ""))
    assert open_shared_picture(held, stored, sealed).startswith(b"\xff\xd8")
    assert open_shared_details(held, row).covers == BOXES


def test_a_view_does_not_open_as_the_covered_copy(hers: Owned, picture: EvidenceItem) -> None:
    copy, view = covered(hers, picture), derivative_of(picture, DerivativeKind.VIEW)
    Derivative.objects.within(pk=copy.pk).delete()
    Derivative.objects.within(pk=view.pk).update(kind="redacted")
    view.refresh_from_db()
    with pytest.raises(NotOpened):
        opened(hers, view)
