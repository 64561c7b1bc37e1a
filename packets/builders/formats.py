"""How values are written in the files of a packet: times in UTC, JSON that people can read."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

# The clock that the people of a packet live by; Western Indonesia Time, UTC+7.
WIB: Final = timezone(timedelta(hours=7))


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as entries of the log tell when they were made."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_json(value: object) -> bytes:
    """Indented for people; half a surrogate pair, which UTF-8 cannot hold, stays an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="backslashreplace")
