"""Queues, claims, runs and finishes keyed jobs; every one of them may be run again at any point.

Correctness rests on the row, its lease and idempotent runners, never on the broker.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from uuid import UUID, uuid4

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from core.clock import now
from jobs import sealing
from jobs.enums import JobKind, JobState
from jobs.exceptions import GrantElsewhere, JobFailed, LeaseLost, NoLiveGrant
from jobs.models import Job, JobGrant, JobQuerySet, WorkerKey, longest_silence
from jobs.policies import STANDING, sources_of
from jobs.sealing import Access

logger = logging.getLogger(__name__)

TASK = "jobs.tasks.run_job"

MOST_ATTEMPTS = 5
TOO_MANY = "too_many_attempts"


def _resend_after() -> timedelta:
    """How long a waiting job lies before it is sent again."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS / 3)


def _move(rows: JobQuerySet, to: JobState, **changes: object) -> int:
    """Compare and set: of these rows, those that may go to this state do. Returns how many."""
    return rows.filter(state__in=sources_of(to)).update(state=to, **changes)


@dataclass(slots=True)
class Lease:
    """The right to work on a job until `due_at`; kept by beating, lost when another claims it."""

    job: Job
    token: UUID

    def beat(self) -> None:
        """Prolongs the lease; raises LeaseLost where it is no longer held."""
        until = now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        if not self._mine().update(due_at=until):
            raise LeaseLost

    def pulse(self) -> Callable[[], None]:
        """To be called at each small step of a long run: beats six times in a lease's length."""
        last, pause = monotonic(), settings.JOB_LEASE_SECONDS / 6

        def beat() -> None:
            nonlocal last
            if monotonic() - last > pause:
                self.beat()
                last = monotonic()

        return beat

    @contextmanager
    def finishing(self, state: JobState = JobState.READY, failure: str = "") -> Iterator[None]:
        """One transaction for the caller's change and the job's end; only the holder gets in."""
        with transaction.atomic():
            if not _move(self._mine(), state, lease=None, failure=failure):
                raise LeaseLost
            self.job.grants.all().delete()
            yield

    def end(self, state: JobState, failure: str = "") -> None:
        """The job's end where there is nothing else to change with it."""
        with self.finishing(state, failure):
            pass

    def give_back(self, *, attempts: int) -> None:
        """Back to the queue, to be sent again a little later."""
        due = now() + _resend_after()
        if not _move(self._mine(), JobState.QUEUED, lease=None, due_at=due, attempts=attempts):
            raise LeaseLost

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Beats from a second thread while the runner waits for something else.

        Only to the end of the grant's life: a run that takes longer shows by its own beats that
        it does not hang.
        """
        over = Event()
        keeper = Thread(target=self._keep, args=(over,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()

    def _keep(self, over: Event) -> None:
        pause = settings.JOB_LEASE_SECONDS / 4
        try:
            while not over.wait(pause) and now() < self.job.expires_at:
                self.beat()
        except (LeaseLost, DatabaseError) as error:
            logger.warning("job %s not kept: %s", self.job.pk, type(error).__name__)
        finally:
            connection.close()

    def _mine(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.job.pk, lease=self.token, state=JobState.BUILDING)


Runner = Callable[[Lease, Access], None]
RUNNERS = {
    JobKind.DERIVATIVES: "evidence.services.make_derivatives",
    JobKind.PACKET: "packets.services.build_packet",
    JobKind.REKEY: "evidence.services.reseal_files",
}


@transaction.atomic
def queue_job(
    kind: JobKind, case_id: UUID, object_id: UUID, requester_id: UUID, access: Access
) -> Job:
    """A job for this object, its keys sealed to every live worker; sent off after the commit.

    Asking again for an object whose job stands still gives that job a new grant; a job on its way
    is left alone. Without a live worker the job stands at `needs_owner`.
    """
    job = Job.objects.select_for_update().of(kind, object_id).first()
    if job is None:
        job = Job(kind=kind, case_id=case_id, object_id=object_id)
    elif job.state not in STANDING:
        return job
    job.requester_id, job.state, job.failure = requester_id, JobState.QUEUED, ""
    job.attempts, job.lease, job.created_at = 0, None, now()
    job.expires_at = job.created_at + timedelta(seconds=settings.JOB_GRANT_SECONDS)
    job.due_at = job.created_at + _resend_after()
    job.save()
    _grant(job, access)
    return job


def _grant(job: Job, access: Access) -> None:
    job.grants.all().delete()
    for worker in WorkerKey.objects.alive():
        sealed = sealing.seal_grant(job, access, worker)
        JobGrant.objects.create(
            job=job, worker_key=worker, sealed=sealed, expires_at=job.expires_at
        )
    if job.grants.exists():
        transaction.on_commit(lambda: _send(job.id))
    else:
        _move(Job.objects.filter(pk=job.pk), JobState.NEEDS_OWNER)
        job.state = JobState.NEEDS_OWNER


def _send(job_id: UUID) -> None:
    """Only the id travels. A broker that is down delays the job; the beat sends it again."""
    try:
        current_app.send_task(TASK, (str(job_id),))
    except Exception as error:  # noqa: BLE001  whatever the broker's client raises
        logger.warning("job not sent: %s", type(error).__name__)


def run_job(job_id: UUID) -> None:
    """Claims the job, opens its grant and runs it; does nothing where somebody else holds it."""
    lease = _claim(job_id)
    if lease is None:
        return
    try:
        _run(lease)
    except LeaseLost:
        logger.warning("job %s: lease lost", lease.job.pk)


def _run(lease: Lease) -> None:
    """Ends with the job finished or given back; LeaseLost where somebody else holds it by now."""
    runner: Runner = import_string(RUNNERS[JobKind(lease.job.kind)])
    try:
        access = _open_own_grant(lease.job)
        with lease.kept():
            runner(lease, access)
    except LeaseLost:
        raise
    except NoLiveGrant:
        lease.end(JobState.NEEDS_OWNER)
    except GrantElsewhere:
        lease.give_back(attempts=lease.job.attempts - 1)
    except JobFailed as error:
        lease.end(JobState.FAILED, error.code)
        logger.warning("job %s failed: %s", lease.job.pk, error.code)
    except Exception as error:  # noqa: BLE001  a runner's fault must not end the worker
        logger.error("job %s stopped: %s", lease.job.pk, type(error).__name__)
        _try_again(lease)


def _try_again(lease: Lease) -> None:
    """Back to the queue, or failed after the last try."""
    if lease.job.attempts < MOST_ATTEMPTS:
        lease.give_back(attempts=lease.job.attempts)
    else:
        lease.end(JobState.FAILED, TOO_MANY)


def _claim(job_id: UUID) -> Lease | None:
    """Compare and set: of several workers with the same message, one gets the lease."""
    token = uuid4()
    until = now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    claimed = _move(
        Job.objects.filter(pk=job_id),
        JobState.BUILDING,
        lease=token,
        due_at=until,
        attempts=F("attempts") + 1,
    )
    return Lease(Job.objects.get(pk=job_id), token) if claimed else None


def _open_own_grant(job: Job) -> Access:
    """This machine's grant; GrantElsewhere where only other live workers hold one."""
    if job.expires_at <= now():
        raise NoLiveGrant
    unexpired = job.grants.filter(expires_at__gt=now()).select_related("job")
    own = sealing.own_worker_key()
    mine = unexpired.filter(worker_key_id=own[0]).first() if own else None
    if own and mine:
        return sealing.open_grant(mine, own[1])
    if unexpired.filter(worker_key__in=WorkerKey.objects.alive()).exists():
        raise GrantElsewhere
    raise NoLiveGrant


