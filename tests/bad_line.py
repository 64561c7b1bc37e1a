"""A line that loses requests and answers, between a browser and a site; seeded, so that it loses
the same ones each time.

One request to a connection. A lost request breaks off in the middle of its body, a lost answer
after the site gave it.
"""

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from tests.services import LOOPBACK

REQUESTS_LOST, ANSWERS_LOST = 0.25, 0.15
HEAD_END = b"\r\n\r\n"


@dataclass(slots=True)
class BadLine:
    """`meanwhile` is called once, by name of method, when half of such a request has gone on."""

    port: int
    target: int
    chance: random.Random
    lost: dict[str, int] = field(default_factory=lambda: {"requests": 0, "answers": 0})
    meanwhile: Callable[[], object] | None = None
    _listener: socket.socket = field(default_factory=socket.socket)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, self._lock, suppress(OSError, HTTPException):
                self._pass_on(line)

    def _pass_on(self, line: socket.socket) -> None:
        head, body = _request(line)
        if self._loses("requests", REQUESTS_LOST):
            self._half(head, body)
            return
        if self.meanwhile and head.startswith(b"PATCH"):
            then, self.meanwhile = self.meanwhile, None
            self._half(head, body, then)
            return
        answer = self._whole(head, body)
        if not self._loses("answers", ANSWERS_LOST):
            line.sendall(answer)

    def _loses(self, what: str, share: float) -> bool:
        is_lost = self.chance.random() < share
        self.lost[what] += is_lost
        return is_lost

    def _half(self, head: bytes, body: bytes, then: Callable[[], object] | None = None) -> None:
        with socket.create_connection((LOOPBACK, self.target), timeout=60) as site:
            site.sendall(head + body[: len(body) // 2])
            if then:
                then()

    def _whole(self, head: bytes, body: bytes) -> bytes:
        """The site's answer to the last byte; it closes the line as it was asked to."""
        closing = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        with socket.create_connection((LOOPBACK, self.target), timeout=60) as site:
            site.sendall(closing + body)
            return b"".join(iter(lambda: site.recv(1 << 16), b""))


def _request(line: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while HEAD_END not in data:
        data += _more(line)
    head, _, body = data.partition(HEAD_END)
    lines = head.lower().split(b"\r\n")
    lengths = [int(each.split(b":")[1]) for each in lines if each.startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += _more(line)
    return head + HEAD_END, body


def _more(line: socket.socket) -> bytes:
    piece = line.recv(1 << 16)
    if not piece:
        raise ConnectionError
    return piece


@contextmanager
def bad_line(target: int, seed: int) -> Iterator[BadLine]:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        line = BadLine(port, target, random.Random(seed), _listener=listener)
        thread = threading.Thread(target=line.serve)
        thread.start()
        yield line
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]


def ask(
    address: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> Answer | None:
    """One request over the line; nothing where it or its answer was lost."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=120)
    try:
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        answer.read()
        return Answer(answer.status, {name.lower(): text for name, text in answer.headers.items()})
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
