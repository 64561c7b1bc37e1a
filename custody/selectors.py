"""Where a case's chain stands; reading it takes its key, see `custody.reading`."""

from uuid import UUID

from django.db.models import QuerySet

from custody.models import CustodyEvent, CustodyLog


def log_of(case_id: UUID) -> CustodyLog:
    return CustodyLog.objects.get(case_id=case_id)


def events_of(case_id: UUID) -> QuerySet[CustodyEvent]:
    return CustodyEvent.objects.filter(log__case_id=case_id).select_related("log").order_by("seq")