def withdraw_grants(case_id: UUID) -> None:
    """Ends every loan of this case's keys; unfinished jobs wait for whoever asked for them.

    In the caller's transaction: a worker that is building loses its lease and drops its work.
    """
    _withdraw(Job.objects.filter(case_id=case_id))


def withdraw_file(case_id: UUID, object_id: UUID) -> None:
    """The same for the jobs that may hold the key of one file: its own, and the case's packets."""
    of_file = Q(object_id=object_id) | Q(kind=JobKind.PACKET)
    _withdraw(Job.objects.filter(of_file, case_id=case_id))


def _withdraw(jobs: JobQuerySet) -> None:
    JobGrant.objects.filter(job__in=jobs).delete()
    _move(jobs.unfinished(), JobState.NEEDS_OWNER, lease=None)


def delete_jobs_of_case(case_id: UUID) -> None:
    """Every job of a case that is being erased, with its grants; in the caller's transaction."""
    Job.objects.filter(case_id=case_id).delete()


def requeue_expired() -> int:
    """Sends again whatever is due and unfinished; past its grants' life it waits for the owner.

    Returns how many jobs were sent.
    """
    JobGrant.objects.filter(expires_at__lte=now()).delete()
    sent = 0
    for job in Job.objects.unfinished().filter(due_at__lte=now()):
        sent += _requeue(job)
    return sent


def _requeue(job: Job) -> int:
    as_read = Job.objects.filter(pk=job.pk, state=job.state, lease=job.lease, due_at=job.due_at)
    if job.expires_at <= now():
        _move(as_read, JobState.NEEDS_OWNER, lease=None)
        return 0
    if job.state == JobState.BUILDING and job.attempts >= MOST_ATTEMPTS:
        return _give_up(job, as_read)
    due = now() + _resend_after()
    if job.state == JobState.QUEUED:
        resent = as_read.update(due_at=due)
    else:
        resent = _move(as_read, JobState.QUEUED, lease=None, due_at=due)
    if resent:
        _send(job.id)
    return resent


@transaction.atomic
def _give_up(job: Job, as_read: JobQuerySet) -> int:
    """For a job that took its worker down with it each time."""
    if _move(as_read, JobState.FAILED, lease=None, failure=TOO_MANY):
        job.grants.all().delete()
    return 0


def note_worker_alive() -> None:
    """Called by workers that take keyed work, and by nobody else: theirs is the key they share."""
    own = sealing.own_worker_key()
    if own:
        WorkerKey.objects.filter(pk=own[0]).update(seen_at=now())


@transaction.atomic
def make_worker_key(*, is_held: bool = True) -> WorkerKey:
    """A new pair for this boot. The pair it replaces, and keys not seen for a day, are forgotten
    with their grants: what nobody else can open asks its requester at once.

    Where no worker holds the pair yet it counts as silent until one shows that it does.
    """
    replaced = sealing.own_worker_key()
    if replaced:
        WorkerKey.objects.filter(pk=replaced[0]).delete()
    WorkerKey.objects.filter(seen_at__lt=now() - timedelta(days=1)).delete()
    worker = sealing.create_worker_key(now())
    if not is_held:
        worker.seen_at -= longest_silence()
    worker.save(force_insert=True)
    return worker


def delete_old_jobs() -> None:
    """Finished jobs are rows without a purpose after seven days."""
    Job.objects.exclude(state__in=(JobState.QUEUED, JobState.BUILDING)).filter(
        created_at__lt=now() - timedelta(days=7)
    ).delete()
