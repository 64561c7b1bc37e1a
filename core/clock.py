"""The server's clock: the only place that reads the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

WIB = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """The present moment in UTC."""
    return timezone.now().astimezone(UTC)


def today() -> date:
    """The date in western Indonesia, where most owners live."""
    return now().astimezone(WIB).date()


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and Z: the form in which times enter signed records."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
