"""Hands a file out as bytes to keep, never as something a browser may show."""

from collections.abc import Iterator
from itertools import chain

from django.http import StreamingHttpResponse


def attachment(chunks: Iterator[bytes], *, size: int, filename: str) -> StreamingHttpResponse:
    """A stream of exactly `size` bytes under a neutral ASCII name; an error breaks it off.

    The first piece is opened before this returns: what does not open at all gets a page instead.
    `Content-Encoding: identity` keeps compression away, so that the announced length holds.
    """
    held = _held_back(chunks)
    opened = chain([next(held, b"")], held)
    response = StreamingHttpResponse(opened, content_type="application/octet-stream")
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Encoding"] = "identity"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Download-Options"] = "noopen"
    return response


def _held_back(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece when the next one stands. Openers are provisional until they end: the last piece
    leaves only when the whole was found unchanged, so a changed file never arrives complete."""
    held = b""
    for chunk in filter(None, chunks):
        if held:
            yield held
        held = chunk
    yield held
