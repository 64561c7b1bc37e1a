"""Builds archives, honest and hostile. Small, and in memory alone."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

TEXT = b"21/07/2026 03.15 - Andi: Halo\n" * 3


@dataclass(slots=True)
class Entry:
    """One entry; what is None is as an honest writer would have it. `own_*` is its own header."""

    name: bytes = b"_chat.txt"
    data: bytes = TEXT
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0
    mode: int = 0
    packed: bytes | None = None
    crc: int | None = None
    full_bytes: int | None = None
    packed_bytes: int | None = None
    offset: int | None = None
    extra: bytes = b""
    own_name: bytes | None = None
    own_method: int | None = None
    own_flags: int | None = None
    own_full_bytes: int | None = None


def honest(**members: bytes) -> bytes:
    """By the standard library; two underscores stand for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (members or {"_chat__txt": TEXT}).items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def deflated(data: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


def built(
    *entries: Entry,
    before: bytes = b"",
    count: int | None = None,
    start: int | None = None,
    disk: int = 0,
    end: Callable[[int, int, int], bytes] | None = None,
    comment: bytes = b"",
) -> bytes:
    """An archive of exactly these entries. `end` writes what stands before the last record."""
    body, directory = bytearray(before), bytearray()
    for entry in entries:
        packed, sizes, crc = _sizes(entry)
        offset = len(body) if entry.offset is None else entry.offset
        body += _own_header(entry, crc, sizes) + packed
        directory += _in_directory(entry, crc, sizes, offset)
    number = len(entries) if count is None else count
    place = len(body) if start is None else start
    large = end(number, len(directory), len(body)) if end else b""
    last = struct.pack(
        "<4sHHHHIIH", b"PK\5\6", disk, disk, number, number, len(directory), place, len(comment)
    )
    return bytes(body + directory) + large + last + comment


def _sizes(entry: Entry) -> tuple[bytes, tuple[int, int], int]:
    packed = entry.packed
    if packed is None:
        packed = deflated(entry.data) if entry.method == zipfile.ZIP_DEFLATED else entry.data
    packed_bytes = len(packed) if entry.packed_bytes is None else entry.packed_bytes
    full_bytes = len(entry.data) if entry.full_bytes is None else entry.full_bytes
    crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
    return packed, (packed_bytes, full_bytes), crc


def _own_header(entry: Entry, crc: int, sizes: tuple[int, int]) -> bytes:
    name = entry.name if entry.own_name is None else entry.own_name
    method = entry.method if entry.own_method is None else entry.own_method
    flags = entry.flags if entry.own_flags is None else entry.own_flags
    full = sizes[1] if entry.own_full_bytes is None else entry.own_full_bytes
    numbers = (20, flags, method, 0, 0, crc, sizes[0], full, len(name), 0)
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *numbers) + name


def _in_directory(entry: Entry, crc: int, sizes: tuple[int, int], offset: int) -> bytes:
    numbers = (0x0314, 20, entry.flags, entry.method, 0, 0, crc, *sizes)
    lengths = (len(entry.name), len(entry.extra), 0, 0, 0, entry.mode << 16, offset)
    header = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", *numbers, *lengths)
    return header + entry.name + entry.extra


def zip64_end(
    number: int, length: int, start: int, *, at: int | None = None, disks: int = 1
) -> bytes:
    """The ZIP64 record and its locator."""
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, number, number, length, start)
    place = start + length if at is None else at
    return record + struct.pack("<4sIQI", b"PK\6\7", 0, place, disks)
