"""Writes a ZIP straight into a sink: no disk, no going back (APPNOTE.TXT 6.3.10, section 4.3).

Each header tells length and CRC-32 before the data, so that readers which take a ZIP from its front
need no directory. Entries are stored, unless they are asked to be deflated.
"""

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
END: Final = struct.Struct("<4s4H2IH")
END64: Final = struct.Struct("<4sQ2H2I4Q")
LOCATOR: Final = struct.Struct("<4sIQI")
PLAIN_FILE: Final = 0o100644 << 16
UNIX: Final = 3
VERSION, VERSION64 = 20, 45
STORED, DEFLATED = 0, 8
FULL, FULL_COUNT = 0xFFFFFFFF, 0xFFFF
ZIP64, TIMESTAMP = 0x0001, 0x5455


class LengthChanged(Exception):
    """More or fewer bytes came than the header of their entry tells."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    crc: int
    size: int
    packed: int
    offset: int
    method: int = STORED

    @property
    def wide(self) -> list[int]:
        """What does not fit its 32 bits, in the order of the ZIP64 field."""
        return [value for value in (self.size, self.packed, self.offset) if value >= FULL]


class ZipWriter:
    """A ZIP being written, one entry after another; `finish` writes its directory.

    Entries carry the time by the clock that `made_at` brings, for readers that know no zones, and
    the moment itself in an extended time stamp, for those that do.
    """

    def __init__(self, write: Callable[[bytes], object], made_at: datetime) -> None:
        self._write, self._at = write, 0
        self._entries: list[_Entry] = []
        self._clock = _dos_clock(made_at)
        self._moment = struct.pack("<HHBi", TIMESTAMP, 5, 1, int(made_at.timestamp()))

    def add(self, name: str, data: bytes) -> None:
        self.stream(name, len(data), zlib.crc32(data), (data,))

    def add_deflated(self, name: str, data: bytes) -> None:
        """For a ZIP in this one: stored, its end could be taken for that of the whole."""
        packed = zlib.compress(data, 9, wbits=-zlib.MAX_WBITS)
        told = (zlib.crc32(data), len(data), len(packed), self._at, DEFLATED)
        self._enter(_Entry(name.encode("ascii"), *told), (packed,))

    def stream(self, name: str, size: int, crc: int, chunks: Iterable[bytes]) -> None:
        """Writes an entry whose length and CRC-32 are known. Raises LengthChanged, after which
        the ZIP cannot be finished."""
        self._enter(_Entry(name.encode("ascii"), crc, size, size, self._at), chunks)

    def finish(self) -> None:
        start = self._at
        for entry in self._entries:
            self._emit(self._central(entry))
        self._emit(_end(len(self._entries), self._at - start, start))

    def _enter(self, entry: _Entry, chunks: Iterable[bytes]) -> None:
        self._emit(self._local(entry))
        begin = self._at
        for chunk in chunks:
            self._emit(chunk)
        if self._at - begin != entry.packed:
            raise LengthChanged
        self._entries.append(entry)

    def _local(self, entry: _Entry) -> bytes:
        wide = [entry.size, entry.packed] if entry.size >= FULL else []
        extra = _zip64(wide) + self._moment
        sizes = (min(entry.packed, FULL), min(entry.size, FULL))
        told = (_version(wide), 0, entry.method, *self._clock, entry.crc, *sizes)
        lengths = (len(entry.name), len(extra))
        return LOCAL.pack(b"PK\x03\x04", *told, *lengths) + entry.name + extra

    def _central(self, entry: _Entry) -> bytes:
        version = _version(entry.wide)
        extra = _zip64(entry.wide) + self._moment
        sizes = (min(entry.packed, FULL), min(entry.size, FULL))
        made_by = UNIX << 8 | version
        told = (made_by, version, 0, entry.method, *self._clock, entry.crc, *sizes)
        rest = (len(entry.name), len(extra), 0, 0, 0, PLAIN_FILE, min(entry.offset, FULL))
        return CENTRAL.pack(b"PK\x01\x02", *told, *rest) + entry.name + extra

    def _emit(self, data: bytes) -> None:
        self._at += len(data)
        self._write(data)


def _dos_clock(moment: datetime) -> tuple[int, int]:
    """Time and date as MS-DOS kept them, to two seconds."""
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, (moment.year - 1980) << 9 | moment.month << 5 | moment.day


def _version(wide: list[int]) -> int:
    return VERSION64 if wide else VERSION


def _zip64(wide: list[int]) -> bytes:
    return struct.pack(f"<HH{len(wide)}Q", ZIP64, 8 * len(wide), *wide) if wide else b""


def _end(count: int, length: int, start: int) -> bytes:
    """The end record, behind its 64-bit form where a number does not fit the short one."""
    least = min(count, FULL_COUNT)
    short = END.pack(b"PK\x05\x06", 0, 0, least, least, min(length, FULL), min(start, FULL), 0)
    if count < FULL_COUNT and max(length, start) < FULL:
        return short
    told = (UNIX << 8 | VERSION64, VERSION64, 0, 0, count, count, length, start)
    record = END64.pack(b"PK\x06\x06", END64.size - 12, *told)
    return record + LOCATOR.pack(b"PK\x06\x07", 0, start + length, 1) + short
