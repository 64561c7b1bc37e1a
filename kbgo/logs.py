"""What a log line may say: ids and kinds, never an address, a parameter or a person's words."""

import logging
import traceback
from datetime import UTC, datetime

OWN_LOGGERS = frozenset(
    {
        "kbgo",
        "core",
        "custody",
        "accounts",
        "jobs",
        "resources",
        "cases",
        "evidence",
        "workbench",
        "packets",
    }
)


class IdsOnlyFormatter(logging.Formatter):
    """Minute, level, logger, message; of an error its type and places, not its text.

    Other people's loggers keep their message template but not what was filled into it: that is
    where addresses, parameters and file names come from.
    """

    def format(self, record: logging.LogRecord) -> str:
        minute = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%MZ")
        line = f"{minute} {record.levelname} {record.name} {self.said(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{places(error)}"

    def said(self, record: logging.LogRecord) -> str:
        own = record.name.partition(".")[0] in OWN_LOGGERS
        text = record.getMessage() if own else str(record.msg)
        return " ".join(text.split())


def places(error: BaseException) -> str:
    """Where an error came from: its type and each frame's file, line and function."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"  {type(error).__module__}.{type(error).__qualname__}", *lines])


class DropRequest(logging.Filter):
    """Takes the request and its path out of Django's records; leaves status and route name.

    A record may pass twice: each set-up of Django's logging adds the filter again.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if hasattr(record, "route"):
            return True
        request = record.__dict__.pop("request", None)
        status = getattr(record, "status_code", "-")
        match = getattr(request, "resolver_match", None)
        route = match.view_name if match else "-"
        record.__dict__["route"] = route
        record.msg = f"status={status} route={route}"
        record.args = ()
        return True


def logging_settings(level: str) -> dict[str, object]:
    """Everything goes to standard error, nothing by mail; Django's own handlers are taken off."""
    django = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"drop_request": {"()": "kbgo.logs.DropRequest"}},
        "formatters": {"ids": {"()": "kbgo.logs.IdsOnlyFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ids"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": django | {"level": level},
            "django.server": django | {"level": "ERROR", "filters": ["drop_request"]},
            "django.request": {"filters": ["drop_request"]},
            "kombu.connection": {"level": "ERROR"},  # files have no host name, and it warns of that
            "django.security": {"filters": ["drop_request"]},
            "django.security.csrf": {"filters": ["drop_request"]},
            "django.security.DisallowedHost": {"filters": ["drop_request"]},
        },
    }
