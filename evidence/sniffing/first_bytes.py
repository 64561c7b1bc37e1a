"""What a file is by its first bytes. What only its end can tell is for `to_the_end`."""

import re

from core.carriers import BLANK, begins_otherwise
from evidence.sniffing.containers import by_boxes, by_ebml, by_ogg, by_riff
from evidence.sniffing.kinds import (
    AMR,
    FAMILIES,
    GIF,
    JPEG,
    JSON,
    MAIL,
    NAMES_TAKEN,
    PACKED,
    PDF,
    PNG,
    TEXT,
    NotTaken,
    Refusal,
    Sniffed,
)
from evidence.sniffing.names import extension_of
from evidence.sniffing.packed import by_members
from evidence.sniffing.sounds import by_frames
from evidence.sniffing.to_the_end import TextCheck

HEAD_BYTES = 4096
# Readers look for a PDF's first mark this far into a file.
PDF_MARK, PDF_REACH = b"%PDF-", 1024

MAGIC = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (PDF_MARK, PDF),
    (b"#!AMR\n", AMR),
    (b"#!AMR-WB\n", AMR),
)
BY_STRUCTURE = (by_riff, by_ogg, by_ebml, by_frames, by_members)

# RFC 5322, 2.2 and 3.6: lines of a name, a colon and a value, one of them of a mail and no other.
HEADER_FIRST = re.compile(rb"[!-9;-~]{1,76}:[ \t\r\n]")
HEADER_OF_MAIL = re.compile(
    rb"^(?:from|date|received|return-path|delivered-to|message-id|subject|to):",
    re.IGNORECASE | re.MULTILINE,
)


def sniff(head: bytes, name: str) -> Sniffed:
    """What a file is whose first bytes are `head` (all of it if shorter than HEAD_BYTES).

    Raises NotTaken: EMPTY, UNKNOWN for a type not on the list, MISMATCH when the name promises
    another family than the bytes keep, TWO_KINDS where a PDF reader would open it as well. A name
    without an extension promises nothing. That a file is what it is to its end is for the checks
    of `to_the_end` to see.
    """
    if not head:
        raise NotTaken(Refusal.EMPTY)
    extension = extension_of(name)
    found = _found(head, extension)
    if found is None:
        raise NotTaken(Refusal.UNKNOWN)
    if extension and extension not in FAMILIES[found]:
        raise NotTaken(Refusal.MISMATCH if extension in NAMES_TAKEN else Refusal.UNKNOWN)
    # A PDF lies in an archive like any other member of it: at its beginning, as it came.
    if found != PDF and found not in PACKED and PDF_MARK in head[:PDF_REACH]:
        raise NotTaken(Refusal.TWO_KINDS)
    return found


def _found(head: bytes, extension: str) -> Sniffed | None:
    return _binary(head, extension) or _text(head, extension)


def _binary(head: bytes, extension: str = "") -> Sniffed | None:
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    found = by_boxes(head, extension)
    return found or next(filter(None, (reader(head) for reader in BY_STRUCTURE)), None)


def _text(head: bytes, extension: str) -> Sniffed | None:
    """Nothing that a viewer opens as something else: PDF readers skip whatever stands before it."""
    begun = head.lstrip(BLANK)
    if extension == "eml":
        return MAIL if _begins_a_mail(head) else None
    if PDF_MARK in head[:PDF_REACH] or _binary(begun) or begins_otherwise(head):
        return None
    if not _is_text(head):
        return None
    return JSON if extension == "json" and begun[:1] in (b"{", b"[") else TEXT


def _is_text(head: bytes) -> bool:
    check = TextCheck()
    try:
        check.update(head)
        # A longer file may be cut in the middle of a character here.
        if len(head) < HEAD_BYTES:
            check.finish()
    except NotTaken:
        return False
    return True


def _begins_a_mail(head: bytes) -> bool:
    """Bytes above 127 are those of an old mail, in any encoding; a NUL is none of a mail's."""
    headers = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    is_begun = HEADER_FIRST.match(headers) and HEADER_OF_MAIL.search(headers)
    return bool(is_begun) and b"\0" not in head
