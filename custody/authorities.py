"""Asks a time-stamp authority by HTTP: only the address that is configured, for so long, so much.

No redirect is followed, no proxy taken, and nothing of the answer is logged.
"""

import time
from http.client import HTTPException, HTTPResponse
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    UnknownHandler,
)

from django.conf import settings

from custody.enums import StampFailure

MOST_BYTES: Final = 1 << 16
HANDLERS: Final = (
    HTTPHandler,
    HTTPSHandler,
    HTTPErrorProcessor,
    HTTPDefaultErrorHandler,
    UnknownHandler,
)
HEADERS: Final = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
    "User-Agent": "timestamp",
}


class NoAnswer(Exception):
    """The authority did not answer as it should; `code` says how."""

    def __init__(self, code: StampFailure) -> None:
        super().__init__(code.value)
        self.code = code


def answer_to(query: bytes, url: str) -> bytes:
    """The bytes that come back; NoAnswer when they are late, too many, or none at all."""
    end = time.monotonic() + settings.TSA_TIMEOUT_SECONDS
    request = Request(url, data=query, headers=HEADERS, method="POST")  # noqa: S310  from settings
    try:
        with _opener().open(request, timeout=settings.TSA_TIMEOUT_SECONDS) as response:
            return _read(response, end)
    except HTTPError as error:
        error.close()
        raise NoAnswer(StampFailure.STATUS) from None
    except (OSError, HTTPException, ValueError) as error:
        cause = error.reason if isinstance(error, URLError) else error
        is_late = isinstance(cause, TimeoutError)
        raise NoAnswer(StampFailure.SLOW if is_late else StampFailure.DOWN) from None


def _opener() -> OpenerDirector:
    """HTTP and HTTPS and nothing else: what `build_opener` would add goes to other places."""
    opener = OpenerDirector()
    for handler in HANDLERS:
        opener.add_handler(handler())
    return opener


def _read(response: HTTPResponse, end: float) -> bytes:
    """Piece by piece, so that an answer that drips is cut off like one that does not come."""
    answer = b""
    while piece := response.read1(MOST_BYTES):
        answer += piece
        if len(answer) > MOST_BYTES:
            raise NoAnswer(StampFailure.GARBAGE)
        if time.monotonic() > end:
            raise NoAnswer(StampFailure.SLOW)
    return answer
