"""Jobs, the keys of the workers that run them, and the grants sealed to those keys."""

from datetime import timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.clock import now
from core.ids import new_id
from jobs.enums import JobKind, JobState

MISSED_PULSES = 3


def longest_silence() -> timedelta:
    """Without a sign of life for this long a worker counts as dead."""
    return timedelta(seconds=settings.WORKER_PULSE_SECONDS * MISSED_PULSES)


class WorkerKeyQuerySet(models.QuerySet["WorkerKey"]):
    def alive(self) -> Self:
        """Keys that a worker which takes keyed work has shown to hold a moment ago."""
        return self.filter(seen_at__gt=now() - longest_silence())


class WorkerKey(models.Model):
    """The certified public half of one boot's worker pair; the private half stays in its file.

    `seen_at` is when one of the workers that share the file last showed that it lives.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    public_key = models.BinaryField()
    not_before = models.CharField(max_length=24)
    certificate = models.BinaryField(max_length=64)
    seen_at = models.DateTimeField()

    objects = WorkerKeyQuerySet.as_manager()

    class Meta:
        db_table = "job_worker_key"

    def __str__(self) -> str:
        return str(self.pk)


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=(JobState.QUEUED, JobState.BUILDING))

    def of(self, kind: JobKind, object_id: UUID) -> Self:
        return self.filter(kind=kind, object_id=object_id)


class Job(models.Model):
    """One piece of keyed work on one object. `lease` is the token of the worker that holds it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=JobKind)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.QUEUED)
    case_id = models.UUIDField(db_index=True)
    object_id = models.UUIDField()
    requester_id = models.UUIDField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    failure = models.CharField(max_length=40, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        db_table = "job"
        constraints = (
            models.UniqueConstraint(fields=("kind", "object_id"), name="one_job_per_object"),
        )
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(state__in=("queued", "building")),
                name="job_unfinished_due",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class JobGrant(models.Model):
    """The keys for one job, sealed to one worker key; gone with the job or after 15 minutes."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="grants")
    worker_key = models.ForeignKey(WorkerKey, on_delete=models.CASCADE, related_name="grants")
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "job_grant"
        constraints = (
            models.UniqueConstraint(fields=("job", "worker_key"), name="job_grant_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)
