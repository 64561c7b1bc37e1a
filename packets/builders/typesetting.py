"""Has a PDF typeset by the confined child, from texts and JPEG pictures in memory."""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from evidence.sandbox.run import Limits, run_confined

CHILD: Final = "packets.builders.typeset_child"
MEBIBYTE: Final = 1 << 20
# About 120 view copies. Measured: 200 incidents with 100 of them take 0.9 s and 235 MiB; three
# times the pictures take three times the memory.
PICTURE_BUDGET: Final = 16 * MEBIBYTE
LIMITS: Final = Limits(
    memory_bytes=2048 * MEBIBYTE,
    cpu_seconds=60,
    wall_seconds=120.0,
    input_bytes=48 * MEBIBYTE,
    answer_bytes=48 * MEBIBYTE,
    threads=True,
)
_LENGTH: Final = struct.Struct(">I")
# The frame headers, which hold the size (ITU T.81, table B.1); three in between are others.
_SIZE_MARKERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def typeset(
    template: Path, data: Mapping[str, object], pictures: Sequence[Picture], made_at: datetime
) -> bytes:
    """The PDF of a Typst template, which finds `data.json` and `0.svg`, `1.svg` … beside it.

    The same input gives the same bytes. Raises NotMade when the child gives no PDF.
    """
    settings = {
        "made_at": int(made_at.timestamp()),
        "pictures": [(picture.width, picture.height) for picture in pictures],
    }
    texts = (template.read_bytes(), _json(data), _json(settings))
    payload = _framed([*texts, *(picture.jpeg for picture in pictures)])
    return run_confined(CHILD, payload, limits=LIMITS)


def picture_from(jpeg: bytes) -> Picture | None:
    """The picture with the size its header tells; None for what is no whole JPEG."""
    at = 2
    while jpeg.startswith(b"\xff\xd8\xff") and at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        if jpeg[at + 1] in _SIZE_MARKERS:
            height, width = struct.unpack_from(">HH", jpeg, at + 5)
            return Picture(jpeg, width, height) if width and height else None
        at += 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
    return None


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="replace")


def _framed(frames: Sequence[bytes]) -> Iterator[bytes]:
    for frame in frames:
        yield _LENGTH.pack(len(frame))
        yield frame
