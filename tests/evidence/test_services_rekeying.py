"""New keys for every file: what was copied before opens nothing of what is stored afterwards."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import settings

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organization
from cases.services import grant_access, revoke_grant
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from custody.enums import CustodyAction
from custody.models import CustodyLog
from custody.reading import check_chain_holds
from evidence import services
from evidence.enums import ItemState, kinds_made_of
from evidence.models import Derivative, EvidenceItem, PendingKey, Rekeying
from evidence.room import room_left
from evidence.sealing import file_key, open_derivative, open_original
from evidence.selectors import newest_rekeying, progress_of
from evidence.services import resealing, view_copy_address
from evidence.storage import blob_exists, blob_names, delete_blob, read_blob
from jobs.enums import JobKind, JobState
from jobs.models import Job, WorkerKey
from jobs.sealing import open_grant, own_worker_key
from jobs.services import make_worker_key, run_job
from tests import cast
from tests.evidence.owned import Owned
from tests.jobs.casework import PICTURE, keep_file, original, run_jobs
from tests.jobs.packetwork import ask, build, damage, job_of
from tests.jobs.packetwork import hers as packet_of

TEXT = b"satu baris\n"
Commits = Callable[..., AbstractContextManager[Any]]


class Stolen:
    """Copied file keys, in the place of the case's keys."""

    def __init__(self, hers: Owned) -> None:
        keys = hers.person.keys(hers.case)
        self.case, self._keys = keys.case, {row.id: file_key(keys, row) for row in files(hers)}

    def file(self, item: object, sealed: object, field: int = 0) -> bytes:
        return self._keys[sealed.id]


def files(hers: Owned) -> list[EvidenceItem | Derivative]:
    items = list(EvidenceItem.objects.visible_to(hers.person.actor).order_by("number"))
    return [*items, *Derivative.objects.within(item__in=items).order_by("kind")]


def blobs(hers: Owned) -> list[str | None]:
    return [row.blob for row in files(hers)]


def rekey(hers: Owned) -> Rekeying:
    return services.rekey_files(hers.person.actor, hers.person.keys(hers.case))


def done(hers: Owned) -> Rekeying:
    """Asked for, and carried out by a worker that gets the message at once."""
    row = rekey(hers)
    run_jobs(row.id)
    return newest_rekeying(hers.case) or row


def go_on(hers: Owned, row: Rekeying) -> JobState:
    services.continue_rekeying(hers.person.actor, hers.person.keys(hers.case), row)
    run_jobs(row.id)
    return progress_of(newest_rekeying(hers.case) or row).state


@pytest.fixture(autouse=True)
def worker(hers: Owned, settings: Any, tmp_path: object) -> WorkerKey:
    settings.RUN_DIR = tmp_path
    return make_worker_key()


@pytest.fixture
def picture(hers: Owned) -> EvidenceItem:
    return keep_file(hers.person, hers.case)


@pytest.fixture
def organization(db: None) -> Organization:
    return cast.make_organization(name="LBH Satu", lead=cast.make_staff(name="Lina"))


def test_every_file_lies_under_another_key_and_opens_for_her(
    hers: Owned, picture: EvidenceItem, django_capture_on_commit_callbacks: Commits
) -> None:
    before = blobs(hers)
    with django_capture_on_commit_callbacks(execute=True):
        row = done(hers)
    assert (row.file_count, progress_of(row).state) == (4, JobState.READY)
    assert not set(before) & set(blobs(hers))
    assert [name for name in before if blob_exists(str(name))] == []
    keys = hers.person.keys(hers.case)
    text, image = EvidenceItem.objects.visible_to(hers.person.actor)
    assert (original(keys, text), original(keys, image)) == (TEXT, PICTURE)
    assert view_copy_address(keys, image).startswith("data:image/jpeg")


def test_copied_keys_open_nothing_that_is_stored_afterwards(
    hers: Owned, picture: EvidenceItem
) -> None:
    stolen = Stolen(hers)
    text = files(hers)[0]
    assert b"".join(open_original(stolen, text, len(TEXT), read_blob(text.blob))) == TEXT
    done(hers)
    text, image, preview, view = files(hers)
    for item, data in ((text, TEXT), (image, PICTURE)):
        with pytest.raises(NotOpened):
            b"".join(open_original(stolen, item, len(data), read_blob(item.blob)))
    for row in (preview, view):
        with pytest.raises(NotOpened):
            open_derivative(stolen, row, b"".join(read_blob(row.blob)))


