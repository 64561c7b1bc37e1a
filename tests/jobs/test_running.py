"""What becomes of a job that runs, fails, is lost or comes twice."""

from uuid import UUID

import pytest
from django.conf import settings

from accounts.models import Organization
from core.clock import now, today
from core.ids import new_id
from jobs.enums import JobState
from jobs.exceptions import LeaseLost
from jobs.models import Job, JobGrant, WorkerKey
from jobs.services import (
    MOST_ATTEMPTS,
    Lease,
    _claim,
    delete_old_jobs,
    queue_job,
    requeue_expired,
    run_job,
    withdraw_grants,
)
from tests.clock import Clock
from tests.jobs import runners
from tests.jobs.conftest import Machines
from tests.jobs.runners import access, queued, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("runner")]


def row(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def again(job: Job) -> Job:
    return queued(object_id=job.object_id)


def test_a_job_runs_with_what_it_was_granted_and_is_ready(worker: WorkerKey) -> None:
    job = queued()
    run_job(job.id)
    [(ran, given)] = runners.ran
    assert (ran, given.files) == (job.id, access().files)
    assert (state_of(job), row(job).lease, row(job).attempts) == (JobState.READY, None, 1)


def test_a_message_that_comes_twice_runs_once(worker: WorkerKey) -> None:
    job = queued()
    run_job(job.id)
    run_job(job.id)
    assert len(runners.ran) == 1


def test_a_job_on_its_way_is_not_claimed_by_another(worker: WorkerKey) -> None:
    job = queued()
    assert isinstance(_claim(job.id), Lease)
    assert _claim(job.id) is None
    run_job(job.id)
    assert not runners.ran


def test_a_message_without_a_job_does_nothing(worker: WorkerKey) -> None:
    run_job(new_id())
    assert not runners.ran


def test_no_grant_outlives_its_job(worker: WorkerKey) -> None:
    for act in (runners.finish, runners.give_up):
        runners.acts.append(act)
        run_job(queued().id)
    assert not JobGrant.objects.exists()


def test_a_job_that_cannot_be_done_fails_at_once_and_says_why(worker: WorkerKey) -> None:
    runners.acts.append(runners.give_up)
    job = queued()
    run_job(job.id)
    assert (state_of(job), row(job).failure, row(job).attempts) == ("failed", "item_gone", 1)


def test_a_job_that_stumbles_is_tried_again_later(worker: WorkerKey, sent: list[UUID]) -> None:
    runners.acts.append(runners.stumble)
    job = queued()
    run_job(job.id)
    assert state_of(job) == JobState.QUEUED
    assert row(job).due_at > now()
    assert job.grants.exists()
    run_job(job.id)
    assert (state_of(job), row(job).attempts) == (JobState.READY, 2)


def test_a_job_that_always_stumbles_fails_in_the_end(worker: WorkerKey) -> None:
    runners.acts.extend([runners.stumble] * MOST_ATTEMPTS)
    job = queued()
    for attempt in range(1, MOST_ATTEMPTS):
        run_job(job.id)
        assert (state_of(job), row(job).attempts) == (JobState.QUEUED, attempt)
    run_job(job.id)
    assert (state_of(job), row(job).failure) == (JobState.FAILED, "too_many_attempts")
    assert not JobGrant.objects.exists()


def test_past_its_grants_life_a_job_waits_for_its_owner(worker: WorkerKey, clock: Clock) -> None:
    job = queued()
    clock.forward(minutes=15, seconds=1)
    run_job(job.id)
    assert state_of(job) == JobState.NEEDS_OWNER
    assert not runners.ran


def test_a_worker_without_a_grant_leaves_the_job_to_one_that_has(machines: Machines) -> None:
    machines.start("one")
    job = queued()
    machines.start("two")
    for _ in range(MOST_ATTEMPTS + 1):
        run_job(job.id)
    assert (state_of(job), row(job).attempts) == (JobState.QUEUED, 0)
    machines.be("one")
    run_job(job.id)
    assert state_of(job) == JobState.READY


def test_when_the_only_one_that_has_is_dead_the_owner_is_asked(
    machines: Machines, clock: Clock
) -> None:
    machines.start("one")
    job = queued()
    clock.forward(minutes=6)
    machines.start("two")
    run_job(job.id)
    assert state_of(job) == JobState.NEEDS_OWNER


def test_a_worker_the_beat_forgot_still_opens_its_own_grant(
    worker: WorkerKey, clock: Clock
) -> None:
    job = queued()
    clock.forward(minutes=10)
    run_job(job.id)
    assert state_of(job) == JobState.READY


def test_after_a_reboot_the_owner_is_asked_at_once(machines: Machines) -> None:
    machines.start("one")
    job = queued()
    machines.start("one")
    run_job(job.id)
    assert state_of(job) == JobState.NEEDS_OWNER


def test_a_grant_that_was_tampered_with_fails_its_job(worker: WorkerKey) -> None:
    job = queued()
    job.grants.update(sealed=b"x" * 2000)
    for _ in range(MOST_ATTEMPTS):
        run_job(job.id)
    assert state_of(job) == JobState.FAILED
    assert not runners.ran


@pytest.mark.parametrize("state", [JobState.NEEDS_OWNER, JobState.FAILED])
def test_asking_again_gives_a_standing_job_a_new_grant(state: JobState, worker: WorkerKey) -> None:
    job = queued()
    old = bytes(job.grants.get().sealed)
    Job.objects.update(state=state, attempts=5, failure="item_gone")
    renewed = again(job)
    assert (renewed.pk, state_of(job)) == (job.pk, JobState.QUEUED)
    assert (row(job).attempts, row(job).failure) == (0, "")
    assert bytes(job.grants.get().sealed) != old
    run_job(job.id)
    assert state_of(job) == JobState.READY


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.BUILDING, JobState.READY])
def test_asking_again_leaves_every_other_job_alone(state: JobState, worker: WorkerKey) -> None:
    job = queued()
    Job.objects.update(state=state, lease=new_id(), attempts=2)
    before = Job.objects.values().get(pk=job.pk), bytes(job.grants.get().sealed)
    again(job)
    assert (Job.objects.values().get(pk=job.pk), bytes(job.grants.get().sealed)) == before


