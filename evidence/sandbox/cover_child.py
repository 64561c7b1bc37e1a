"""Draw one hostile picture anew, inside the sandbox, with parts of it covered for good.

The payload is the media type, a line feed, the boxes as JSON, a line feed and the file. A JPEG
comes out, made from pixels that are the same whatever lay under the boxes.
"""

import io
import json
from math import ceil

import pillow_heif
from PIL import Image

from evidence.covers import Box
from evidence.sandbox.picture_answer import VIEW_SIDE
from evidence.sandbox.picture_child import (
    check_claims,
    drawn,
    in_plain_mode,
    on_white,
    upright,
)
from evidence.sandbox.picture_facts import read_out

FILL = (60, 60, 60)
QUALITY = 85
# Colours of full size: none is mixed across the edge of a box.
FULL_COLOUR = 0

# An embedded thumbnail may show something else than the picture, so it is never drawn from.
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def answer(payload: bytes) -> bytes:
    """Raises NotMade as the picture child does."""
    media_type, _, rest = payload.partition(b"\n")
    boxes, _, data = rest.partition(b"\n")
    covers = [Box(*numbers) for numbers in json.loads(boxes)]
    return drawn(media_type, lambda image_format: _jpeg(covered(data, image_format, covers)))


def covered(data: bytes, image_format: str, boxes: list[Box]) -> Image.Image:
    """Filled before it is scaled, so that no pixel beside a box is mixed with what lay under it;
    and once more after that, so that the edges of the boxes are whole pixels."""
    with Image.open(io.BytesIO(data), formats=[image_format]) as image:
        check_claims(image, data, image_format)
        orientation = read_out(image, data).orientation
        _reduce(image)
        pixels = upright(on_white(in_plain_mode(image)), orientation)
    _fill(pixels, boxes)
    pixels.thumbnail((VIEW_SIDE, VIEW_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    _fill(pixels, boxes)
    return pixels


def _reduce(image: Image.Image) -> None:
    """Has a large JPEG decoded at a smaller scale, at least twice the size wanted."""
    ratio = 2 * VIEW_SIDE / max(image.size)
    if ratio < 1:
        image.draft(None, (ceil(image.width * ratio), ceil(image.height * ratio)))


def _fill(pixels: Image.Image, boxes: list[Box]) -> None:
    for box in boxes:
        left, top, right, bottom = box.pixels(*pixels.size)
        pixels.paste(FILL, (left, top, right + 1, bottom + 1))


def _jpeg(pixels: Image.Image) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=QUALITY, optimize=True, subsampling=FULL_COLOUR)
    return out.getvalue()
