"""Reads single members of a hostile ZIP archive, in memory; extracts nothing and follows nothing.

Knows no format of a chat. An archive inside an archive stays a member that is not read.
"""

import re
import unicodedata
import zlib

from evidence.chats.messages import NotRead, Unreadable
from evidence.chats.zip_directory import DEFLATED, Stored, read_directory, refuse

ARCHIVE_MAX_BYTES = 300 * 1024 * 1024
DECLARED_MAX_BYTES = 1024 * 1024 * 1024
MEMBER_MAX_BYTES = 50 * 1024 * 1024
NAME_MAX_BYTES = 1024
RATIO_MAX, TEXT_RATIO_MAX = 100, 200
# What a parser may ever want. Everything else is never inflated.
TEXTS = (".txt", ".json")
READABLE = (*TEXTS, ".html")
DRIVE = re.compile(r"[A-Za-z]:")


class Archive:
    """The members of an archive by name. Made by `open_archive`, which has checked them."""

    def __init__(self, data: bytes, members: dict[str, Stored]) -> None:
        self._data = data
        self._members = members

    @property
    def names(self) -> list[str]:
        """The files, in the order of their bytes; folders are left out."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """One text member. Raises NotRead: TOO_LARGE, or ARCHIVE for a member that is no text by
        its name or not what the directory says: its length, its end, its CRC.
        """
        member = self._members.get(name)
        if member is None or not name.lower().endswith(READABLE):
            refuse()
        if member.full_bytes > MEMBER_MAX_BYTES:
            raise NotRead(Unreadable.TOO_LARGE)
        packed = self._data[member.start : member.start + member.packed_bytes]
        found = _inflated(packed, member.full_bytes) if member.method == DEFLATED else packed
        if len(found) != member.full_bytes or zlib.crc32(found) != member.crc:
            refuse()
        return found


def open_archive(data: bytes) -> Archive:
    """Checks a whole archive before any byte of it is inflated.

    Raises NotRead: TOO_LARGE for its size, what it declares, or more than 5,000 entries; ARCHIVE
    for everything else that an honest archive never has.
    """
    if len(data) > ARCHIVE_MAX_BYTES:
        raise NotRead(Unreadable.TOO_LARGE)
    entries = read_directory(data)
    if sum(each.full_bytes for each in entries) > DECLARED_MAX_BYTES:
        raise NotRead(Unreadable.TOO_LARGE)
    names = [_name(each) for each in entries]
    if len({_same(name) for name in names}) != len(names):
        refuse()
    for entry, name in zip(entries, names, strict=True):
        _check_ratio(entry, name)
    return Archive(
        data, {name: each for name, each in zip(names, entries, strict=True) if not each.is_folder}
    )


def _name(entry: Stored) -> str:
    """Raises NotRead for a name that leads somewhere else on any system, or that hides itself."""
    if not 0 < len(entry.raw_name) <= NAME_MAX_BYTES:
        refuse()
    name = _decoded(entry)
    if any(unicodedata.category(each) == "Cc" for each in name):
        refuse()
    if "\\" in name or name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
        refuse()
    return name


def _decoded(entry: Stored) -> str:
    """UTF-8, which most writers use without saying so, or one character for each byte."""
    try:
        return entry.raw_name.decode("utf-8")
    except UnicodeDecodeError:
        if entry.is_utf8:
            refuse()
        # Not code page 437: it has pictures where Latin-1 has controls, and could not be loaded
        # inside the sandbox.
        return entry.raw_name.decode("latin-1")


def _same(name: str) -> str:
    """Equal for names that some file system takes for one."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", "/".join(parts)).casefold())


def _check_ratio(entry: Stored, name: str) -> None:
    most = TEXT_RATIO_MAX if name.lower().endswith(TEXTS) else RATIO_MAX
    if entry.full_bytes > most * entry.packed_bytes:
        refuse()


def _inflated(packed: bytes, full_bytes: int) -> bytes:
    """Never makes more than one byte above what was declared: sizes lie."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = stream.decompress(packed, full_bytes + 1)
    except zlib.error:
        refuse()
    if not stream.eof or stream.unused_data:
        refuse()
    return found