def test_who_continues_is_who_gets_it(worker: WorkerKey) -> None:
    job = queued()
    Job.objects.update(state=JobState.NEEDS_OWNER)
    queue_job(job.kind, job.case_id, job.object_id, UUID(int=3), access())
    assert row(job).requester_id == UUID(int=3)


def test_a_lost_lease_drops_the_work_with_its_change(worker: WorkerKey) -> None:
    def found_too_late(lease: Lease) -> None:
        runners.lose_the_lease(lease)
        with lease.finishing():
            Organization.objects.create(name="LBH Terlambat", created_on=today())

    runners.acts.append(found_too_late)
    job = queued()
    run_job(job.id)
    assert state_of(job) == JobState.BUILDING
    assert not Organization.objects.exists()
    assert job.grants.exists()


@pytest.mark.parametrize("then", [runners.stumble, runners.give_up])
def test_who_lost_the_lease_decides_nothing(then: runners.Act, worker: WorkerKey) -> None:
    def act(lease: Lease) -> None:
        runners.lose_the_lease(lease)
        then(lease)

    runners.acts.append(act)
    job = queued()
    run_job(job.id)
    assert (state_of(job), row(job).failure) == (JobState.BUILDING, "")
    assert job.grants.exists()


def test_a_beat_prolongs_the_lease_and_needs_it(worker: WorkerKey, clock: Clock) -> None:
    lease = _claim(queued().id)
    assert lease is not None
    due = row(lease.job).due_at
    clock.forward(seconds=30)
    lease.beat()
    assert (row(lease.job).due_at - due).total_seconds() >= 30
    runners.lose_the_lease(lease)
    with pytest.raises(LeaseLost):
        lease.beat()


def test_a_change_that_fails_takes_the_jobs_end_with_it(worker: WorkerKey) -> None:
    def fail_inside(lease: Lease) -> None:
        with lease.finishing():
            raise ValueError

    runners.acts.append(fail_inside)
    job = queued()
    run_job(job.id)
    assert state_of(job) == JobState.QUEUED
    assert job.grants.exists()


