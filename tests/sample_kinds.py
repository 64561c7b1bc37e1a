"""A real file of every kind that is taken, by the name it may come under."""

import io
import zipfile
from functools import cache

import av
from PIL import Image

from tests import sample_files

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
AMR_FRAME = b"\x3c" + bytes(31)


def gif(width: int = 64, height: int = 48, *, frames: int = 1) -> bytes:
    """Repeats for ever where there is more than one frame."""
    pictures = [sample_files.noise(width, height, mode="P", seed=one) for one in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:], "loop": 0} if frames > 1 else {}
    return sample_files.encoded(pictures[0], "GIF", **more)


def avif(width: int = 64, height: int = 48, *, frames: int = 1, seed: int = 1) -> bytes:
    pictures = [sample_files.noise(width, height, seed=seed + one) for one in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    options = {"exif": sample_files.exif(), "xmp": sample_files.XMP, "speed": 10}
    return sample_files.encoded(pictures[0], "AVIF", **options, **more)


def sound(container: str, codec: str, *, rate: int = 48_000) -> bytes:
    """A tenth of a second and more of silence."""
    out = io.BytesIO()
    with av.open(out, mode="w", format=container) as writer:
        stream = writer.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame(format=stream.format.name, layout="mono", samples=rate // 5)
        frame.sample_rate = rate
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        writer.mux(stream.encode(frame))
        writer.mux(stream.encode(None))
    return out.getvalue()


def moving(container: str) -> bytes:
    """WebM or Matroska, of six frames."""
    out = io.BytesIO()
    with av.open(out, mode="w", format=container) as writer:
        stream = writer.add_stream("libvpx", rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(6):
            picture: Image.Image = sample_files.noise(seed=number)
            writer.mux(stream.encode(av.VideoFrame.from_image(picture)))
        writer.mux(stream.encode(None))
    return out.getvalue()


def amr() -> bytes:
    return b"#!AMR\n" + AMR_FRAME * 20


def docx(*more: str) -> bytes:
    """As a word processor writes it; `more` are names of members besides."""
    types = (
        f'<Types><Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>'
    )
    return packed(
        {"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>"}
        | {"word/document.xml": "<w:document>Surat uji</w:document>"}
        | dict.fromkeys(more, "isi")
    )


def odt(*more: str, media_type: str = OPEN_TEXT) -> bytes:
    members = {"mimetype": media_type, "content.xml": "<office:text>Surat uji</office:text>"}
    return packed(members | dict.fromkeys(more, "isi"), stored=("mimetype",))


def archive() -> bytes:
    return packed({"_chat.txt": sample_files.text().decode(), "IMG-20260721-WA0001.jpg": "isi"})


def packed(members: dict[str, str], *, stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            writer.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


def mail(headers: int = 0) -> bytes:
    more = "".join(f"X-Uji-{one}: isi\r\n" for one in range(headers))
    return (
        "Received: from a.example by b.example; Thu, 7 May 2026 10:31:00 +0700\r\n"
        "From: Andi <andi@a.example>\r\nTo: ani@b.example\r\nSubject: =?utf-8?q?Halo?=\r\n"
        f"Date: Thu, 7 May 2026 10:30:00 +0700\r\n{more}"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHalo, ini surel.\r\n"
    ).encode()


@cache
def every_kind() -> dict[str, bytes]:
    return {
        "foto.jpg": sample_files.jpeg(),
        "foto.png": sample_files.png(),
        "stiker.webp": sample_files.webp(),
        "lucu.gif": gif(),
        "foto.heic": sample_files.heic(),
        "foto.avif": avif(),
        "video.mp4": sample_files.video("mp4"),
        "video.mov": sample_files.video("mov"),
        "video.3gp": sample_files.video("3gp"),
        "video.webm": moving("webm"),
        "video.mkv": moving("matroska"),
        "PTT-20260501-WA0001.opus": sound("ogg", "libopus"),
        "suara.m4a": sound("ipod", "aac", rate=44_100),
        "suara.aac": sound("adts", "aac", rate=44_100),
        "suara.mp3": sound("mp3", "libmp3lame", rate=44_100),
        "suara.wav": sound("wav", "pcm_s16le", rate=8_000),
        "suara.amr": amr(),
        "surat.pdf": sample_files.pdf(),
        "surat.docx": docx(),
        "surat.odt": odt(),
        "catatan.txt": sample_files.text(),
        "message_1.json": b'{"participants": [{"name": "A"}], "messages": []}',
        "surat.eml": mail(),
        "WhatsApp Chat.zip": archive(),
    }
