"""What a picture says of itself: EXIF as short texts, other metadata as being there. In the child.

Claims of a device or of whoever had the file in hand, never proof.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PIL import ExifTags, Image

from evidence.sandbox.picture_answer import TEXT_MAX_CHARS, YES, Facts
from evidence.sandbox.read_out import as_place, kept

Base, Gps, Ifd = ExifTags.Base, ExifTags.GPS, ExifTags.IFD
SERIAL_NUMBERS = (Base.BodySerialNumber, Base.LensSerialNumber, Base.CameraSerialNumber)
EXIF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
# Photoshop's record of IPTC, in its block of resources.
IPTC_RECORD = 0x0404
# C2PA 2.1, 11.1: the type of its store, in the description box of ISO/IEC 19566-5.
C2PA_STORE = b"jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"
ITS_BOX_IN_BMFF = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


@dataclass(frozen=True, slots=True)
class ReadOut:
    """All that was read, and how to turn the picture so that it is seen upright."""

    facts: Facts = field(default_factory=Facts)
    metadata: dict[str, str] = field(default_factory=dict)
    location: str = ""
    orientation: int = 1


def read_out(image: Image.Image, data: bytes) -> ReadOut:
    """Metadata nobody can parse is no reason to refuse the picture."""
    try:
        return _read_out(image, data)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the parsers of metadata raise nearly everything
        return ReadOut()


def _read_out(image: Image.Image, data: bytes) -> ReadOut:
    exif = image.getexif()
    details = exif.get_ifd(Ifd.Exif)
    metadata = kept([*_texts(image, exif, details), *_presences(image, exif, data)])
    location = _location(exif.get_ifd(Ifd.GPSInfo))
    # Not their number: to count the frames of a GIF is to walk through all of them.
    has_more_frames = bool(getattr(image, "is_animated", False))
    facts = Facts(
        taken_at=metadata.get("taken") or metadata.get("changed", ""),
        camera=metadata.get("camera", ""),
        software=metadata.get("software", ""),
        has_location=bool(location) or _tells_place(image, exif),
        has_other_pictures=has_more_frames or not {"mpf", "thumbnail"}.isdisjoint(metadata),
        has_more_frames=has_more_frames,
    )
    return ReadOut(facts, metadata, location, int(exif.get(Base.Orientation, 1)))


def _texts(
    image: Image.Image, exif: Image.Exif, details: Mapping[int, object]
) -> Iterator[tuple[str, str]]:
    yield "taken", _time(details.get(Base.DateTimeOriginal), details.get(Base.OffsetTimeOriginal))
    yield (
        "digitised",
        _time(details.get(Base.DateTimeDigitized), details.get(Base.OffsetTimeDigitized)),
    )
    yield "changed", _time(exif.get(Base.DateTime), details.get(Base.OffsetTime))
    yield "camera", _texts_of(exif.get(Base.Make), exif.get(Base.Model))
    yield "lens", _texts_of(details.get(Base.LensMake), details.get(Base.LensModel))
    yield "software", _text(exif.get(Base.Software))
    yield "author", _texts_of(exif.get(Base.Artist), details.get(Base.CameraOwnerName))
    yield "copyright", _text(exif.get(Base.Copyright))
    yield "orientation", _number(exif.get(Base.Orientation))
    yield "dimensions", f"{image.width} × {image.height}"


def _presences(image: Image.Image, exif: Image.Exif, data: bytes) -> Iterator[tuple[str, str]]:
    """What is told to be there and no more: numbers that lead to a person, a second picture."""
    details, known = exif.get_ifd(Ifd.Exif), image.info
    held = {
        "serial": any(number in details or number in exif for number in SERIAL_NUMBERS),
        "thumbnail": bool(exif.get_ifd(Ifd.IFD1)),
        "mpf": "mp" in known or image.format == "MPO",
        "xmp": bool(known.get("xmp")),
        "iptc": IPTC_RECORD in known.get("photoshop", {}),
        "c2pa": C2PA_STORE in data or ITS_BOX_IN_BMFF in data,
    }
    for name, is_there in held.items():
        yield name, YES if is_there else ""


def _texts_of(*values: object) -> str:
    return " ".join(filter(None, map(_text, values)))


def _text(value: object) -> str:
    return value.strip("\0 ")[:TEXT_MAX_CHARS] if isinstance(value, str) else ""


def _number(value: object) -> str:
    return str(value) if isinstance(value, int) and 0 < value < 100 else ""


def _time(value: object, offset: object) -> str:
    found = EXIF_TIME.fullmatch(_text(value))
    if found is None:
        return ""
    year, month, day, clock = found.groups()
    return f"{year}-{month}-{day} {clock} {_text(offset)}".strip()


def _location(gps: Mapping[int, object]) -> str:
    latitude = _degrees(gps.get(Gps.GPSLatitude), gps.get(Gps.GPSLatitudeRef))
    longitude = _degrees(gps.get(Gps.GPSLongitude), gps.get(Gps.GPSLongitudeRef))
    return "" if latitude is None or longitude is None else as_place(latitude, longitude)


def _degrees(value: object, reference: object) -> float | None:
    """From degrees, minutes and seconds; 0/0, as cameras without a fix write it, is no place."""
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    size = degrees + minutes / 60 + seconds / 3600
    return -size if _text(reference) in ("S", "W") else size


def _tells_place(image: Image.Image, exif: Image.Exif) -> bool:
    xmp = image.info.get("xmp")
    in_xmp = isinstance(xmp, bytes) and b"GPSLatitude" in xmp
    return Gps.GPSLatitude in exif.get_ifd(Ifd.GPSInfo) or in_xmp
