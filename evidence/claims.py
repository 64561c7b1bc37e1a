"""How large a picture says it is, read from its header without decoding anything. Pure.

Refuses a decompression bomb at the door, while its bytes still stream in. What lies about its
size here is stopped later, in the confined process that decodes it.
"""

import re
import struct

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000

Size = tuple[int, int]
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
IMAGE_EXTENT = re.compile(rb"ispe\0{4}(.{8})", re.DOTALL)


def is_too_large(head: bytes, media_type: str) -> bool:
    """Whether the header claims more pixels, or a longer side, than are ever opened here."""
    size = claimed_size(head, media_type)
    return size is not None and (size[0] * size[1] > MOST_PIXELS or max(size) > LONGEST_SIDE)


def claimed_size(head: bytes, media_type: str) -> Size | None:
    """Width and height as claimed; None where the head does not tell."""
    reader = READERS.get(media_type)
    try:
        return reader(head) if reader else None
    except (struct.error, IndexError):
        return None


def _png(head: bytes) -> Size:
    """PNG 3rd edition, 11.2.1: IHDR is first."""
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _jpeg(head: bytes) -> Size | None:
    """ITU T.81, B.2.2: segments up to the first frame header; thumbnails lie inside segments."""
    at = 2
    while head[at] == 0xFF:
        marker = head[at + 1]
        if marker in FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        (length,) = struct.unpack_from(">H", head, at + 2)
        at += 2 + max(length, 2)
    return None


def _gif(head: bytes) -> Size:
    """GIF89a, 18: the logical screen, inside which every frame lies."""
    width, height = struct.unpack_from("<HH", head, 6)
    return width, height


def _webp(head: bytes) -> Size | None:
    """RFC 9649, 2.5 to 2.7: the canvas, or the one frame."""
    if head[12:16] == b"VP8X":
        return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    if head[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def _heif(head: bytes) -> Size | None:
    """ISO/IEC 23008-12, 6.5.3: the largest image spatial extent among all items, AVIF's too."""
    sizes = [struct.unpack(">II", found) for found in IMAGE_EXTENT.findall(head)]
    return max(sizes, key=lambda size: size[0] * size[1]) if sizes else None


def _little(three: bytes) -> int:
    return int.from_bytes(three, "little")


READERS = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
    "image/gif": _gif,
    "image/avif": _heif,
    "image/heic": _heif,
    "image/heif": _heif,
}
