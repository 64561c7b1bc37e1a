"""A line between a browser and the site that loses what it is told to lose."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

from tests.services import LOOPBACK

MOST_SECONDS = 60


class Fate(Enum):
    ARRIVES = "arrives"
    QUESTION_LOST = "question lost"
    ANSWER_LOST = "answer lost"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about an upload, and what became of it."""

    method: str
    offset: int
    size: int
    fate: Fate


@dataclass(slots=True)
class Line:
    """`asked` is what the browser asked of uploads, the oldest question first.

    All else passes. `is_open` holds parts back while it is not set.
    """

    url: str
    site: str
    fate: Callable[[], Fate] = lambda: Fate.ARRIVES
    asked: list[Asked] = field(default_factory=list)
    is_open: Event = field(default_factory=Event)

    def is_good(self) -> None:
        """Loses nothing from now on, and forgets what was."""
        self.fate = lambda: Fate.ARRIVES
        self.asked.clear()
        self.is_open.set()

    def count(self, method: str) -> int:
        return sum(1 for one in self.asked if one.method == method)


def losing(seed: int, *, questions: float, answers: float) -> Callable[[], Fate]:
    """Loses this share of questions, and this share of the answers to the others."""
    chance, lock = Random(seed), Lock()

    def fate() -> Fate:
        with lock:
            question, answer = chance.random(), chance.random()
        if question < questions:
            return Fate.QUESTION_LOST
        return Fate.ANSWER_LOST if answer < answers else Fate.ARRIVES

    return fate


@contextmanager
def line_to(site: str) -> Iterator[Line]:
    with ThreadingHTTPServer((LOOPBACK, 0), Carrier) as server:
        line = Line(f"http://{LOOPBACK}:{server.server_port}", site)
        server.line = line  # type: ignore[attr-defined]
        line.is_good()
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield line
        finally:
            line.is_open.set()
            server.shutdown()


class Carrier(BaseHTTPRequestHandler):
    """Each question on a connection of its own, so that losing one loses no other."""

    def carry(self) -> None:
        line: Line = self.server.line  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        fate = self._fate(line, len(body))
        self.close_connection = True
        if fate == Fate.QUESTION_LOST:
            return
        with suppress(OSError, http.client.HTTPException):
            head, content = self._ask(line.site, body)
            if fate == Fate.ARRIVES:
                self.wfile.write(head + content)

    def _fate(self, line: Line, size: int) -> Fate:
        if "/u/" not in self.path:
            return Fate.ARRIVES
        fate = line.fate()
        offset = int(self.headers["Upload-Offset"] or 0)
        line.asked.append(Asked(self.command, offset, size, fate))
        if self.command == "PATCH":
            line.is_open.wait(MOST_SECONDS)
        return fate

    def _ask(self, site: str, body: bytes) -> tuple[bytes, bytes]:
        connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=MOST_SECONDS)
        try:
            connection.putrequest(
                self.command, self.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            told = [*answer.getheaders(), ("Connection", "close")]
            lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *(f"{k}: {v}" for k, v in told)]
            return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), answer.read()
        finally:
            connection.close()

    do_GET = do_HEAD = do_POST = do_PATCH = do_DELETE = carry

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
