"""The fixed records of a ZIP entry, and whether its two headers tell the same."""

import stat
import struct
from dataclasses import dataclass
from typing import Final

from vaultverify.errors import Failed

STORED: Final = 0
DEFLATED: Final = 8

LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_LOCAL_MAGIC: Final = b"PK\x03\x04"
_CENTRAL_MAGIC: Final = b"PK\x01\x02"
_DESCRIPTOR_MAGIC: Final = b"PK\x07\x08"
# By length: signature and width are both left to the writer (APPNOTE 4.3.9).
_DESCRIPTORS: Final = {
    12: ("<3I", b""),
    16: ("<4x3I", _DESCRIPTOR_MAGIC),
    20: ("<IQQ", b""),
    24: ("<4xIQQ", _DESCRIPTOR_MAGIC),
}

_FULL: Final = 0xFFFFFFFF
_ZIP64: Final = 0x0001
_STREAMED: Final = 0x0008
# Compression level, streamed, name in UTF-8: whatever else is set changes how to read.
_KNOWN_FLAGS: Final = 0x0006 | _STREAMED | 0x0800
# What may stand beside an entry, and how long it may be: sizes over 4 GiB, and moments. Anything
# else is room for what no list tells of, or is read by some programs and not by others.
_EXTRAS: Final = {
    _ZIP64: frozenset({8, 16, 24, 28}),
    0x5455: frozenset({5, 9, 13}),
    0x7875: frozenset({11}),
    0x000A: frozenset({32}),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder as the central directory tells of it."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int

    @property
    def name(self) -> str:
        return self.raw_name.decode("ascii", "replace")

    @property
    def is_folder(self) -> bool:
        return self.raw_name.endswith(b"/")

    @property
    def is_streamed(self) -> bool:
        return bool(self.flags & _STREAMED)


def read_central(raw: bytes, at: int) -> tuple[Entry, int]:
    """The entry told of at `at` in the directory, and where the next one begins."""
    if len(raw) - at < CENTRAL.size:
        raise Failed("the directory of the ZIP is broken")
    fields = CENTRAL.unpack_from(raw, at)
    magic, _, _, flags, method, _, _, crc, packed, size = fields[:10]
    name_length, extra_length, comment_length, disk, _, attributes, offset = fields[10:]
    end = at + CENTRAL.size + name_length + extra_length
    if magic != _CENTRAL_MAGIC or end > len(raw) or comment_length or disk:
        raise Failed("the directory of the ZIP is broken")
    name = raw[at + CENTRAL.size : at + CENTRAL.size + name_length]
    extra = _extra_fields(raw[at + CENTRAL.size + name_length : end])
    size, packed, offset = _widened(extra, size, packed, offset)
    entry = Entry(name, flags, method, crc, packed, size, offset)
    _check_kind(entry, attributes >> 16)
    return entry, end


def check_local(fixed: bytes, rest: bytes, entry: Entry) -> None:
    """The header before the data tells what the directory tells, or Failed."""
    magic, _, flags, method, _, _, crc, packed, size, name_length, _ = LOCAL.unpack(fixed)
    if magic != _LOCAL_MAGIC:
        raise Failed("the ZIP has overlapping or hidden parts", entry.name)
    extra = _extra_fields(rest[name_length:])
    if _ZIP64 in extra:
        size, packed = _both_widened(extra[_ZIP64], size, packed)
    same = (rest[:name_length], flags, method) == (entry.raw_name, entry.flags, entry.method)
    told = (crc, packed, size)
    known = (entry.crc, entry.packed_size, entry.size)
    if not same or (told != known and not (entry.is_streamed and told == (0, 0, 0))):
        raise Failed("the two headers of an entry differ", entry.name)


def descriptor_length(raw: bytes, entry: Entry) -> int:
    """How long the record after a streamed entry's data is; 0 if the entry has none."""
    if not entry.is_streamed:
        return 0
    layout, magic = _DESCRIPTORS.get(len(raw), ("", b""))
    told = (entry.crc, entry.packed_size, entry.size)
    if not layout or not raw.startswith(magic) or struct.unpack(layout, raw) != told:
        raise Failed("the ZIP has overlapping or hidden parts", entry.name)
    return len(raw)


def _both_widened(wide: bytes, size: int, packed: int) -> tuple[int, int]:
    if len(wide) != 16 or (size, packed) != (_FULL, _FULL):
        raise Failed("the directory of the ZIP is broken")
    size, packed = struct.unpack("<QQ", wide)
    return size, packed


def _widened(extra: dict[int, bytes], *fields: int) -> list[int]:
    """Each full 32-bit field replaced by its 64-bit one; exactly those may be there."""
    wide = extra.get(_ZIP64, b"")
    if len(wide) != 8 * fields.count(_FULL):
        raise Failed("the directory of the ZIP is broken")
    values = iter(struct.unpack(f"<{len(wide) // 8}Q", wide))
    return [next(values) if field == _FULL else field for field in fields]


def _extra_fields(raw: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while raw:
        if len(raw) < 4:
            raise Failed("the directory of the ZIP is broken")
        kind, length = struct.unpack_from("<HH", raw)
        if kind in found or len(raw) < 4 + length:
            raise Failed("the directory of the ZIP is broken")
        if length not in _EXTRAS.get(kind, frozenset()):
            raise Failed("the ZIP has overlapping or hidden parts")
        found[kind] = raw[4 : 4 + length]
        raw = raw[4 + length :]
    return found


def _check_kind(entry: Entry, mode: int) -> None:
    """A plain file, or an empty folder, in the clear. Whatever system is named: programs that
    unpack believe the mode of several."""
    if entry.flags & ~_KNOWN_FLAGS or entry.method not in (STORED, DEFLATED):
        raise Failed("an entry is encrypted or packed in an unknown way", entry.name)
    if entry.method == STORED and entry.size != entry.packed_size:
        raise Failed("the directory of the ZIP is broken", entry.name)
    if entry.is_folder and (entry.size or entry.packed_size):
        raise Failed("a folder has content", entry.name)
    kind = stat.S_IFMT(mode)
    if kind not in (0, stat.S_IFDIR if entry.is_folder else stat.S_IFREG):
        raise Failed("an entry is a link or a device", entry.name)
