"""What holds of every job: loans of keys end with it, and a lease belongs to who is building."""

from collections.abc import Iterator
from datetime import timedelta

from core.clock import now
from core.invariants import Breach
from jobs.enums import JobState
from jobs.models import Job, JobGrant, WorkerKey
from jobs.sealing import is_certified

# The beat takes expired grants away every few seconds.
GRACE = timedelta(minutes=1)
LONGEST_LEASE = timedelta(hours=1)
UNFINISHED = (JobState.QUEUED, JobState.BUILDING)


def breaches() -> Iterator[Breach]:
    for worker in WorkerKey.objects.iterator():
        if not is_certified(worker):
            yield Breach("K2", "a worker's key is not certified by this instance", worker.id)
    for grant in JobGrant.objects.filter(expires_at__lt=now() - GRACE):
        yield Breach("I5", "a grant outlived its time, of job", grant.job_id)
    for grant in JobGrant.objects.exclude(job__state__in=UNFINISHED):
        yield Breach("I5", "a grant outlived its job", grant.job_id)
    for job in Job.objects.iterator():
        if (job.state == JobState.BUILDING) != (job.lease is not None):
            yield Breach("I9", "a lease and a job's state do not fit together", job.id)
        if job.state in UNFINISHED and job.due_at > now() + LONGEST_LEASE:
            yield Breach("I9", "a lease lasts longer than any work", job.id)