def test_each_file_has_its_entry_in_a_log_that_holds(hers: Owned, picture: EvidenceItem) -> None:
    row = done(hers)
    (asked,) = hers.log(CustodyAction.REKEYING_ASKED)
    assert (asked.obj, asked.role.value, asked.details["files"]) == (row.id, "owner", "4")
    told = [(one.details["number"], one.details["file"]) for one in rekeyed(hers)]
    pictures = [("B-02", kind.value) for kind in kinds_made_of("image")]
    assert sorted(told) == sorted([("B-01", "original"), ("B-02", "original"), *pictures])
    assert check_chain_holds(hers.case.id, hers.person.keys(hers.case).logs)


def rekeyed(hers: Owned) -> list[Any]:
    return hers.log(CustodyAction.ITEM_REKEYED)


def test_the_job_is_lent_old_and_new_keys_of_files_and_no_field(hers: Owned) -> None:
    row = rekey(hers)
    job = Job.objects.get(kind=JobKind.REKEY, object_id=row.id)
    access = open_grant(job.grants.get(), own_worker_key()[1])
    assert set(access.files) == {hers.item.id, row.pending.get().id}
    assert len(set(access.files.values())) == 2
    assert access.fields == {}


def test_a_second_message_changes_nothing(hers: Owned) -> None:
    row = done(hers)
    before = (blobs(hers), len(hers.log()), set(blob_names()))
    run_jobs(row.id)
    assert (blobs(hers), len(hers.log()), set(blob_names())) == before


def test_she_may_ask_again_and_gets_other_keys(hers: Owned) -> None:
    done(hers)
    between, stolen = blobs(hers), Stolen(hers)
    done(hers)
    assert blobs(hers) != between
    (item,) = files(hers)
    with pytest.raises(NotOpened):
        b"".join(open_original(stolen, item, len(TEXT), read_blob(item.blob)))


def test_asking_twice_is_one_rekeying(hers: Owned) -> None:
    assert rekey(hers).pk == rekey(hers).pk
    assert len(hers.log(CustodyAction.REKEYING_ASKED)) == 1


@pytest.mark.parametrize("flipped", [True, False])
def test_a_damaged_original_is_marked_and_not_lost(hers: Owned, *, flipped: bool) -> None:
    blob = hers.item.blob
    damage(hers.item) if flipped else delete_blob(blob)
    row = done(hers)
    (item,) = files(hers)
    assert (item.state, item.blob, row.ended_at is not None) == (ItemState.DAMAGED, blob, True)
    assert blob_exists(blob) is flipped
    assert hers.log(CustodyAction.ITEM_DAMAGED)[-1].obj == item.id
    assert rekeyed(hers) == []


def test_what_is_not_what_was_admitted_is_not_sealed_anew(hers: Owned) -> None:
    """Another text under the same key, as somebody could plant it who once held that key."""
    keys, item = hers.person.keys(hers.case), hers.item
    sealer = services.resealing.FileSealer(
        hers.case.id, item.blob_epoch, item.id, file_key(keys, item)
    )
    planted = b"".join([sealer.update(TEXT.upper()), *sealer.finish()])
    (settings.BLOB_DIR / item.blob).write_bytes(planted)
    done(hers)
    (item,) = files(hers)
    assert (item.state, rekeyed(hers)) == (ItemState.DAMAGED, [])


def test_where_the_log_does_not_hold_no_file_is_touched(hers: Owned) -> None:
    before = blobs(hers)
    row = rekey(hers)
    CustodyLog.objects.filter(case_id=hers.case.id).update(head=bytes(32))
    run_jobs(row.id)
    assert progress_of(row).state == JobState.FAILED
    assert blobs(hers) == before


def test_a_new_epoch_in_the_middle_waits_for_her_and_then_goes_on(
    hers: Owned, organization: Organization
) -> None:
    ani, case = hers.person, hers.case
    grant = grant_access(ani.actor, ani.keys(case), organization, may_build_packets=False)
    row = rekey(hers)
    keys = ani.keys(case)
    copied = keys.file(hers.item.id, row.pending.get())
    revoke_grant(ani.actor, ani.keys(case), grant)
    assert progress_of(row).state == JobState.NEEDS_OWNER
    (pending,) = row.pending.all()
    assert pending.key_epoch == 2
    assert ani.keys(case).file(hers.item.id, pending) != copied
    assert go_on(hers, row) == JobState.READY
    (item,) = files(hers)
    assert (item.key_epoch, item.blob_epoch) == (2, 2)
    assert original(ani.keys(case), item) == TEXT


