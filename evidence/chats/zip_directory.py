"""Reads the directory of a ZIP archive and believes none of it without looking.

Own code, since the readers at hand differ in what they forgive: where two of them see different
files in one archive, a hostile one begins. APPNOTE.TXT 6.3.10 has the layout.
"""

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from evidence.chats.messages import NotRead, Unreadable

ENTRIES_MAX = 5_000
STORED, DEFLATED = 0, 8
FLAG_ENCRYPTED, FLAG_LATE_SIZES, FLAG_STRONG, FLAG_UTF8, FLAG_MASKED = 1, 8, 64, 2048, 8192

# Version, time and date are passed over; so is the CRC that comes first.
LOCAL = struct.Struct("<4s2xHH8xIIHH")
CENTRAL = struct.Struct("<4s4xHH4xIIIHHHH2xII")
END = struct.Struct("<4sHHHHIIH")
END64 = struct.Struct("<4sQHHIIQQQQ")
LOCATOR64 = struct.Struct("<4sIQI")
EXTRA = struct.Struct("<HH")
ZIP64_EXTRA = 1
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
COMMENT_MAX_BYTES = 0xFFFF


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry as the directory has it, its own header compared with it. `start` is where its
    bytes begin."""

    raw_name: bytes
    is_utf8: bool
    is_folder: bool
    method: int
    crc: int
    packed_bytes: int
    full_bytes: int
    offset: int
    start: int


@dataclass(frozen=True, slots=True)
class _Directory:
    entries: int
    start: int
    end: int


def read_directory(data: bytes) -> list[Stored]:
    """All entries, in the order of their bytes in the file.

    Raises NotRead: TOO_LARGE for too many, ARCHIVE for encryption, spanning, a special file, a
    header that says something else than the directory, entries over each other, and bytes before
    the first.
    """
    directory = _find(data)
    if directory.entries > ENTRIES_MAX:
        raise NotRead(Unreadable.TOO_LARGE)
    entries = sorted(_entries(data, directory), key=lambda each: each.offset)
    if entries and entries[0].offset != 0:
        refuse()
    ends = [each.offset for each in entries[1:]] + [directory.start]
    if any(each.start + each.packed_bytes > end for each, end in zip(entries, ends, strict=False)):
        refuse()
    return entries


def refuse() -> NoReturn:
    raise NotRead(Unreadable.ARCHIVE)


def _find(data: bytes) -> _Directory:
    """By the one record that ends exactly where the file does; where there are two, readers
    differ in which one they take."""
    ends = list(_ends(data))
    if len(ends) != 1:
        refuse()
    at = ends[0]
    _, disk, first_disk, here, entries, length, start, _ = END.unpack_from(data, at)
    if disk or first_disk or here != entries:
        refuse()
    found = _Directory(entries, start, start + length)
    before = at - LOCATOR64.size
    if before >= 0 and data[before : before + 4] == b"PK\6\7":
        found, at = _find_large(data, before, (entries, length, start))
    elif entries == FULL16 or FULL32 in (length, start):
        refuse()
    if found.end != at:
        refuse()
    return found


def _ends(data: bytes) -> Iterator[int]:
    at = max(0, len(data) - COMMENT_MAX_BYTES - END.size) - 1
    while (at := data.find(b"PK\5\6", at + 1)) >= 0:
        if at + END.size <= len(data):
            *_, comment = END.unpack_from(data, at)
            if at + END.size + comment == len(data):
                yield at


def _find_large(data: bytes, locator: int, small: tuple[int, int, int]) -> tuple[_Directory, int]:
    """The ZIP64 record, which may not contradict the small one where that one has a number."""
    _, disk, at, disks = LOCATOR64.unpack_from(data, locator)
    if disk or disks != 1 or at + END64.size > locator:
        refuse()
    mark, size, _, _, disk, first_disk, here, entries, length, start = END64.unpack_from(data, at)
    if mark != b"PK\6\6" or at + 12 + size != locator or disk or first_disk or here != entries:
        refuse()
    fulls = (FULL16, FULL32, FULL32)
    for few, many, full in zip(small, (entries, length, start), fulls, strict=True):
        if few not in (many, full):
            refuse()
    return _Directory(entries, start, start + length), at


def _entries(data: bytes, directory: _Directory) -> Iterator[Stored]:
    at, count = directory.start, 0
    while at < directory.end:
        if at + CENTRAL.size > directory.end or count == directory.entries:
            refuse()
        entry, at = _entry(data, at)
        yield entry
        count += 1
    if at != directory.end or count != directory.entries:
        refuse()


def _entry(data: bytes, at: int) -> tuple[Stored, int]:
    mark, flags, method, *sizes, disk, attributes, offset = CENTRAL.unpack_from(data, at)
    crc, packed, full, name_bytes, extra_bytes, comment_bytes = sizes
    name_at = at + CENTRAL.size
    extra_at = name_at + name_bytes
    name, extra = data[name_at:extra_at], data[extra_at : extra_at + extra_bytes]
    if mark != b"PK\1\2" or disk or method not in (STORED, DEFLATED):
        refuse()
    if flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED):
        refuse()
    full, packed, offset = _large_values(extra, (full, packed, offset))
    entry = Stored(
        raw_name=name,
        is_utf8=bool(flags & FLAG_UTF8),
        is_folder=_is_folder(name, attributes >> 16, full),
        method=method,
        crc=crc,
        packed_bytes=packed,
        full_bytes=full,
        offset=offset,
        start=_start(data, name, flags, (method, offset, packed, full)),
    )
    return entry, extra_at + extra_bytes + comment_bytes


def _large_values(extra: bytes, values: tuple[int, ...]) -> tuple[int, ...]:
    """4.5.3: the extra field has a number for each one that did not fit, and for no other."""
    found = _zip64(extra)
    wanted = sum(value == FULL32 for value in values)
    if len(found) != 8 * wanted:
        refuse()
    numbers = iter(struct.unpack(f"<{wanted}Q", found))
    return tuple(next(numbers) if value == FULL32 else value for value in values)


def _zip64(extra: bytes) -> bytes:
    at, found = 0, b""
    while at + EXTRA.size <= len(extra):
        kind, length = EXTRA.unpack_from(extra, at)
        at += EXTRA.size + length
        if at > len(extra) or (kind == ZIP64_EXTRA and found):
            refuse()
        if kind == ZIP64_EXTRA:
            found = extra[at - length : at]
    return found


def _is_folder(name: bytes, mode: int, full_bytes: int) -> bool:
    """Refuses links, devices and whatever else is neither a file nor a folder."""
    kind = stat.S_IFMT(mode)
    is_folder = name.endswith(b"/")
    if kind not in (0, stat.S_IFDIR if is_folder else stat.S_IFREG):
        refuse()
    if is_folder and full_bytes:
        refuse()
    return is_folder


def _start(data: bytes, name: bytes, flags: int, entry: tuple[int, int, int, int]) -> int:
    """Where an entry's bytes begin, once its own header says the same as the directory."""
    method, offset, packed, full = entry
    if offset + LOCAL.size > len(data):
        refuse()
    mark, own_flags, own_method, *sizes = LOCAL.unpack_from(data, offset)
    own_packed, own_full, name_bytes, extra_bytes = sizes
    name_at = offset + LOCAL.size
    if mark != b"PK\3\4" or own_method != method or data[name_at : name_at + name_bytes] != name:
        refuse()
    if (own_flags ^ flags) & (FLAG_ENCRYPTED | FLAG_LATE_SIZES | FLAG_STRONG | FLAG_MASKED):
        refuse()
    forgiven = {FULL32, 0} if flags & FLAG_LATE_SIZES else {FULL32}
    if own_packed not in {packed, *forgiven} or own_full not in {full, *forgiven}:
        refuse()
    return name_at + int(name_bytes) + int(extra_bytes)
