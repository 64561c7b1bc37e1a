"""Is a picture from a child exactly the plain file it promised? Read by structure, not decoded.

A taken-over child could send anything: another format, metadata, bytes after the end. Nothing
of a picture is decoded here, so the parent runs no decoder on bytes it does not trust.
"""

import re
import struct

from evidence.sandbox.contract import NotMade, Reason

START_OF_IMAGE, END_OF_IMAGE = b"\xff\xd8", b"\xff\xd9"
START_OF_SCAN, JFIF = 0xDA, 0xE0
START_OF_FRAME = frozenset({0xC0, 0xC2})
TABLES = frozenset({0xC4, 0xDB, 0xDD})
JFIF_BYTES = 16
# In scan data FF is followed by 00 or a restart marker; anything else ends the scan.
END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")

WEBP_HEADER = struct.Struct("<4sI4s4sI3s3sHH")
WEBP_START_CODE = b"\x9d\x01\x2a"

Size = tuple[int, int]


def check_jpeg(data: bytes) -> Size:
    """The size of a JPEG with nothing in it but tables, one frame and scans, to its last byte.

    Refused with BAD_ANSWER: any application segment but a 16-byte JFIF, any comment, anything
    after the end.
    """
    try:
        return _jpeg_size(data)
    except (ValueError, IndexError, struct.error) as fault:
        raise NotMade(Reason.BAD_ANSWER) from fault


def _jpeg_size(data: bytes) -> Size:
    if not data.startswith(START_OF_IMAGE):
        raise ValueError("no start")
    sizes: list[Size] = []
    position = len(START_OF_IMAGE)
    while data[position : position + 2] != END_OF_IMAGE:
        mark, marker, length = struct.unpack_from(">BBH", data, position)
        if mark != 0xFF or length < 2:
            raise ValueError("no segment")
        position += 2 + length
        if marker == START_OF_SCAN:
            position = _end_of_scan(data, position)
        elif marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", data, position - length + 3)
            sizes.append((width, height))
        elif marker not in TABLES and (marker, length) != (JFIF, JFIF_BYTES):
            raise ValueError("segment not taken")
    if position + 2 != len(data) or len(sizes) != 1:
        raise ValueError("bytes after the end, or not one frame")
    return sizes[0]


def _end_of_scan(data: bytes, position: int) -> int:
    found = END_OF_SCAN.search(data, position)
    if found is None:
        raise ValueError("no end")
    return found.start()


def check_webp(data: bytes) -> Size:
    """The size of a WebP made of one lossy key frame and no other chunk (RFC 9649, 2.5)."""
    if len(data) < WEBP_HEADER.size:
        raise NotMade(Reason.BAD_ANSWER)
    riff, length, webp, chunk, chunk_length, _tag, code, width, height = WEBP_HEADER.unpack_from(
        data
    )
    is_plain = (riff, webp, chunk, code) == (b"RIFF", b"WEBP", b"VP8 ", WEBP_START_CODE)
    padded = chunk_length + chunk_length % 2
    if not is_plain or length + 8 != len(data) or padded + 20 != len(data):
        raise NotMade(Reason.BAD_ANSWER)
    return width & 0x3FFF, height & 0x3FFF
