"""Make a preview and a view copy of a picture without ever decoding it in this process."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from evidence.pdq import is_pdq
from evidence.sandbox.contract import MEBIBYTE, Limits, NotMade, Reason
from evidence.sandbox.picture_answer import (
    PREVIEW_MAX_BYTES,
    PREVIEW_MAX_HEIGHT,
    PREVIEW_WIDTH,
    TEXT_MAX_CHARS,
    VIEW_SIDE,
    Derivatives,
    Facts,
    unpack,
)
from evidence.sandbox.picture_checks import Size, check_jpeg, check_webp
from evidence.sandbox.run import run_confined
from evidence.sniffing import show_controls

__all__ = ["Derivatives", "Facts", "make_picture_derivatives"]

CHILD, HEIF_CHILD = "evidence.sandbox.picture_child", "evidence.sandbox.heif_child"
LIMITS = Limits(input_bytes=25 * MEBIBYTE + 64, answer_bytes=2 * MEBIBYTE)
# libheif decodes in a thread of its own even when told to use one only.
HEIF_LIMITS = replace(LIMITS, threads=True)
LIMITS_FOR = {
    "image/jpeg": LIMITS,
    "image/png": LIMITS,
    "image/webp": LIMITS,
    "image/gif": LIMITS,
    "image/avif": LIMITS,
    "image/heic": HEIF_LIMITS,
    "image/heif": HEIF_LIMITS,
}
CLAIMED_SIDES = range(1, 20_001)
QUALITIES = range(101)


def make_picture_derivatives(source: bytes | Iterable[bytes], media_type: str) -> Derivatives:
    """A grey preview (WebP, 24 px wide, at most 302 bytes) and a view copy (JPEG, 1000 px).

    Both are drawn from the pixels of the first frame, upright, without any metadata. `media_type`
    is the sniffed one; no other decoder is tried. Raises NotMade, whose reason can be stored.
    """
    limits = LIMITS_FOR.get(media_type)
    if limits is None:
        raise NotMade(Reason.WRONG_TYPE)
    child = HEIF_CHILD if limits is HEIF_LIMITS else CHILD
    body = run_confined(child, payload_of(source, media_type), limits=limits)
    made = check_derivatives(unpack(body))
    if not (is_pdq(made.pdq) and made.pdq_quality in QUALITIES):
        raise NotMade(Reason.BAD_ANSWER)
    return made


def check_derivatives(made: Derivatives, largest: Size = (VIEW_SIDE, VIEW_SIDE)) -> Derivatives:
    """The same with its texts made harmless, once both pictures are what was asked for."""
    width, height = check_webp(made.preview)
    is_preview = width == PREVIEW_WIDTH and height <= PREVIEW_MAX_HEIGHT
    across, down = check_jpeg(made.view)
    is_view = across <= largest[0] and down <= largest[1]
    is_possible = made.width in CLAIMED_SIDES and made.height in CLAIMED_SIDES
    if not (is_preview and is_view and is_possible and len(made.preview) <= PREVIEW_MAX_BYTES):
        raise NotMade(Reason.BAD_ANSWER)
    metadata = {name: show_controls(text, TEXT_MAX_CHARS) for name, text in made.metadata.items()}
    location = show_controls(made.location, TEXT_MAX_CHARS)
    return replace(made, facts=_shown(made.facts), metadata=metadata, location=location)


def _shown(facts: Facts) -> Facts:
    return replace(
        facts,
        taken_at=show_controls(facts.taken_at, TEXT_MAX_CHARS),
        camera=show_controls(facts.camera, TEXT_MAX_CHARS),
        software=show_controls(facts.software, TEXT_MAX_CHARS),
    )


def payload_of(source: bytes | Iterable[bytes], media_type: str) -> Iterator[bytes]:
    """What a child that draws is given: the sniffed type, and the file behind it."""
    yield media_type.encode() + b"\n"
    if isinstance(source, bytes):
        yield source
    else:
        yield from source
