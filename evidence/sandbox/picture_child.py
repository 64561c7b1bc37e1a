"""Decode one hostile picture, inside the sandbox, and draw it anew from its pixels alone.

The payload is the media type, a line feed and the file. Pixels, a size and a few short facts
come out, nothing else of the file. Plug-ins are imported here: once confined nothing can be.
That of HEIC is brought by `heif_child`.
"""

import importlib
import io
import re
import warnings
from collections.abc import Callable

from PIL import AvifImagePlugin, Image

from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.drawing import as_jpeg, as_preview
from evidence.sandbox.picture_answer import VIEW_SIDE, Derivatives, pack
from evidence.sandbox.picture_facts import read_out
from evidence.sandbox.picture_samples import pdq_of_picture

MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
# Progressive pictures have about ten. Each costs a pass over all pixels and next to no bytes.
MAX_SCANS = 100
WHITE = (255, 255, 255, 255)
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
# EXIF 2.32, table 6: what to do so that the picture is seen upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset({5, 6, 7, 8})
START_OF_SCAN = re.compile(rb"\xff\xda\x00[\x06\x08\x0a\x0c][\x01-\x04]")

Image.preinit()
for plugin in ("Avif", "Gif", "Jpeg", "Mpo", "Png", "Tiff", "WebP"):
    importlib.import_module(f"PIL.{plugin}ImagePlugin")
# More would need threads, which this process may not start.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def answer(payload: bytes) -> bytes:
    """Raises NotMade: BOMB by the claimed size, before any pixel is decoded; DAMAGED for a file
    that does not decode to its end."""
    media_type, _, data = payload.partition(b"\n")
    return drawn(media_type, lambda image_format: pack(_derivatives(data, image_format)))


def drawn(media_type: bytes, draw: Callable[[str], bytes]) -> bytes:
    """What `draw` makes of a picture of this type; NotMade whatever the decoders raise."""
    image_format = FORMATS.get(media_type.decode("ascii", "replace"))
    if image_format is None:
        raise NotMade(Reason.WRONG_TYPE)
    try:
        return draw(image_format)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise NotMade(Reason.BOMB) from fault
    except (NotMade, MemoryError):
        raise
    except Exception as fault:
        # The decoders raise nearly everything, struct.error and AttributeError included.
        raise NotMade(Reason.DAMAGED) from fault


def _derivatives(data: bytes, image_format: str) -> Derivatives:
    with Image.open(io.BytesIO(data), formats=[image_format]) as image:
        check_claims(image, data, image_format)
        width, height = image.size
        said = read_out(image, data)
        pixels = upright(_scaled(image), said.orientation)
    if said.orientation in SIDEWAYS:
        width, height = height, width
    seen = pdq_of_picture(pixels)
    return Derivatives(
        preview=as_preview(pixels),
        view=as_jpeg(pixels),
        width=width,
        height=height,
        facts=said.facts,
        metadata=said.metadata,
        location=said.location,
        pdq=seen.hex,
        pdq_quality=seen.quality,
    )


def check_claims(image: Image.Image, data: bytes, image_format: str) -> None:
    """NotMade(BOMB) by what the file claims, before any pixel is decoded."""
    width, height = image.size
    is_large = max(width, height) > MAX_SIDE or width * height > MAX_PIXELS
    if is_large or (image_format == "JPEG" and _scans(data) > MAX_SCANS):
        raise NotMade(Reason.BOMB)


def _scans(data: bytes) -> int:
    return sum(1 for _ in START_OF_SCAN.finditer(data))


def _scaled(image: Image.Image) -> Image.Image:
    """The first frame, decoded to its end and no larger than a view, in plain RGB."""
    image = in_plain_mode(image)
    # For a JPEG this picks a smaller DCT scale, at least twice the size wanted. Scaling down the
    # rest by LANCZOS would take longer than the decoding.
    image.thumbnail((VIEW_SIDE, VIEW_SIDE), Image.Resampling.HAMMING, reducing_gap=2.0)
    return on_white(image)


def in_plain_mode(image: Image.Image) -> Image.Image:
    """In a mode that can be scaled and keeps what is transparent."""
    if image.mode.startswith("I"):
        # convert() would cut 16 bits off at 255 instead of dividing.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    return image


def on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, WHITE), image)
    return image.convert("RGB")


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """A new picture from bare pixels: whatever else the old one carried stays behind."""
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    return Image.frombytes("RGB", image.size, image.tobytes())
