"""Say what a file is from its first bytes, or that it is not taken; and clean what it is called.

Pure: knows no storage, no request and no decoder. A name or a declared type never decides alone.
"""

import codecs
import re
import struct
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from evidence.carriers import BLANK, SEEN_TOGETHER, begins_otherwise, carries_file

HEAD_BYTES = 4096
# Readers look for a PDF's first mark this far into a file.
PDF_MARK, PDF_REACH = b"%PDF-", 1024
LOOKED_AT_ONCE = 64 * 1024
NAME_MAX_CHARS = 120


class FileClass(StrEnum):
    """What can be done with a file. The values are stored."""

    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"
    TEXT = "text"


class Refusal(StrEnum):
    """Why a file is not taken. The values are translated where they are shown."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    MISMATCH = "mismatch"
    CARRIES = "carries"


class NotTaken(Exception):
    """Carries the reason and nothing of the file."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What the bytes are. `extension` is the one to send the file out under, without the dot."""

    file_class: FileClass
    media_type: str
    extension: str


JPEG = Sniffed(FileClass.IMAGE, "image/jpeg", "jpg")
PNG = Sniffed(FileClass.IMAGE, "image/png", "png")
WEBP = Sniffed(FileClass.IMAGE, "image/webp", "webp")
HEIC = Sniffed(FileClass.IMAGE, "image/heic", "heic")
MP4 = Sniffed(FileClass.VIDEO, "video/mp4", "mp4")
MOV = Sniffed(FileClass.VIDEO, "video/quicktime", "mov")
THREE_GP = Sniffed(FileClass.VIDEO, "video/3gpp", "3gp")
PDF = Sniffed(FileClass.DOCUMENT, "application/pdf", "pdf")
TEXT = Sniffed(FileClass.TEXT, "text/plain", "txt")

KINDS = (JPEG, PNG, WEBP, HEIC, MP4, MOV, THREE_GP, PDF, TEXT)

# Phones and messengers mix up the formats within a family (a WebP named .jpg) all the time;
# across families a wrong extension is never an accident worth taking.
FAMILIES = {
    FileClass.IMAGE: frozenset(
        {"jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "hif"}
    ),
    FileClass.VIDEO: frozenset({"mp4", "m4v", "mov", "qt", "3gp", "3gpp", "3g2"}),
    FileClass.DOCUMENT: frozenset({"pdf"}),
    FileClass.TEXT: frozenset({"txt", "csv", "log", "md"}),
}

MAGIC = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (PDF_MARK, PDF))

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
HEIF_BRANDS = frozenset({b"mif1", b"msf1"})
MP4_BRAND = re.compile(rb"iso[m2-9a-c]|mp4[12]|avc1|M4V[ PH]|MSNV|dash")
THREE_GP_BRAND = re.compile(rb"3g[pegrsh2][0-9a-z]")
FILE_TYPE_BOX = struct.Struct(">I4s4s4x")

# With at least one letter, so that the end of "Chat 10.30.45" is no extension.
EXTENSION = re.compile(r"\.(?=[0-9]*[a-z])([a-z0-9]{1,8})\Z", re.ASCII | re.IGNORECASE)
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


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
    carries a picture or a file in letters. Memory holds a piece, and what could go on from before.
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


def sniff(head: bytes, name: str) -> Sniffed:
    """What a file is whose first bytes are `head` (all of it if shorter than HEAD_BYTES).

    Raises NotTaken: EMPTY, UNKNOWN for a type not on the list, MISMATCH when the name promises
    another family than the bytes keep. A name without an extension promises nothing. That a text
    is one to its end is for TextCheck to see.
    """
    if not head:
        raise NotTaken(Refusal.EMPTY)
    found = _by_magic(head) or _by_boxes(head) or _text(head)
    if found is None:
        raise NotTaken(Refusal.UNKNOWN)
    extension = _extension(name)
    if extension and extension not in FAMILIES[found.file_class]:
        is_taken = any(extension in family for family in FAMILIES.values())
        raise NotTaken(Refusal.MISMATCH if is_taken else Refusal.UNKNOWN)
    return found


def class_named(name: str) -> FileClass | None:
    """What the name promises; none where it has no extension that is known."""
    extension = _extension(name)
    return next((one for one, family in FAMILIES.items() if extension in family), None)


def class_of(media_type: str) -> FileClass:
    """What can be done with a file of a kind; of one that is not on the list, as little as with a
    document."""
    kinds = {kind.media_type: kind.file_class for kind in KINDS}
    return kinds.get(media_type, FileClass.DOCUMENT)


def clean_name(name: str) -> str:
    """A name to show: last part of a path, NFC, no control and no bidi character, 120 characters.

    Keeps the extension when it cuts. May be empty. Doing it twice changes nothing more.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(each for each in last if each.isspace() or not _is_control(each))
    shown = unicodedata.normalize("NFC", " ".join(kept.split())).strip(". ")
    if len(shown) <= NAME_MAX_CHARS:
        return shown
    tail = found[0] if (found := EXTENSION.search(shown)) else ""
    return (shown[: NAME_MAX_CHARS - len(tail)] + tail).strip(". ")


def show_controls(text: str, max_chars: int) -> str:
    """Text of a stranger with each invisible character spelled out, as in `⟦U+202E⟧`."""
    return "".join(
        f"⟦U+{ord(each):04X}⟧" if unicodedata.category(each) in INVISIBLE else each
        for each in text[:max_chars]
    )


def _by_magic(head: bytes) -> Sniffed | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return next((kind for magic, kind in MAGIC if head.startswith(magic)), None)


def _by_boxes(head: bytes) -> Sniffed | None:
    """ISO base media (ISO/IEC 14496-12, 4.3): the file type box comes first and names brands."""
    if len(head) < FILE_TYPE_BOX.size:
        return None
    length, box, major = FILE_TYPE_BOX.unpack_from(head)
    if box != b"ftyp" or length < FILE_TYPE_BOX.size or length % 4:
        return None
    others = {head[at : at + 4] for at in range(FILE_TYPE_BOX.size, min(length, len(head)), 4)}
    if major in HEIC_BRANDS or (major in HEIF_BRANDS and others & HEIC_BRANDS):
        return HEIC
    if major == b"qt  ":
        return MOV
    if THREE_GP_BRAND.fullmatch(major):
        return THREE_GP
    return MP4 if MP4_BRAND.fullmatch(major) else None


def _text(head: bytes) -> Sniffed | None:
    """Nothing that a viewer opens as something else: PDF readers skip whatever stands before it."""
    begun = head.lstrip(BLANK)
    if PDF_MARK in head[:PDF_REACH] or _by_magic(begun) or _by_boxes(begun):
        return None
    if begins_otherwise(head):
        return None
    check = TextCheck()
    try:
        check.update(head)
        # A longer file may be cut in the middle of a character here.
        if len(head) < HEAD_BYTES:
            check.finish()
    except NotTaken:
        return None
    return TEXT


def _extension(name: str) -> str:
    found = EXTENSION.search(clean_name(name))
    return found[1].lower() if found else ""


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI_CONTROLS
