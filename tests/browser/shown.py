"""Serves rendered pages to a browser, each under its own address, with its own headers."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from tests.browser.rendered import Page, Site
from tests.services import LOOPBACK


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """The address before a page's path; `?` and a page's number choose between its states."""
    with ThreadingHTTPServer((LOOPBACK, 0), Shown) as server:
        server.site = site  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}"
        finally:
            server.shutdown()


class Shown(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        page = self._asked()
        self.send_response(200)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(page.content)))
        self.end_headers()
        self.wfile.write(page.content)

    def _asked(self) -> Page:
        site: Site = self.server.site  # type: ignore[attr-defined]
        address = urlsplit(self.path)
        return site.assets.get(address.path) or site.pages[int(address.query)]

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
