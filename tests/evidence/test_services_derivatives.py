"""The keyed job that makes an item's pictures, run in this process."""

import pytest

from core.exceptions import NotOpened
from custody.enums import CustodyAction
from evidence.chronology import shown_items
from evidence.enums import DerivativeKind, ItemState
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import open_derivative, open_details
from evidence.selectors import picture_job_state
from evidence.services import queue_derivatives, view_copy_address
from evidence.storage import blob_names, delete_blob, read_blob
from jobs.enums import JobState
from jobs.models import Job, WorkerKey
from jobs.sealing import open_grant, own_worker_key
from jobs.services import make_worker_key, run_job
from tests import sample_files
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file, run_jobs


@pytest.fixture(autouse=True)
def worker(hers: Owned, settings: object, tmp_path: object) -> WorkerKey:
    settings.RUN_DIR = tmp_path
    return make_worker_key()


def kept_without_worker(hers: Owned, data: bytes = b"") -> EvidenceItem:
    """A picture whose job waits for a new grant, as after a boot of the machine."""
    WorkerKey.objects.all().delete()
    item = keep_file(hers.person, hers.case, data or sample_files.png(400, 300))
    make_worker_key()
    return item


def go_on(hers: Owned, item: EvidenceItem) -> EvidenceItem:
    queue_derivatives(hers.person.actor, hers.person.keys(hers.case), item)
    run_jobs(item.id)
    item.refresh_from_db()
    return item


def test_two_pictures_are_made_and_sealed(hers: Owned) -> None:
    item = go_on(hers, kept_without_worker(hers))
    keys = hers.person.keys(hers.case)
    made = {row.kind: row for row in item.derivatives.all()}
    for kind, head in ((DerivativeKind.PREVIEW, b"RIFF"), (DerivativeKind.VIEW, b"\xff\xd8")):
        sealed = b"".join(read_blob(made[kind].blob))
        opened = open_derivative(keys, made[kind], sealed)
        assert opened.startswith(head)
        assert len(opened) == made[kind].true_bytes
        assert opened not in sealed
    assert item.state == ItemState.READY
    assert hers.log(CustodyAction.ITEM_DERIVED)[-1].obj == item.id


def test_the_job_is_lent_the_keys_of_this_item_alone(hers: Owned) -> None:
    other = keep_file(hers.person, hers.case)
    item = kept_without_worker(hers)
    job = queue_derivatives(hers.person.actor, hers.person.keys(hers.case), item)
    access = open_grant(job.grants.get(), own_worker_key()[1])
    pictures = Derivative.objects.within(item=item).values_list("id", flat=True)
    assert set(access.files) == {item.id, *pictures}
    assert other.id not in access.files


def test_what_cannot_be_drawn_is_held_and_its_original_kept(hers: Owned) -> None:
    cut = sample_files.truncated(sample_files.png(400, 300))
    item = go_on(hers, kept_without_worker(hers, cut))
    assert item.state == ItemState.HELD
    assert open_details(hers.person.keys(hers.case), item).held_reason == "damaged"
    assert b"".join(read_blob(item.blob))
    assert hers.log(CustodyAction.ITEM_HELD)[-1].obj == item.id


def test_an_original_that_is_gone_is_noted_as_damaged(hers: Owned) -> None:
    item = kept_without_worker(hers)
    delete_blob(item.blob)
    assert go_on(hers, item).state == ItemState.DAMAGED
    assert hers.log(CustodyAction.ITEM_DAMAGED)[-1].obj == item.id


def test_a_second_run_changes_nothing(hers: Owned) -> None:
    item = go_on(hers, kept_without_worker(hers))
    before = (item.details_revision, set(blob_names()), len(hers.log()))
    for job in Job.objects.filter(object_id=item.id):
        run_job(job.id)
    item.refresh_from_db()
    assert (item.details_revision, set(blob_names()), len(hers.log())) == before


def test_one_picture_does_not_open_in_the_place_of_another(hers: Owned) -> None:
    item = go_on(hers, kept_without_worker(hers))
    preview, view = item.derivatives.order_by("kind")
    keys = hers.person.keys(hers.case)
    with pytest.raises(NotOpened):
        open_derivative(keys, view, b"".join(read_blob(preview.blob)))


def swap_kinds(item: EvidenceItem) -> None:
    rows = Derivative.objects.within(item=item)
    preview, view = rows.get(kind=DerivativeKind.PREVIEW), rows.get(kind=DerivativeKind.VIEW)
    for pk, kind in ((view.pk, "aside"), (preview.pk, "view"), (view.pk, "preview")):
        Derivative.objects.within(pk=pk).update(kind=kind)


def test_a_sharp_picture_is_not_shown_as_the_blurred_one(hers: Owned) -> None:
    item = go_on(hers, kept_without_worker(hers))
    keys = hers.person.keys(hers.case)
    [before] = [one.preview for one in shown_items(keys, with_previews=True) if one.preview]
    swap_kinds(item)
    assert before.startswith("data:image/webp")
    assert {one.preview for one in shown_items(keys, with_previews=True)} == {""}
    with pytest.raises(NotOpened):
        view_copy_address(keys, item)


def test_a_picture_is_not_shown_as_that_of_another_item(hers: Owned) -> None:
    item, other = (go_on(hers, kept_without_worker(hers)) for _ in range(2))
    view = Derivative.objects.within(item=item, kind=DerivativeKind.VIEW)
    Derivative.objects.within(item=other, kind=DerivativeKind.VIEW).delete()
    view.update(item=other)
    with pytest.raises(NotOpened):
        view_copy_address(hers.person.keys(hers.case), other)


def test_where_the_work_stands_is_told_until_it_is_done(hers: Owned) -> None:
    item = kept_without_worker(hers)
    assert picture_job_state(item) == JobState.NEEDS_OWNER
    Job.objects.filter(object_id=item.id).delete()
    assert picture_job_state(item) == JobState.NEEDS_OWNER
    assert picture_job_state(go_on(hers, item)) is None
    assert picture_job_state(hers.item) is None
