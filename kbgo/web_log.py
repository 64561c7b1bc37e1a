"""gunicorn's own log: of what somebody sent, nothing.

Its messages about requests come with the address, the header or the path filled in already, so
they are no templates that could be told apart from what was put into them.
"""

import logging
import sys
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from kbgo.logs import IdsOnlyFormatter


class WebFormatter(IdsOnlyFormatter):
    """A template keeps its words; of any other message the type of the error at hand is left."""

    def said(self, record: logging.LogRecord) -> str:
        if record.args:
            return super().said(record)
        error = sys.exc_info()[0]
        return error.__name__ if error else "-"


class WebLogger(Logger):  # type: ignore[misc]
    """Has no access log, whatever its settings say."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(WebFormatter())

    def access(self, *args: Any, **kwargs: Any) -> None:
        """Nobody is noted for having come."""
