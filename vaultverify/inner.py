"""Reads single members of a ZIP that lies in the packet, as it streams by: nothing is unpacked.

Every length is bounded before it is believed (APPNOTE.TXT 6.3.10). That the ZIP is the one that was
admitted is for others to check.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from vaultverify.errors import Failed
from vaultverify.records import DEFLATED, STORED

MAX_ENTRIES: Final = 5_000
MAX_DIRECTORY: Final = 16 << 20
MAX_MEMBER: Final = 50 << 20
_PIECE: Final = 1 << 18

_LOCAL: Final = struct.Struct("<4s2xHH8xIIHH")
_CENTRAL: Final = struct.Struct("<4s4xHH4xIIIHHH8xI")
_END: Final = struct.Struct("<4s6xHIIH")
_END64: Final = struct.Struct("<4s28xQQQ")
_LOCATOR: Final = struct.Struct("<4s4xQ4x")
_EXTRA: Final = struct.Struct("<HH")
_ZIP64: Final = 1
_FULL: Final = 0xFFFFFFFF
_SEALED: Final = 0x1 | 0x40 | 0x2000
_UTF8: Final = 0x800
_TAIL: Final = _END.size + 0xFFFF + _END64.size + _LOCATOR.size
_ODD: Final = "an export cannot be read"


@dataclass(frozen=True, slots=True)
class Member:
    raw_name: bytes
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


class Reach:
    """Bytes of a file that can only be streamed, at places that had better go forward: whoever
    goes back begins anew."""

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        self._open, self._pieces, self._rest, self._at = pieces, pieces(), b"", 0

    def read(self, start: int, size: int) -> bytes:
        """That many bytes, or Failed."""
        data = b"".join(self.pieces(start, size))
        if len(data) != size:
            raise Failed(_ODD)
        return data

    def pieces(self, start: int, size: int) -> Iterator[bytes]:
        """As many of them as there are."""
        if start < self._at:
            self._pieces, self._rest, self._at = self._open(), b"", 0
        while size and self._more():
            skipped = min(start - self._at, len(self._rest))
            piece = self._rest[skipped : skipped + size]
            self._at += skipped + len(piece)
            self._rest = self._rest[skipped + len(piece) :]
            size -= len(piece)
            start = max(start, self._at)
            yield piece

    def _more(self) -> bool:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        return bool(self._rest)


def read_members(reach: Reach, size: int) -> dict[str, Member]:
    """Every member by its name; Failed for a ZIP that two programs could read in two ways."""
    tail_size = min(size, _TAIL)
    count, length, start = _directory(reach.read(size - tail_size, tail_size), size)
    if count > MAX_ENTRIES or length > MAX_DIRECTORY or start + length > size:
        raise Failed(_ODD)
    raw, at, members = reach.read(start, length), 0, {}
    for _ in range(count):
        name, member, at = _member(raw, at)
        if name in members or member.offset + _LOCAL.size + member.packed_size > start:
            raise Failed(_ODD)
        members[name] = member
    if at != len(raw):
        raise Failed(_ODD)
    return members


def member_pieces(reach: Reach, member: Member) -> Iterator[bytes]:
    """The member's bytes; Failed at the end where they are not those of its length and CRC-32."""
    if member.size > MAX_MEMBER:
        raise Failed(_ODD)
    start = _data_start(reach, member)
    packed = reach.pieces(start, member.packed_size)
    crc, left = 0, member.size
    for piece in _inflated(packed) if member.method == DEFLATED else packed:
        crc, left = zlib.crc32(piece, crc), left - len(piece)
        if left < 0:
            raise Failed(_ODD)
        yield piece
    if left or crc != member.crc:
        raise Failed(_ODD)


def _directory(tail: bytes, size: int) -> tuple[int, int, int]:
    """Count, length and start of the directory, by the one record that ends where the file does."""
    ends = [at for at in _places(tail, b"PK\5\6") if _ends_at(tail, at) == len(tail)]
    if len(ends) != 1:
        raise Failed(_ODD)
    _, count, length, start, _ = _END.unpack_from(tail, ends[0])
    before = ends[0] - _LOCATOR.size
    if before >= 0 and tail.startswith(b"PK\6\7", before):
        _, place = _LOCATOR.unpack_from(tail, before)
        at = place - (size - len(tail))
        if not 0 <= at <= before - _END64.size or not tail.startswith(b"PK\6\6", at):
            raise Failed(_ODD)
        _, count, length, start = _END64.unpack_from(tail, at)
    return count, length, start


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _ends_at(tail: bytes, at: int) -> int:
    if at + _END.size > len(tail):
        return -1
    comment: int = _END.unpack_from(tail, at)[-1]
    return at + _END.size + comment


def _member(raw: bytes, at: int) -> tuple[str, Member, int]:
    if at + _CENTRAL.size > len(raw):
        raise Failed(_ODD)
    mark, flags, method, crc, packed, size, *lengths, offset = _CENTRAL.unpack_from(raw, at)
    name_at = at + _CENTRAL.size
    extra_at = name_at + lengths[0]
    name, extra = raw[name_at:extra_at], raw[extra_at : extra_at + lengths[1]]
    if mark != b"PK\1\2" or method not in (STORED, DEFLATED) or flags & _SEALED:
        raise Failed(_ODD)
    size, packed, offset = _widened(extra, (size, packed, offset))
    member = Member(name, method, crc, packed, size, offset)
    return _decoded(name, flags), member, extra_at + lengths[1] + lengths[2]


def _widened(extra: bytes, values: tuple[int, int, int]) -> tuple[int, ...]:
    at, wide = 0, b""
    while at + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, at)
        at += _EXTRA.size + length
        if kind == _ZIP64:
            wide = extra[at - length : at]
    if len(wide) != 8 * values.count(_FULL):
        raise Failed(_ODD)
    numbers = iter(struct.unpack(f"<{len(wide) // 8}Q", wide))
    return tuple(next(numbers) if value == _FULL else value for value in values)


def _decoded(name: bytes, flags: int) -> str:
    """UTF-8, said or not, or one character for each byte: as the site's own reader names it."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        if flags & _UTF8:
            raise Failed(_ODD) from None
        return name.decode("latin-1")


def _data_start(reach: Reach, member: Member) -> int:
    """Where its bytes begin, once its own header names the same."""
    fixed = reach.read(member.offset, _LOCAL.size)
    mark, flags, method, _, _, name_size, extra_size = _LOCAL.unpack(fixed)
    rest = reach.read(member.offset + _LOCAL.size, name_size + extra_size)
    is_same = (method, rest[:name_size]) == (member.method, member.raw_name)
    if mark != b"PK\3\4" or flags & _SEALED or not is_same:
        raise Failed(_ODD)
    start: int = member.offset + _LOCAL.size + name_size + extra_size
    return start


def _inflated(packed: Iterable[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        rest = piece
        while rest and not engine.eof:
            yield _unpacked(engine, rest)
            rest = engine.unconsumed_tail
    while not engine.eof and (last := _unpacked(engine, b"")):
        yield last
    if not engine.eof or engine.unused_data:
        raise Failed(_ODD)


def _unpacked(engine: "zlib._Decompress", packed: bytes) -> bytes:
    try:
        return engine.decompress(packed, _PIECE)
    except zlib.error:
        raise Failed(_ODD) from None
