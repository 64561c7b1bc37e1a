"""Runners for jobs that do nothing to a case: each notes that it ran, then acts its part."""

from collections.abc import Callable
from uuid import UUID

from core.ids import new_id
from custody.sealing import LogKey
from jobs.enums import JobKind, JobState
from jobs.exceptions import JobFailed
from jobs.models import Job
from jobs.sealing import Access
from jobs.services import Lease, queue_job

Act = Callable[[Lease], None]

ran: list[tuple[UUID, Access]] = []
acts: list[Act] = []


def forget() -> None:
    ran.clear()
    acts.clear()


def run(lease: Lease, access: Access) -> None:
    """The first act that is left, or else the job is finished."""
    ran.append((lease.job.id, access))
    act = acts.pop(0) if acts else finish
    act(lease)


def finish(lease: Lease) -> None:
    with lease.finishing():
        pass


def stumble(lease: Lease) -> None:
    raise ValueError


def give_up(lease: Lease) -> None:
    raise JobFailed("item_gone")


def lose_the_lease(lease: Lease) -> None:
    """As when this run was silent for too long and another worker claimed the job."""
    Job.objects.filter(pk=lease.job.pk).update(lease=new_id())


def access() -> Access:
    case = UUID(int=1)
    return Access(
        {UUID(int=5): bytes(range(32))}, {(1, 20): b"f" * 32}, {1: LogKey(case, 1, b"l" * 32)}
    )


def queued(*, object_id: UUID | None = None, with_access: Access | None = None) -> Job:
    """A job for an object of its own, asked for by person 2 on case 1."""
    thing = object_id or new_id()
    given = with_access or access()
    return queue_job(JobKind.PACKET, UUID(int=1), thing, UUID(int=2), given)


def state_of(job: Job) -> JobState:
    return JobState(Job.objects.values_list("state", flat=True).get(pk=job.pk))