def test_without_a_worker_it_waits_for_her(hers: Owned) -> None:
    WorkerKey.objects.all().delete()
    row = rekey(hers)
    assert progress_of(row).state == JobState.NEEDS_OWNER
    Job.objects.all().delete()
    assert progress_of(row).state == JobState.NEEDS_OWNER
    make_worker_key()
    assert go_on(hers, row) == JobState.READY


def test_what_was_done_before_a_stop_stays_done(
    hers: Owned, picture: EvidenceItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk gives up at the picture's original; the text is done by then."""
    opened = resealing.open_original

    def failing(keys: Any, item: EvidenceItem, *rest: Any) -> Any:
        if item.id == picture.id:
            raise OSError
        return opened(keys, item, *rest)

    monkeypatch.setattr(resealing, "open_original", failing)
    row = rekey(hers)
    for _ in range(5):
        run_jobs(row.id)
    assert progress_of(row).state == JobState.FAILED
    text = files(hers)[0].blob
    assert 0 < progress_of(row).done < 4
    monkeypatch.undo()
    assert go_on(hers, row) == JobState.READY
    assert files(hers)[0].blob == text
    assert len(rekeyed(hers)) == 4


def test_a_packet_begun_with_the_old_key_waits_instead_of_calling_a_file_damaged(
    hers: Owned,
) -> None:
    packet = ask(hers.person, hers.case)
    done(hers)
    assert job_of(packet).state == JobState.NEEDS_OWNER
    assert build(ask(hers.person, hers.case)) == JobState.READY
    assert packet_of(hers.person, packet).blob
    assert hers.log(CustodyAction.ITEM_DAMAGED) == []


def test_a_picture_that_is_not_made_yet_is_made_under_a_new_key(hers: Owned) -> None:
    WorkerKey.objects.all().delete()
    item = keep_file(hers.person, hers.case)
    stolen = Stolen(hers)
    make_worker_key()
    done(hers)
    item.refresh_from_db()
    services.queue_derivatives(hers.person.actor, hers.person.keys(hers.case), item)
    run_jobs(item.id)
    for row in item.derivatives.all():
        with pytest.raises(NotOpened):
            open_derivative(stolen, row, b"".join(read_blob(row.blob)))
    item.refresh_from_db()
    assert view_copy_address(hers.person.keys(hers.case), item)


def test_a_file_destroyed_in_the_middle_leaves_nothing_behind(
    hers: Owned, picture: EvidenceItem, django_capture_on_commit_callbacks: Commits
) -> None:
    """Its row goes while the worker has it in its hands."""
    seal, made = resealing._original, {}

    def destroyed(work: Any, pending: PendingKey) -> Any:
        blob = made[pending.item_id] = seal(work, pending)
        if pending.item_id == picture.id:
            EvidenceItem.objects.within(pk=picture.pk).delete()
        return blob

    with (
        pytest.MonkeyPatch.context() as patch,
        django_capture_on_commit_callbacks(execute=True),
    ):
        patch.setattr(resealing, "_original", destroyed)
        row = done(hers)
    assert row.ended_at
    (text,) = files(hers)
    assert [blob_exists(made[item.id].name) for item in (text, picture)] == [True, False]
    assert original(hers.person.keys(hers.case), text) == TEXT


def test_the_room_in_her_notes_stays_what_it_was(hers: Owned, picture: EvidenceItem) -> None:
    before = room_left(hers.case).in_case
    rekey(hers)
    assert room_left(hers.case).in_case == before
    run_job(Job.objects.get(kind=JobKind.REKEY).id)
    assert room_left(hers.case).in_case == before


def test_only_the_owner_gives_new_keys_and_only_to_files(
    hers: Owned, organization: Organization
) -> None:
    ani, case = hers.person, hers.case
    grant_access(ani.actor, ani.keys(case), organization, may_build_packets=False)
    lina = organization.memberships.get()
    lead = Actor(Role.LEAD, lina.user, lina)
    for act in (services.rekey_files, lambda *who: services.continue_rekeying(*who, rekey(hers))):
        with pytest.raises(NotPermitted):
            act(lead, ani.keys(case))
    empty = cast.make_case(owner=ani)
    with pytest.raises(PolicyRefused):
        services.rekey_files(ani.actor, ani.keys(empty))
