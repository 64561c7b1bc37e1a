"""A weather site of another host, to which a quick exit leads; it remembers what it was told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from tests.services import LOOPBACK

PAGE = b"""<!doctype html><html lang="id"><title>Cuaca</title><link rel="icon" href="data:,">
<h1>Cuaca hari ini</h1></html>"""


MOST_SECONDS = 30


@dataclass(slots=True)
class Neutral:
    """`visits` holds the headers of each visit, the oldest first."""

    url: str
    visits: list[dict[str, str]] = field(default_factory=list)
    answers: Event = field(default_factory=Event)

    @contextmanager
    def far_away(self) -> Iterator[None]:
        """Inside, whoever comes waits for an answer; afterwards everybody gets it."""
        self.answers.clear()
        try:
            yield
        finally:
            self.answers.set()


@contextmanager
def weather_site() -> Iterator[Neutral]:
    """Reached as `localhost`, which a browser takes for another site than the loopback's number."""
    with ThreadingHTTPServer((LOOPBACK, 0), Weather) as server:
        neutral = Neutral(f"http://localhost:{server.server_port}/cuaca")
        neutral.answers.set()
        server.neutral = neutral  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield neutral
        finally:
            server.shutdown()


class Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        told = {name.lower(): value for name, value in self.headers.items()}
        neutral: Neutral = self.server.neutral  # type: ignore[attr-defined]
        neutral.visits.append(told)
        neutral.answers.wait(MOST_SECONDS)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
