"""Makers of real videos for tests: well made, damaged, hostile. Noise only, the same each time."""

import io
import struct
from collections.abc import Mapping

import av
from PIL import Image

from tests.sample_files import halves, noise

FRAGMENTED = "frag_keyframe+empty_moov"
# RFC 6386, 9.1: what stands before the size in a key frame of VP8.
KEY_FRAME = b"\x9d\x01\x2a"


def video(
    codec: str = "libx264",
    container: str = "mp4",
    *,
    frames: int = 90,
    size: tuple[int, int] = (320, 240),
    gop: int = 30,
    metadata: Mapping[str, str] | None = None,
    movflags: str = "use_metadata_tags",
    picture: Image.Image | None = None,
    turned: int = 0,
) -> bytes:
    """Thirty frames a second, each second of another noise or all of one picture."""
    out = io.BytesIO()
    options = {"movflags": movflags} if container in ("mp4", "mov", "3gp") else {}
    with av.open(out, mode="w", format=container, options=options) as writer:
        writer.metadata.update(metadata or {})
        stream = writer.add_stream(codec, rate=30)
        if turned:
            stream.set_display_rotation(turned)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = *size, "yuv420p", gop
        for number in range(frames):
            shown = picture or noise(*size, seed=1 + number // 30)
            writer.mux(stream.encode(av.VideoFrame.from_image(shown)))
        writer.mux(stream.encode(None))
    return out.getvalue()


def portrait_video() -> bytes:
    """White above, black below as it was filmed; to be seen with the white on the right."""
    return video(size=(64, 48), frames=30, picture=halves(), turned=-90)


def video_claiming(width: int, height: int, *, first_frame: bool = True) -> bytes:
    """A small WebM that says it is so large, or of which every key frame but the first does."""
    data = video("libvpx", "webm", frames=30, gop=10, size=(320, 288))
    start = data.index(KEY_FRAME) + len(KEY_FRAME)
    real, claim = (struct.pack("<HH", *size) for size in ((320, 288), (width, height)))
    if not first_frame:
        return data[:start] + data[start:].replace(KEY_FRAME + real, KEY_FRAME + claim)
    for tag, was, now in ((b"\xb0\x82", 320, width), (b"\xba\x82", 288, height)):
        data = data.replace(tag + struct.pack(">H", was), tag + struct.pack(">H", now))
    return data.replace(KEY_FRAME + real, KEY_FRAME + claim)


def sound() -> bytes:
    """An MP4 without any picture."""
    out = io.BytesIO()
    with av.open(out, mode="w", format="mp4") as writer:
        stream = writer.add_stream("aac", rate=8000, layout="mono")
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.planes[0].update(bytes(4096))
        frame.sample_rate, frame.pts = 8000, 0
        writer.mux(stream.encode(frame))
        writer.mux(stream.encode(None))
    return out.getvalue()


def filled(data: bytes, size: int) -> bytes:
    """The same video in a file of this many bytes more, in a box that players pass over."""
    return data + struct.pack(">I4s", size, b"free") + bytes(size - 8)
