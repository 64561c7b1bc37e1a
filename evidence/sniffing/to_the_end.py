"""Follow a file to its end while it streams in, and see whether it is what its beginning says.

Pure. Memory holds a piece, and what could go on from before. Each check raises NotTaken.
"""

import codecs
import re
import struct
from typing import Protocol

from core.carriers import SEEN_TOGETHER, carries_file
from evidence.sniffing.kinds import M4A, PACKED, FileClass, NotTaken, Refusal, Sniffed

LOOKED_AT_ONCE = 64 * 1024
MOST_HEADERS = 1000
# Longer lines are folded by whoever writes a mail; RFC 5322, 2.1.1 allows 998 characters.
LONGEST_HEADERS = 1 << 20

# APPNOTE 4.3.16: mark, disks, entries, size and place of the directory, length of the comment.
END = struct.Struct("<4s4H2IH")
END_MARK, DIRECTORY_MARK = b"PK\x05\x06", b"PK\x01\x02"
END_REACH = END.size + 0xFFFF
IN_ZIP64 = 0xFFFFFFFF
# Programs inside a document: Word's, and OpenDocument's by the names of their folders. Looked for
# in small letters: a pattern that is to ignore the case tries its whole self at every byte.
PROGRAMS = (
    re.compile(rb"vbaproject"),
    re.compile(rb"pk\x03\x04.{26}(?:basic|scripts)/", re.DOTALL),
)
# ISO/IEC 14496-12, 8.4.3: the handler of a track that is a video.
VIDEO_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
LONGEST_MARK = 64


class Check(Protocol):
    def update(self, data: bytes) -> None: ...

    def finish(self) -> None: ...


class TextCheck:
    """Follows a text to its end. Raises NotTaken for a byte that is no UTF-8 and for a NUL."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def update(self, data: bytes) -> None:
        self._decode(data, final=False)

    def finish(self) -> None:
        """A character cut off at the end is none."""
        self._decode(b"", final=True)

    def _decode(self, data: bytes, *, final: bool) -> None:
        if b"\0" in data:
            raise NotTaken(Refusal.UNKNOWN)
        try:
            self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            raise NotTaken(Refusal.UNKNOWN) from error


class CarrierCheck:
    """Follows a text to its end where nothing but text is taken. Raises NotTaken for one that
    carries a picture or a file in letters.
    """

    def __init__(self) -> None:
        self._seen = bytearray()
        self._fresh = 0

    def update(self, data: bytes) -> None:
        self._seen += data
        self._fresh += len(data)
        if self._fresh >= LOOKED_AT_ONCE:
            self.finish()

    def finish(self) -> None:
        if carries_file(bytes(self._seen)):
            raise NotTaken(Refusal.CARRIES)
        del self._seen[:-SEEN_TOGETHER]
        self._fresh = 0


class MailCheck:
    """A mail holds no NUL, and ends its headers before there are a thousand of them."""

    def __init__(self) -> None:
        self._headers: bytes | None = b""

    def update(self, data: bytes) -> None:
        if b"\0" in data:
            raise NotTaken(Refusal.UNKNOWN)
        if self._headers is None:
            return
        seen = (self._headers + data).replace(b"\r\n", b"\n")
        headers, ended, _ = seen.partition(b"\n\n")
        if headers.count(b"\n") >= MOST_HEADERS or len(headers) > LONGEST_HEADERS:
            raise NotTaken(Refusal.UNKNOWN)
        self._headers = None if ended else seen

    def finish(self) -> None:
        """One without a body is a mail too."""


class NoVideoCheck:
    """A sound by its name and its brand has no track of a video."""

    def __init__(self) -> None:
        self._last = b""

    def update(self, data: bytes) -> None:
        seen = self._last + data
        if VIDEO_TRACK.search(seen):
            raise NotTaken(Refusal.MISMATCH)
        self._last = seen[-LONGEST_MARK:]

    def finish(self) -> None:
        pass


class OneKindCheck:
    """No archive begins behind the file: what reads archives reads them from their end."""

    def __init__(self) -> None:
        self._last = b""

    def update(self, data: bytes) -> None:
        self._last = _tail(self._last, data)

    def finish(self) -> None:
        at = self._last.rfind(END_MARK)
        while at >= 0:
            if _ends_archive(self._last, at):
                raise NotTaken(Refusal.TWO_KINDS)
            at = self._last.rfind(END_MARK, 0, at)


class PackedCheck:
    """An archive from its first byte to its last, and no program in it."""

    def __init__(self, *, is_document: bool) -> None:
        self._is_document = is_document
        self._size = 0
        self._last = b""

    def update(self, data: bytes) -> None:
        if self._is_document and _holds_program(self._last[-LONGEST_MARK:] + data):
            raise NotTaken(Refusal.UNKNOWN)
        self._size += len(data)
        self._last = _tail(self._last, data)

    def finish(self) -> None:
        at = self._last.rfind(END_MARK)
        if at < 0 or at + END.size > len(self._last):
            raise NotTaken(Refusal.UNKNOWN)
        *_, length, place, comment = END.unpack_from(self._last, at)
        begins_at_0 = place + length == self._size - len(self._last) + at
        is_whole = at + END.size + comment == len(self._last)
        if not is_whole or not (begins_at_0 or IN_ZIP64 in (place, length)):
            raise NotTaken(Refusal.TWO_KINDS)


def _tail(before: bytes, data: bytes) -> bytes:
    """The end of all that came; of a large piece nothing but its own end is copied."""
    return data[-END_REACH:] if len(data) >= END_REACH else (before + data)[-END_REACH:]


def _holds_program(seen: bytes) -> bool:
    seen = seen.lower()
    return any(mark.search(seen) for mark in PROGRAMS)


def _ends_archive(last: bytes, at: int) -> bool:
    """Four bytes by chance are none: it reaches to the file's end, or a directory is before it."""
    if at + END.size > len(last):
        return False
    _, disk, first, here, entries, length, _, comment = END.unpack_from(last, at)
    if disk or first or here != entries:
        return False
    has_directory = length and last[max(0, at - length) :].startswith(DIRECTORY_MARK)
    return bool(has_directory) or at + END.size + comment == len(last)


def checks_of(found: Sniffed, *, only_text: bool) -> list[Check]:
    """What a file of this kind has to pass on its way in; more where nothing but text is taken."""
    checks: list[Check] = [CarrierCheck()] if only_text else []
    if found.file_class == FileClass.TEXT:
        checks.append(TextCheck())
    elif found.file_class == FileClass.MAIL:
        checks.append(MailCheck())
    elif found in PACKED:
        checks.append(PackedCheck(is_document=found.file_class == FileClass.DOCUMENT))
    elif found.file_class != FileClass.OTHER:
        checks.append(OneKindCheck())
    if found == M4A:
        checks.append(NoVideoCheck())
    return checks
