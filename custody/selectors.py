"""Where a case's chain stands; reading it takes its key, see `custody.reading`."""

from uuid import UUID

from django.db.models import Max, QuerySet

from custody.models import CustodyEvent, CustodyLog


def log_of(case_id: UUID) -> CustodyLog:
    return CustodyLog.objects.get(case_id=case_id)


def events_of(case_id: UUID) -> QuerySet[CustodyEvent]:
    return CustodyEvent.objects.filter(log__case_id=case_id).order_by("seq")


def newest_epoch(case_id: UUID) -> int:
    """The latest epoch in which the log was written; 0 for an empty one."""
    newest: int = events_of(case_id).aggregate(newest=Max("epoch"))["newest"] or 0
    return newest
