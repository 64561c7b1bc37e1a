"""A grant opens for one worker, for one job, for a quarter of an hour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F

from core.exceptions import NotOpened
from custody.sealing import LogKey
from jobs.enums import JobKind, JobState
from jobs.exceptions import NoLiveGrant
from jobs.models import Job, JobGrant, WorkerKey
from jobs.sealing import (
    GRANT_LABEL,
    SIGNATURE_BYTES,
    Access,
    Recipient,
    _context,
    _encode,
    open_grant,
    own_worker_key,
)
from jobs.services import make_worker_key, note_worker_alive, requeue_expired, run_job
from tests.clock import Clock
from tests.jobs.conftest import Machines
from tests.jobs.runners import access, queued, ran, state_of
from vault.keys import PublicKey, wrap
from vault.signing import SigningKey

pytestmark = pytest.mark.django_db


def opened_here(job: Job, of: WorkerKey) -> Access:
    """What this machine makes of the grant that was sealed to a worker."""
    own = own_worker_key()
    assert own is not None
    return open_grant(job.grants.get(worker_key=of), own[1])


def test_a_grant_gives_back_exactly_what_was_granted(worker: WorkerKey) -> None:
    given = access()
    back = opened_here(queued(with_access=given), worker)
    assert (back.files, back.fields) == (given.files, given.fields)
    assert {epoch: log.key for epoch, log in back.logs.items()} == {1: given.logs[1].key}


def test_each_living_worker_gets_its_own(machines: Machines) -> None:
    one, two = machines.start("one"), machines.start("two")
    job = queued()
    assert set(job.grants.values_list("worker_key_id", flat=True)) == {one.id, two.id}
    for name, key in (("one", one), ("two", two)):
        machines.be(name)
        assert opened_here(job, key).files == access().files


def test_no_worker_opens_the_grant_of_another(machines: Machines) -> None:
    one, _ = machines.start("one"), machines.start("two")
    job = queued()
    with pytest.raises(NotOpened):
        opened_here(job, one)


def test_a_grant_under_another_workers_name_does_not_open(machines: Machines) -> None:
    one, two = machines.start("one"), machines.start("two")
    job = queued()
    sealed = job.grants.get(worker_key=one).sealed
    job.grants.filter(worker_key=two).update(sealed=sealed)
    machines.be("one")
    with pytest.raises(NotOpened):
        opened_here(job, two)


CHANGES: dict[str, Callable[[Job], Any]] = {
    "another case": lambda job: setattr(job, "case_id", UUID(int=9)),
    "another kind": lambda job: setattr(job, "kind", JobKind.DERIVATIVES),
    "another object": lambda job: setattr(job, "object_id", UUID(int=9)),
    "another requester": lambda job: setattr(job, "requester_id", UUID(int=9)),
    "another job": lambda job: setattr(job, "id", UUID(int=9)),
    "a later end": lambda job: setattr(job, "expires_at", job.expires_at + timedelta(hours=1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_grant_opens_for_nothing_else(change: Callable[[Job], Any], worker: WorkerKey) -> None:
    grant = queued().grants.select_related("job").get()
    own = own_worker_key()
    assert own is not None
    change(grant.job)
    with pytest.raises(NotOpened):
        open_grant(grant, own[1])


def test_a_grant_that_was_moved_to_another_job_does_not_open(worker: WorkerKey) -> None:
    one, other = queued(), queued()
    other.grants.update(sealed=one.grants.get().sealed)
    with pytest.raises(NotOpened):
        opened_here(other, worker)


def test_a_changed_grant_does_not_open(worker: WorkerKey) -> None:
    job = queued()
    sealed = bytes(job.grants.get().sealed)
    job.grants.update(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(NotOpened):
        opened_here(job, worker)


def test_a_grant_that_somebody_else_sealed_does_not_open(worker: WorkerKey) -> None:
    """Whoever reads the rows has the worker's public key, and could lend it wrong keys."""
    job = queued()
    public = PublicKey.from_bytes(bytes(worker.public_key))
    forged = wrap(_encode(job, access()), public, _context(job, worker.id))
    other = SigningKey.generate().sign(GRANT_LABEL, forged)
    real = bytes(job.grants.get().sealed)[:SIGNATURE_BYTES]
    for signature in (b"", other, real, bytes(SIGNATURE_BYTES)):
        job.grants.update(sealed=signature + forged)
        with pytest.raises(NotOpened):
            opened_here(job, worker)


