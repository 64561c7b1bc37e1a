"""Decode a few frames of one hostile video, inside the sandbox, and draw a strip of them.

The payload is the media type, a line feed and the file. Pixels, a size and what the container
says come out. One thread, and no decoder but those named here; sound is never decoded.
"""

import importlib
import os
import time
from collections.abc import Iterator
from typing import Any

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.drawing import as_jpeg, as_preview
from evidence.sandbox.picture_answer import (
    STRIP_COLUMNS,
    STRIP_FRAME_HEIGHT,
    STRIP_FRAME_WIDTH,
    STRIP_FRAMES,
    Derivatives,
    pack,
)
from evidence.sandbox.picture_checks import Size
from evidence.sandbox.video_facts import facts_of, location_of, metadata_of

MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
# Four minutes of pictures and sound between two key frames are rare; a container can list the same
# bytes without end.
MAX_PACKETS = 20_000
MAX_FRAMES = 1_500
# Of 30: what was found by then is drawn, rather than nothing.
CPU_SECONDS = 15.0
# Where the container does not say how long it is: a picture a second.
UNTOLD_SECONDS = float(STRIP_FRAMES)
FORMATS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/3gpp": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
}
DECODERS = frozenset({"h264", "hevc", "mpeg4", "h263", "vp8", "vp9", "libdav1d"})
# To read what a container holds its first packets are decoded too: by these decoders alone.
OPENING = {
    "codec_whitelist": ",".join(sorted(DECODERS)),
    "protocol_whitelist": "",
    "threads": "1",
    "max_pixels": str(MAX_PIXELS),
}
# The matrix of a container turns counter-clockwise, as these do.
TURNS = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}

Image.preinit()
for module in (
    "PIL.JpegImagePlugin",
    "PIL.WebPImagePlugin",
    # PyAV would import these at the first track of their kind.
    "av.audio.codeccontext",
    "av.audio.stream",
    "av.subtitles.codeccontext",
    "av.subtitles.stream",
    "av.video.codeccontext",
    "av.video.stream",
):
    importlib.import_module(module)
av.logging.set_level(None)


class _File:
    """The file inside the payload, read and sought where it lies: nothing is held twice."""

    def __init__(self, payload: bytes, start: int) -> None:
        self._data, self._at = memoryview(payload)[start:], 0

    def read(self, size: int) -> bytes:
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        return bytes(piece)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._data)}[whence]
        # A hostile box can point anywhere, before the beginning too.
        self._at = min(max(start + offset, 0), len(self._data))
        return self._at

    def tell(self) -> int:
        return self._at


def answer(payload: bytes) -> bytes:
    """Raises NotMade: WRONG_TYPE for a decoder that is not on the list, BOMB by the claimed size,
    before any picture is drawn, DAMAGED where no frame comes out."""
    end = payload.find(b"\n", 0, 64)
    container_format = FORMATS.get(payload[: max(end, 0)].decode("ascii", "replace"))
    if container_format is None:
        raise NotMade(Reason.WRONG_TYPE)
    try:
        return pack(_derivatives(_File(payload, end + 1), container_format))
    except (NotMade, MemoryError):
        raise
    except Exception as fault:
        # PyAV has an exception for each error number, and the container's texts bring their own.
        raise NotMade(Reason.DAMAGED) from fault


