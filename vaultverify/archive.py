"""Reads a ZIP strictly, in place: what two programs could read in two ways is refused.

The file must be its entries one after another from the first byte, then the central directory,
then the end record, and nothing else (APPNOTE.TXT 6.3.10, sections 4.3 and 4.4).
"""

import os
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from vaultverify.directory import Directory, read_directory
from vaultverify.errors import Failed, Unreadable
from vaultverify.names import check_names
from vaultverify.records import DEFLATED, LOCAL, Entry, check_local, descriptor_length

CHUNK: Final = 1 << 20
MAX_RATIO: Final = 100
RATIO_FREE: Final = 1 << 16


class Archive:
    """The entries of a ZIP whose structure held. Raises Unreadable or Failed when it does not."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        size = file.seek(0, os.SEEK_END)
        directory = read_directory(file, size)
        self._starts = self._check_layout(directory)
        self.entries = {entry.name: entry for entry in directory.entries if not entry.is_folder}
        check_names(directory.entries)

    def _check_layout(self, directory: Directory) -> dict[str, int]:
        """Each entry begins where the one before ended: no overlap, no gap, nothing hidden."""
        entries = sorted(directory.entries, key=lambda entry: entry.offset)
        ends = [entry.offset for entry in entries[1:]] + [directory.start]
        expected, starts = 0, {}
        for entry, end in zip(entries, ends, strict=True):
            if entry.offset != expected:
                raise Failed("the ZIP has overlapping or hidden parts", entry.name)
            starts[entry.name] = self._data_start(entry, end)
            expected = end
        if expected != directory.start:
            raise Failed("the ZIP has overlapping or hidden parts")
        return starts

    def _data_start(self, entry: Entry, end: int) -> int:
        self._file.seek(entry.offset)
        fixed = self._file.read(LOCAL.size)
        if len(fixed) != LOCAL.size:
            raise Unreadable("the ZIP is cut off")
        name_length, extra_length = LOCAL.unpack(fixed)[-2:]
        start: int = entry.offset + LOCAL.size + name_length + extra_length
        check_local(fixed, self._file.read(name_length + extra_length), entry)
        rest = end - start - entry.packed_size
        if rest < 0:
            raise Failed("the ZIP has overlapping or hidden parts", entry.name)
        self._file.seek(start + entry.packed_size)
        if rest != descriptor_length(self._file.read(min(rest, 32)), entry):
            raise Failed("the ZIP has overlapping or hidden parts", entry.name)
        if entry.size > entry.packed_size * MAX_RATIO + RATIO_FREE:
            raise Failed("an entry is packed beyond reason", entry.name)
        return start

    def chunks(self, name: str) -> Iterator[bytes]:
        """The entry's bytes; Failed at the end if its length or its CRC-32 is another."""
        entry = self.entries[name]
        pieces = self._inflated(entry) if entry.method == DEFLATED else self._stored(entry)
        crc, size = 0, 0
        for piece in pieces:
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            yield piece
        if (crc, size) != (entry.crc, entry.size):
            raise Failed("an entry does not match its checksum", name)

    def read(self, name: str, limit: int) -> bytes:
        """A small entry, whole."""
        if name not in self.entries:
            raise Failed("a file is missing", name)
        if self.entries[name].size > limit:
            raise Failed("a file is larger than it can be", name)
        return b"".join(self.chunks(name))

    def lines(self, name: str, limit: int) -> Iterator[bytes]:
        """The lines of a text entry, without their line feeds; every line must have one."""
        if name not in self.entries:
            raise Failed("a file is missing", name)
        rest = b""
        for piece in self.chunks(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
            if len(rest) > limit:
                raise Failed("a line is longer than it can be", name)
        if rest:
            raise Failed("the last line is cut off", name)

    def _stored(self, entry: Entry) -> Iterator[bytes]:
        position, left = self._starts[entry.name], entry.packed_size
        while left:
            # Several entries may be read by turns, so the place is found anew each time.
            self._file.seek(position)
            piece = self._file.read(min(left, CHUNK))
            if not piece:
                raise Unreadable("the ZIP is cut off")
            position, left = position + len(piece), left - len(piece)
            yield piece

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        engine, left = zlib.decompressobj(-zlib.MAX_WBITS), entry.size
        for packed in self._stored(entry):
            rest = packed
            while rest:
                piece = _unpacked(engine, rest, entry)
                rest, left = engine.unconsumed_tail, left - len(piece)
                if left < 0 or engine.unused_data:
                    raise Failed("an entry does not match its checksum", entry.name)
                yield piece
        if left:
            # What the last input still held back, or what makes the length come out wrong.
            yield _unpacked(engine, b"", entry)
        if not engine.eof:
            raise Failed("an entry does not unpack", entry.name)


def _unpacked(engine: "zlib._Decompress", packed: bytes, entry: Entry) -> bytes:
    try:
        return engine.decompress(packed, CHUNK)
    except zlib.error:
        raise Failed("an entry does not unpack", entry.name) from None
