"""A page of its own for the scripts that take fingerprints: their files, their policy, no site."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from playwright.sync_api import BrowserContext, Locator

from core.middleware import CONTENT_SECURITY_POLICY, MEASURING_POLICY
from tests.services import LOOPBACK

FINGERPRINT = """<form data-fingerprint data-worker="{worker}" data-wait="wait" data-done="done"
 data-weak="weak" data-canvas="canvas" data-decode="decode" data-failed="failed">
<input type="hidden" name="sha256"><input type="hidden" name="size">
<div data-picker hidden><input type="file"><p role="status"></p></div>
<input type="hidden" name="media_type"><input type="hidden" name="pdq">
<input type="hidden" name="pdq_quality"><input type="hidden" name="pdq_method">
<button>Simpan</button></form>"""
COMPARE = """<form data-compare="{sha256}" data-pdq="{pdq}" data-worker="{worker}" data-wait="wait"
 data-same="same" data-alike="alike" data-other="other" data-canvas="canvas" data-decode="decode"
 data-failed="failed">
<div data-picker hidden><input type="file"><p role="status"></p></div></form>"""
PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><title>Uji</title>
<link rel="icon" href="data:,"><script type="module" src="{script}"></script>{form}</html>"""
# In front of the worker's own text: a canvas whose pixels come back with one of them changed.
LYING = """const read = OffscreenCanvasRenderingContext2D.prototype.getImageData;
OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...box) {
  const image = read.apply(this, box);
  image.data[12] ^= 1;
  return image;
};
"""
SENDS = "(form) => { form.method = 'post'; form.requestSubmit(); }"


@dataclass(slots=True)
class Bench:
    """`arrived` holds the bodies of what was sent to it, the page's own address included."""

    url: str
    page: str = ""
    lies: bool = False
    arrived: list[bytes] = field(default_factory=list)


@contextmanager
def bench() -> Iterator[Bench]:
    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        found = Bench(f"http://{LOOPBACK}:{server.server_port}")
        server.bench = found  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield found
        finally:
            server.shutdown()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        bench: Bench = self.server.bench  # type: ignore[attr-defined]
        if not self.path.startswith(settings.STATIC_URL):
            self._answer(bench.page.encode(), "text/html", MEASURING_POLICY)
            return
        name = self.path.removeprefix(settings.STATIC_URL)
        content = (Path(settings.STATIC_ROOT) / name).read_bytes()
        if bench.lies and self.path == static("js/w.js"):
            content = LYING.encode() + content
        kind = mimetypes.guess_type(name)[0] or ""
        self._answer(content, kind, CONTENT_SECURITY_POLICY)

    def do_POST(self) -> None:
        bench: Bench = self.server.bench  # type: ignore[attr-defined]
        bench.arrived.append(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(b"", "text/html", MEASURING_POLICY)

    def _answer(self, content: bytes, kind: str, policy: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Measurer:
    """Somebody on such a page; `faults` is what the browser's console complained of."""

    def __init__(self, context: BrowserContext, bench: Bench) -> None:
        self.bench = bench
        self.page = context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda told: self.faults.append(told.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def opens(self, form: str, **given: str) -> None:
        shown = form.format(worker=static("js/w.js"), **given)
        self.bench.page = PAGE.format(script=static("js/p.js"), form=shown)
        self.page.goto(self.bench.url)

    def chooses(self, content: bytes, kind: str = "image/png") -> str:
        """What the page says of a file once it has looked at it."""
        file: Any = {"name": "berkas", "mimeType": kind, "buffer": content}
        self.page.locator("input[type=file]").set_input_files(file)
        return self.says("wait")

    def says(self, before: str = "") -> str:
        told = "(was) => ![was, ''].includes(document.querySelector('[role=status]').textContent)"
        self.page.wait_for_function(told, arg=before)
        return self.page.locator("[role=status]").inner_text()

    def filled(self, name: str) -> str:
        return self.finds(f"input[name={name}]").input_value()

    def sends(self) -> bytes:
        """All that left the phone when the form was sent."""
        with self.page.expect_navigation():
            self.finds("form").evaluate(SENDS)
        assert len(self.bench.arrived) == 1
        return self.bench.arrived[0]

    def finds(self, selector: str) -> Locator:
        return self.page.locator(selector)