def _derivatives(file: _File, container_format: str) -> Derivatives:
    with av.open(
        file,
        "r",
        format=container_format,
        options=OPENING,
        metadata_errors="replace",
    ) as container:
        stream = _moving(container)
        size = _checked_size(stream)
        pictures, turns = _pictures(container, stream)
        if not pictures:
            raise NotMade(Reason.DAMAGED)
        width, height = size[::-1] if turns % 2 else size
        return Derivatives(
            preview=as_preview(pictures[len(pictures) // 2]),
            view=as_jpeg(_strip(pictures)),
            width=width,
            height=height,
            facts=facts_of(container),
            metadata=metadata_of(container, stream, size, turns),
            location=location_of(container),
        )


def _moving(container: InputContainer) -> VideoStream:
    """The first picture track that is no cover."""
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    raise NotMade(Reason.DAMAGED)


def _checked_size(stream: VideoStream) -> Size:
    """As claimed before the first frame; a decoder changes it on the way."""
    # What has no decoder here has no context either.
    context = stream.codec_context
    if context is None or context.codec.name not in DECODERS:
        raise NotMade(Reason.WRONG_TYPE)
    width, height = context.width, context.height
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise NotMade(Reason.BOMB)
    return width, height


def _pictures(container: InputContainer, stream: VideoStream) -> tuple[list[Image.Image], int]:
    """Small pictures, upright, in their order; and by how many quarters they were turned."""
    walk = _Walk(container, stream)
    span = _span(container, stream)
    start = stream.start_time or 0
    pictures: list[Image.Image] = []
    turns = 0
    for place in range(STRIP_FRAMES):
        frame = walk.near(start + int(span * (place + 0.5) / STRIP_FRAMES))
        if frame is not None:
            turns = round(frame.rotation / 90) % 4
            pictures.append(_small(frame, turns))
    return pictures, turns


def _span(container: InputContainer, stream: VideoStream) -> float:
    """How long it says it is, in the track's own time."""
    assert stream.time_base is not None  # noqa: S101
    if stream.duration:
        return float(stream.duration)
    seconds = (container.duration or 0) / av.time_base
    return float((seconds or UNTOLD_SECONDS) / stream.time_base)


def _small(frame: VideoFrame, turns: int) -> Image.Image:
    """Scaled by the library, in this thread; whatever else the frame carried stays behind."""
    box = (STRIP_FRAME_WIDTH, STRIP_FRAME_HEIGHT)
    across, down = box[::-1] if turns % 2 else box
    scale = min(across / frame.width, down / frame.height, 1.0)
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    drawn = frame.reformat(*size, format="rgb24", interpolation="AREA", threads=1)
    plane = drawn.planes[0]
    pixels = Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)
    return pixels.transpose(TURNS[turns]) if turns else pixels


def _strip(pictures: list[Image.Image]) -> Image.Image:
    """In rows. A track may change its size on the way: the largest decides for all."""
    across = max(picture.width for picture in pictures)
    down = max(picture.height for picture in pictures)
    columns = min(len(pictures), STRIP_COLUMNS)
    strip = Image.new("RGB", (columns * across, -(-len(pictures) // columns) * down))
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        strip.paste(picture, (column * across, row * down))
    return strip


class _Walk:
    """Goes through a track forwards, key frame to key frame where it can, within the limits."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        context = stream.codec_context
        context.thread_count, context.thread_type = 1, "NONE"
        context.options = {"max_pixels": str(MAX_PIXELS)}
        self._container, self._stream = container, stream
        self._packets = self._decoded = 0
        self._key = self._last = -1
        self._frames: Iterator[VideoFrame] = iter(())

    def near(self, target: int) -> VideoFrame | None:
        """A later frame than the last: the key frame before `target`, or the first from there on
        where that was shown already. None where there is none, or no more may be decoded."""
        try:
            frame = self._near(target)
        except av.FFmpegError:
            return None
        if frame is None or frame.pts is None or frame.pts <= self._last:
            return None
        self._last = frame.pts
        return frame

    def _near(self, target: int) -> VideoFrame | None:
        key = self._stream.index_entries.search_timestamp(target)
        if key != self._key or key < 0:
            self._container.seek(target, stream=self._stream)
            self._key, self._frames = key, self._decode()
            first = next(self._frames, None)
            if first is None or first.pts is None or first.pts > self._last:
                return first
        return next((one for one in self._frames if one.pts is None or one.pts >= target), None)

    def _decode(self) -> Iterator[VideoFrame]:
        for packet in self._container.demux():
            self._packets += 1
            if self._is_spent:
                return
            if packet.stream_index == self._stream.index:
                for frame in _decoded(packet):
                    self._decoded += 1
                    yield frame

    @property
    def _is_spent(self) -> bool:
        is_many = self._packets > MAX_PACKETS or self._decoded > MAX_FRAMES
        return is_many or time.process_time() > CPU_SECONDS


def _decoded(packet: "av.Packet[Any]") -> list[VideoFrame]:
    """What a packet holds; a damaged one is passed over, as players do."""
    try:
        return [frame for frame in packet.decode() if isinstance(frame, VideoFrame)]
    except av.error.InvalidDataError:
        return []
