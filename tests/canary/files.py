"""Files that carry marks wherever a file can: in pixels' neighbourhood, in tags, in text."""

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass

from tests import sample_files
from tests.canary.marks import Marks

PIECE = 24
PLACE_TOLD = "-06.1750+106.8166/"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to bring in. `make` gets a maker of marks and puts what it makes into the file."""

    name: str
    extension: str
    media_type: str
    make: Callable[[Callable[[str], str]], bytes]
    is_intimate: bool = False


def content_of(sample: Sample, marks: Marks) -> bytes:
    """The file; a piece out of its middle, and its digests, become marks as well."""
    content = sample.make(lambda part: marks.new(f"{sample.name}.{part}"))
    middle = len(content) // 2
    digest = hashlib.sha256(content)
    marks.keep(f"{sample.name}.bytes", content[middle : middle + PIECE])
    marks.keep(f"{sample.name}.digest", digest.digest(), digest.hexdigest())
    return content


def _photo(mark: Callable[[str], str]) -> bytes:
    return sample_files.encoded(
        sample_files.noise(320, 240, seed=7),
        "JPEG",
        quality=85,
        exif=sample_files.exif(model=mark("camera")),
        comment=mark("comment").encode(),
        xmp=f'<x:xmpmeta xmlns:x="adobe:ns:meta/" about="{mark("xmp")}"/>'.encode(),
    )


def _heic(mark: Callable[[str], str]) -> bytes:
    tags = sample_files.exif(model=mark("camera"))
    return sample_files.encoded(sample_files.noise(seed=8), "HEIF", quality=60, exif=tags)


def _video(mark: Callable[[str], str]) -> bytes:
    """Behind the film stands a `free` box (ISO/IEC 14496-12) with the mark."""
    text = mark("free").encode()
    told = {"artist": mark("artist"), "location": PLACE_TOLD}
    return (
        sample_files.video(seed=9, metadata=told)
        + struct.pack(">I4s", len(text) + 8, b"free")
        + text
    )


def _letter(mark: Callable[[str], str]) -> bytes:
    return sample_files.pdf(mark("line"))


def _chat(mark: Callable[[str], str]) -> bytes:
    return f"01/05/26 12.30 - A: {mark('line')}\n".encode() * 40


def _long(mark: Callable[[str], str]) -> bytes:
    return "".join(f"{number} {mark('line')}\n" for number in range(2500)).encode()


IN_PARTS = Sample("in parts", "txt", "text/plain", _long)
UNFINISHED = Sample("unfinished", "txt", "text/plain", _long)
SAMPLES = (
    Sample("photo", "jpg", "image/jpeg", _photo),
    Sample("covered photo", "jpg", "image/jpeg", _photo),
    Sample("intimate photo", "heic", "image/heic", _heic, is_intimate=True),
    Sample("video", "mp4", "video/mp4", _video),
    Sample("letter", "pdf", "application/pdf", _letter),
    Sample("chat", "txt", "text/plain", _chat),
)
