"""Makers of real files for tests: well made, damaged, hostile. Noise only, the same each time."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping
from fractions import Fraction

import av
import pillow_heif
from PIL import ExifTags, Image, PngImagePlugin

pillow_heif.register_heif_opener()

# Texts that tests look for where no metadata may be left.
CAMERA_MAKER = "Pabrik Uji"
CAMERA_MODEL = "Kamera Uji 7"
COMMENT = b"catatan rahasia uji"
HIDDEN_TEXT = b"catatan rahasia uji dalam ZIP"
TAKEN_AT = "2026:05:01 12:30:45"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" about="catatan rahasia uji"/>'
START_OF_FRAME = (b"\xff\xc0", b"\xff\xc2")


def noise(width: int = 64, height: int = 48, *, mode: str = "RGB", seed: int = 1) -> Image.Image:
    """Blocks of random colour: scales and packs like a photograph, and shows nothing."""
    columns, rows = max(1, width // 8), max(1, height // 8)
    data = random.Random(seed).randbytes(columns * rows * 3)
    small = Image.frombytes("RGB", (columns, rows), data)
    return small.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def halves(width: int = 64, height: int = 48) -> Image.Image:
    """White above, black below: shows which way up a picture is."""
    picture = Image.new("RGB", (width, height), "black")
    picture.paste("white", (0, 0, width, height // 2))
    return picture


def encoded(picture: Image.Image, image_format: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, image_format, **options)
    return out.getvalue()


def exif(*, orientation: int = 1, model: str = CAMERA_MODEL, with_location: bool = True) -> bytes:
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Make] = CAMERA_MAKER
    tags[ExifTags.Base.Model] = model
    tags[ExifTags.Base.Software] = "Uji 1.0"
    tags.get_ifd(ExifTags.IFD.Exif).update(
        {ExifTags.Base.DateTimeOriginal: TAKEN_AT, ExifTags.Base.OffsetTimeOriginal: "+07:00"}
    )
    if with_location:
        tags.get_ifd(ExifTags.IFD.GPSInfo).update(
            {
                ExifTags.GPS.GPSLatitudeRef: "S",
                ExifTags.GPS.GPSLatitude: (Fraction(6), Fraction(10), Fraction(30)),
                ExifTags.GPS.GPSLongitudeRef: "E",
                ExifTags.GPS.GPSLongitude: (Fraction(106), Fraction(49), Fraction(0)),
            }
        )
    return tags.tobytes()


def jpeg(width: int = 64, height: int = 48, *, seed: int = 1, **exif_options: object) -> bytes:
    """A photograph as a phone makes it: EXIF with a place, a comment and XMP."""
    return encoded(
        noise(width, height, seed=seed),
        "JPEG",
        quality=85,
        exif=exif(**exif_options),
        comment=COMMENT,
        xmp=XMP,
    )


def bare_jpeg(width: int = 64, height: int = 48, *, seed: int = 1) -> bytes:
    return encoded(noise(width, height, seed=seed), "JPEG", quality=85)


def turned_jpeg(orientation: int) -> bytes:
    return encoded(halves(), "JPEG", quality=95, exif=exif(orientation=orientation))


def jpeg_of_two() -> bytes:
    """A multi-picture file: a second photograph hides behind the first."""
    return encoded(noise(seed=1), "MPO", save_all=True, append_images=[noise(seed=2)])


def png(width: int = 64, height: int = 48, *, mode: str = "RGB", seed: int = 1) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", COMMENT.decode())
    return encoded(noise(width, height, mode=mode, seed=seed), "PNG", pnginfo=texts, exif=exif())


def webp(width: int = 64, height: int = 48, *, seed: int = 1) -> bytes:
    return encoded(noise(width, height, seed=seed), "WEBP", quality=80, exif=exif(), xmp=XMP)


def animated_webp() -> bytes:
    return encoded(noise(seed=1), "WEBP", save_all=True, append_images=[noise(seed=2)])


def heic(width: int = 64, height: int = 48, *, seed: int = 1, orientation: int = 1) -> bytes:
    tags = exif(orientation=orientation)
    return encoded(noise(width, height, seed=seed), "HEIF", quality=60, exif=tags)


def video(
    container: str = "mp4",
    *,
    frames: int = 12,
    seed: int = 1,
    metadata: Mapping[str, str] | None = None,
) -> bytes:
    """One second of noise; `container` is mp4, mov or 3gp."""
    out = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if metadata else {}
    with av.open(out, mode="w", format=container, options=options) as writer:
        writer.metadata.update(metadata or {})
        stream = writer.add_stream("mpeg4", rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(frames):
            frame = av.VideoFrame.from_image(noise(seed=seed + number))
            writer.mux(stream.encode(frame))
        writer.mux(stream.encode(None))
    return out.getvalue()


def pdf(text: str = "Surat uji") -> bytes:
    """One page with one line, by ISO 32000-1: header, objects, cross-reference table, trailer."""
    content = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    table = bytearray(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for number, body in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + table + trailer % (len(objects) + 1, len(out)))


def text(*, with_mark: bool = False) -> bytes:
    mark = "\ufeff" if with_mark else ""
    return f"{mark}01/05/26 12.30 - A: halo 👋\nbaris kedua — “tanda”\n".encode()


def png_claiming(width: int, height: int) -> bytes:
    """A valid header for any number of pixels, and next to no data behind it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(10_000))
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in chunks)


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose frame header says it is `width` by `height`."""
    data = bare_jpeg()
    at = next(data.index(marker) for marker in START_OF_FRAME if marker in data)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def jpeg_of_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again: few bytes, much work."""
    data = encoded(noise(), "JPEG", progressive=True)
    scan, end = data[data.rindex(b"\xff\xda") : -2], data[-2:]
    return data[:-2] + scan * count + end


def webp_claiming(width: int, height: int) -> bytes:
    data = encoded(noise(), "WEBP", quality=80)
    at = data.index(b"\x9d\x01\x2a") + 3
    return data[:at] + struct.pack("<HH", width, height) + data[at + 4 :]


def png_with_huge_text() -> bytes:
    """A small picture and a compressed comment that unpacks to 64 MiB."""
    data = png()
    comment = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 * 1024 * 1024)))
    at = data.index(b"IDAT") - 4
    return data[:at] + comment + data[at:]


def truncated(data: bytes, *, keep: float = 0.6) -> bytes:
    return data[: int(len(data) * keep)]


def jpeg_and_zip() -> bytes:
    """Opens as a picture from the front and as an archive from the back."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("rahasia.txt", HIDDEN_TEXT)
    return jpeg() + archive.getvalue()


def not_taken() -> dict[str, bytes]:
    """File name to bytes of what nobody may bring in."""
    return {
        "gambar.tiff": encoded(noise(), "TIFF"),
        "gambar.bmp": encoded(noise(), "BMP"),
        "gambar.jp2": b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 " + bytes(64),
        "gambar.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        "halaman.html": b"<!doctype html><title>Uji</title>",
        "program.exe": b"MZ\x90\0" + bytes(60),
        "arsip.zip": b"PK\x05\x06" + bytes(18),
        "suara.wma": b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel" + bytes(64),
        "teks.txt": "halo".encode("utf-16"),
        "latin.txt": "naïf".encode("latin-1"),
        "nol.txt": b"halo\0dunia",
    }


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
