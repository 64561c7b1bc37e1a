"""Finds and reads the central directory of a ZIP."""

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

from vaultverify.errors import Failed, Unreadable
from vaultverify.records import Entry, read_central

MAX_ENTRIES: Final = 20_000
MAX_BYTES: Final = 32 << 20

_END: Final = struct.Struct("<4s4H2IH")
_END_MAGIC: Final = b"PK\x05\x06"
_END64: Final = struct.Struct("<4sQ2H2I4Q")
_END64_MAGIC: Final = b"PK\x06\x06"
_LOCATOR: Final = struct.Struct("<4sIQI")
_LOCATOR_MAGIC: Final = b"PK\x06\x07"
_COMMENT_MAX: Final = 0xFFFF
_FULL: Final = (0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
_ODD: Final = "the end record of the ZIP is broken"


@dataclass(frozen=True, slots=True)
class Directory:
    entries: tuple[Entry, ...]
    start: int


@dataclass(frozen=True, slots=True)
class _End:
    count: int
    length: int
    start: int
    ends_at: int


def read_directory(file: BinaryIO, size: int) -> Directory:
    """Every entry told of; Failed unless the directory fills its place to the byte."""
    end = _read_end(file, size)
    if end.count > MAX_ENTRIES or end.length > MAX_BYTES:
        raise Failed("the ZIP has too many entries")
    if end.start + end.length != end.ends_at:
        raise Failed("the ZIP has overlapping or hidden parts")
    file.seek(end.start)
    raw, at = file.read(end.length), 0
    entries = []
    for _ in range(end.count):
        entry, at = read_central(raw, at)
        entries.append(entry)
    if at != len(raw):
        raise Failed("the directory of the ZIP is broken")
    return Directory(tuple(entries), end.start)


def _read_end(file: BinaryIO, size: int) -> _End:
    at = size - _END.size
    if at < 0 or not _bytes_at(file, at, _END.size).startswith(_END_MAGIC):
        raise _without_end(file, size)
    fields = _END.unpack(_bytes_at(file, at, _END.size))
    _, disk, first_disk, count_here, count, length, start, comment = fields
    if disk or first_disk or count_here != count or comment:
        raise Failed(_ODD)
    return _widened(file, _End(count, length, start, at))


def _without_end(file: BinaryIO, size: int) -> Exception:
    """Whether something was put behind a ZIP, or no ZIP is there at all."""
    tail = min(size, _END.size + _COMMENT_MAX)
    if _END_MAGIC in _bytes_at(file, size - tail, tail):
        return Failed("something was added behind the ZIP")
    return Unreadable("not a ZIP, or cut off")


def _widened(file: BinaryIO, end: _End) -> _End:
    """The 64-bit end record, if there is one; it may not contradict the short one."""
    at = end.ends_at - _LOCATOR.size
    locator = _bytes_at(file, at, _LOCATOR.size) if at >= 0 else b""
    if not locator.startswith(_LOCATOR_MAGIC):
        return end
    _, disk, record_at, disks = _LOCATOR.unpack(locator)
    record = _bytes_at(file, record_at, _END64.size) if record_at < at else b""
    if disk or disks != 1 or record_at + _END64.size != at or len(record) != _END64.size:
        raise Failed(_ODD)
    magic, length, _, _, this, first, count_here, count, size, start = _END64.unpack(record)
    if magic != _END64_MAGIC or length != _END64.size - 12 or this or first:
        raise Failed(_ODD)
    pairs = zip((end.count, end.length, end.start), (count, size, start), _FULL, strict=True)
    if count_here != count or any(short not in (full, wide) for short, wide, full in pairs):
        raise Failed(_ODD)
    return _End(count, size, start, record_at)


def _bytes_at(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)
