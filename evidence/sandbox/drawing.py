"""Pictures drawn from bare pixels, in the child: the blurred preview, and the plain JPEG."""

import io

from PIL import Image

from evidence.sandbox.picture_answer import PREVIEW_MAX_BYTES, PREVIEW_MAX_HEIGHT, PREVIEW_WIDTH

JPEG_QUALITY = 80
PREVIEW_QUALITIES = (60, 40, 25, 15, 8, 0)


def as_jpeg(pixels: Image.Image) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def as_preview(pixels: Image.Image) -> bytes:
    """24 pixels wide, grey, the middle of very tall pictures; few enough bytes to be inlined."""
    grey = pixels.convert("L")
    height = max(1, round(grey.height * PREVIEW_WIDTH / grey.width))
    small = grey.resize((PREVIEW_WIDTH, height), Image.Resampling.BOX)
    cut = max(0, height - PREVIEW_MAX_HEIGHT) // 2
    small = small.crop((0, cut, PREVIEW_WIDTH, min(height, cut + PREVIEW_MAX_HEIGHT)))
    encoded = b""
    for quality in PREVIEW_QUALITIES:
        out = io.BytesIO()
        small.convert("RGB").save(out, "WEBP", quality=quality, method=6)
        encoded = out.getvalue()
        if len(encoded) <= PREVIEW_MAX_BYTES:
            break
    return encoded