@pytest.mark.parametrize("organization", [None, UUID(int=3)])
def test_whom_the_work_is_for_comes_back(organization: UUID | None, worker: WorkerKey) -> None:
    given = replace(access(), recipient=Recipient("ab" * 32, organization))
    assert opened_here(queued(with_access=given), worker).recipient == given.recipient


def test_no_key_stands_in_the_rows(worker: WorkerKey) -> None:
    given = access()
    stored = bytes(queued(with_access=given).grants.get().sealed)
    for key in (*given.files.values(), *given.fields.values(), given.logs[1].key):
        assert key not in stored
        assert key.hex().encode() not in stored


def test_a_worker_that_was_silent_for_long_gets_none(machines: Machines, clock: Clock) -> None:
    machines.start("one")
    clock.forward(minutes=6)
    two = machines.start("two")
    assert [grant.worker_key_id for grant in queued().grants.all()] == [two.id]


def test_without_a_living_worker_the_job_waits_for_its_owner(
    worker: WorkerKey, clock: Clock
) -> None:
    clock.forward(minutes=6)
    job = queued()
    assert (job.state, state_of(job)) == (JobState.NEEDS_OWNER, JobState.NEEDS_OWNER)
    assert not JobGrant.objects.exists()


def test_its_pulse_keeps_a_worker_alive(worker: WorkerKey, clock: Clock) -> None:
    for _ in range(3):
        clock.forward(minutes=1)
        note_worker_alive()
    assert queued().grants.filter(worker_key=worker).exists()


def test_the_beat_says_nothing_of_the_workers_that_open_grants(
    worker: WorkerKey, clock: Clock
) -> None:
    clock.forward(minutes=2)
    requeue_expired()
    assert queued().state == JobState.NEEDS_OWNER


def test_a_key_that_no_worker_holds_yet_gets_none(machines: Machines) -> None:
    machines.be("one")
    worker = make_worker_key(is_held=False)
    assert queued().state == JobState.NEEDS_OWNER
    note_worker_alive()
    assert queued().grants.filter(worker_key=worker).exists()


@pytest.mark.parametrize("column", ["public_key", "certificate", "not_before"])
def test_no_grant_is_sealed_to_a_key_the_instance_did_not_certify(
    column: str, machines: Machines
) -> None:
    one, two = machines.start("one"), machines.start("two")
    WorkerKey.objects.filter(pk=two.pk).update(**{column: getattr(one, column) or "x"})
    if column == "not_before":
        WorkerKey.objects.filter(pk=two.pk).update(not_before="2020-01-01T00:00:00.000Z")
    with pytest.raises(NotOpened):
        queued()


def test_a_grant_whose_column_was_prolonged_ends_all_the_same(
    worker: WorkerKey, clock: Clock, runner: None
) -> None:
    job = queued()
    JobGrant.objects.update(expires_at=F("expires_at") + timedelta(days=1))
    clock.forward(minutes=16)
    run_job(job.id)
    assert (state_of(job), ran) == (JobState.NEEDS_OWNER, [])


def test_what_was_sealed_with_a_grant_ends_it_by_itself(worker: WorkerKey, clock: Clock) -> None:
    job = queued()
    clock.forward(minutes=16)
    with pytest.raises(NoLiveGrant):
        opened_here(job, worker)


def test_grants_do_not_outlive_a_quarter_of_an_hour(worker: WorkerKey, clock: Clock) -> None:
    queued()
    clock.forward(minutes=14)
    requeue_expired()
    assert JobGrant.objects.count() == 1
    clock.forward(minutes=2)
    requeue_expired()
    assert not JobGrant.objects.exists()


def test_the_log_keys_of_epochs_and_shares_keep_their_names(worker: WorkerKey) -> None:
    case, share = UUID(int=1), UUID(int=7)
    logs = {2: LogKey(case, 2, b"e" * 32), share: LogKey(case, 0, b"s" * 32, share=share)}
    assert opened_here(queued(with_access=Access(logs=logs)), worker).logs == logs