def test_what_is_due_is_sent_again(worker: WorkerKey, clock: Clock, sent: list[UUID]) -> None:
    job = queued()
    assert (requeue_expired(), sent) == (0, [])
    clock.forward(seconds=settings.JOB_LEASE_SECONDS / 3)
    assert (requeue_expired(), sent) == (1, [job.id])
    assert (requeue_expired(), sent) == (0, [job.id])
    clock.forward(seconds=settings.JOB_LEASE_SECONDS / 3)
    assert (requeue_expired(), sent) == (1, [job.id, job.id])


def test_a_job_whose_worker_died_is_queued_again(
    worker: WorkerKey, clock: Clock, sent: list[UUID]
) -> None:
    job = queued()
    assert _claim(job.id)
    clock.forward(seconds=settings.JOB_LEASE_SECONDS - 1)
    assert (requeue_expired(), state_of(job)) == (0, JobState.BUILDING)
    clock.forward(seconds=2)
    assert (requeue_expired(), state_of(job), sent) == (1, JobState.QUEUED, [job.id])
    run_job(job.id)
    assert (state_of(job), row(job).attempts) == (JobState.READY, 2)


def test_a_job_that_kills_every_worker_fails(
    worker: WorkerKey, clock: Clock, sent: list[UUID]
) -> None:
    job = queued()
    for _ in range(MOST_ATTEMPTS):
        assert state_of(job) == JobState.QUEUED
        assert _claim(job.id)
        clock.forward(seconds=settings.JOB_LEASE_SECONDS + 1)
        requeue_expired()
    assert (state_of(job), row(job).failure) == (JobState.FAILED, "too_many_attempts")
    assert not JobGrant.objects.exists()


@pytest.mark.parametrize("is_claimed", [True, False])
def test_what_is_not_done_when_its_grant_ends_asks_the_owner(
    is_claimed: bool, worker: WorkerKey, clock: Clock, sent: list[UUID]
) -> None:
    job = queued()
    assert bool(is_claimed and _claim(job.id)) == is_claimed
    clock.forward(minutes=16)
    assert (requeue_expired(), state_of(job), sent) == (0, JobState.NEEDS_OWNER, [])


def test_a_job_that_beats_may_take_longer_than_its_grant(
    worker: WorkerKey, clock: Clock, sent: list[UUID]
) -> None:
    lease = _claim(queued().id)
    assert lease is not None
    for _ in range(20):
        clock.forward(minutes=1)
        lease.beat()
        requeue_expired()
    lease.end(JobState.READY)
    assert state_of(lease.job) == JobState.READY


@pytest.mark.parametrize("state", [JobState.READY, JobState.FAILED, JobState.NEEDS_OWNER])
def test_what_has_ended_is_not_sent_again(
    state: JobState, worker: WorkerKey, clock: Clock, sent: list[UUID]
) -> None:
    job = queued()
    Job.objects.update(state=state)
    clock.forward(minutes=20)
    assert (requeue_expired(), state_of(job), sent) == (0, state, [])


def test_when_a_cases_keys_are_taken_back_its_jobs_wait_and_no_others(worker: WorkerKey) -> None:
    waiting, done, begun = queued(), queued(), queued()
    other = queue_job(waiting.kind, UUID(int=8), new_id(), UUID(int=2), access())
    run_job(done.id)
    lease = _claim(begun.id)
    assert lease is not None
    withdraw_grants(UUID(int=1))
    assert [state_of(job) for job in (waiting, done, begun, other)] == [
        JobState.NEEDS_OWNER,
        JobState.READY,
        JobState.NEEDS_OWNER,
        JobState.QUEUED,
    ]
    assert [grant.job_id for grant in JobGrant.objects.all()] == [other.id]
    assert row(begun).lease is None
    for late in (lease.beat, lambda: lease.end(JobState.READY)):
        with pytest.raises(LeaseLost):
            late()


def test_a_job_is_sent_when_its_transaction_commits(
    worker: WorkerKey, sent: list[UUID], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = queued()
        assert sent == []
    assert sent == [job.id]


def test_jobs_that_ended_a_week_ago_are_forgotten(worker: WorkerKey, clock: Clock) -> None:
    ready, waiting = queued(), queued()
    run_job(ready.id)
    clock.forward(days=6)
    delete_old_jobs()
    assert Job.objects.count() == 2
    clock.forward(days=2)
    delete_old_jobs()
    assert list(Job.objects.all()) == [waiting]
