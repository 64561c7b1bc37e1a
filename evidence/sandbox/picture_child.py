"""Decode one hostile picture, inside the sandbox, and draw it anew from its pixels alone.

The payload is the media type, a line feed and the file. Pixels, a size and a few short facts
come out, nothing else of the file. Plug-ins are imported here: once confined nothing can be.
"""

import importlib
import io
import re
import warnings

import pillow_heif
from PIL import ExifTags, Image

from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.picture_answer import (
    PREVIEW_MAX_BYTES,
    PREVIEW_MAX_HEIGHT,
    PREVIEW_WIDTH,
    VIEW_SIDE,
    Derivatives,
    Facts,
    pack,
)

MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
# Progressive pictures have about ten. Each costs a pass over all pixels and next to no bytes.
MAX_SCANS = 100
VIEW_QUALITY = 80
PREVIEW_QUALITIES = (60, 40, 25, 15, 8, 0)
TEXT_MAX_CHARS = 500
WHITE = (255, 255, 255, 255)
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
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
EXIF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")

Image.preinit()
for plugin in ("Jpeg", "Mpo", "Png", "Tiff", "WebP"):
    importlib.import_module(f"PIL.{plugin}ImagePlugin")
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
# An embedded thumbnail may show something else than the picture, so it is never drawn from.
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def answer(payload: bytes) -> bytes:
    """Raises NotMade: BOMB by the claimed size, before any pixel is decoded; DAMAGED for a file
    that does not decode to its end."""
    media_type, _, data = payload.partition(b"\n")
    image_format = FORMATS.get(media_type.decode("ascii", "replace"))
    if image_format is None:
        raise NotMade(Reason.WRONG_TYPE)
    try:
        return pack(_derivatives(data, image_format))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise NotMade(Reason.BOMB) from fault
    except (NotMade, MemoryError):
        raise
    except Exception as fault:
        # The decoders raise nearly everything, struct.error and AttributeError included.
        raise NotMade(Reason.DAMAGED) from fault


def _derivatives(data: bytes, image_format: str) -> Derivatives:
    with Image.open(io.BytesIO(data), formats=[image_format]) as image:
        width, height = image.size
        is_large = max(width, height) > MAX_SIDE or width * height > MAX_PIXELS
        if is_large or (image_format == "JPEG" and _scans(data) > MAX_SCANS):
            raise NotMade(Reason.BOMB)
        facts, orientation = _read_metadata(image)
        pixels = _upright(_scaled(image), orientation)
    if orientation in SIDEWAYS:
        width, height = height, width
    return Derivatives(_preview(pixels), _jpeg(pixels), width, height, facts)


def _scans(data: bytes) -> int:
    return sum(1 for _ in START_OF_SCAN.finditer(data))


def _scaled(image: Image.Image) -> Image.Image:
    """The first frame, decoded to its end and no larger than a view, in plain RGB."""
    if image.mode.startswith("I"):
        # convert() would cut 16 bits off at 255 instead of dividing.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    # For a JPEG this picks a smaller DCT scale, at least twice the size wanted.
    image.thumbnail((VIEW_SIDE, VIEW_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, WHITE), image)
    return image.convert("RGB")


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    """A new picture from bare pixels: whatever else the old one carried stays behind."""
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    return Image.frombytes("RGB", image.size, image.tobytes())


def _jpeg(pixels: Image.Image) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=VIEW_QUALITY, optimize=True)
    return out.getvalue()


def _preview(pixels: Image.Image) -> bytes:
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


def _read_metadata(image: Image.Image) -> tuple[Facts, int]:
    """Facts and orientation; metadata nobody can parse is no reason to refuse the picture."""
    try:
        exif = image.getexif()
        return _facts(image, exif), int(exif.get(ExifTags.Base.Orientation, 1))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the parsers of metadata raise nearly everything
        return Facts(), 1


def _facts(image: Image.Image, exif: Image.Exif) -> Facts:
    details = exif.get_ifd(ExifTags.IFD.Exif)
    taken = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    maker, model = exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model)
    return Facts(
        taken_at=_time(_text(taken), _text(details.get(ExifTags.Base.OffsetTimeOriginal))),
        camera=" ".join(filter(None, (_text(maker), _text(model)))),
        software=_text(exif.get(ExifTags.Base.Software)),
        has_location=_has_location(image, exif),
        has_other_pictures=(
            getattr(image, "n_frames", 1) > 1 or bool(exif.get_ifd(ExifTags.IFD.IFD1))
        ),
    )


def _text(value: object) -> str:
    return value.strip("\0 ")[:TEXT_MAX_CHARS] if isinstance(value, str) else ""


def _time(text: str, offset: str) -> str:
    match = EXIF_TIME.fullmatch(text)
    if match is None:
        return ""
    year, month, day, clock = match.groups()
    return f"{year}-{month}-{day} {clock} {offset}".strip()


def _has_location(image: Image.Image, exif: Image.Exif) -> bool:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    xmp = image.info.get("xmp")
    return ExifTags.GPS.GPSLatitude in gps or (isinstance(xmp, bytes) and b"GPSLatitude" in xmp)
