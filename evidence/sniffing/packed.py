"""Files that are ZIP archives: which one by the names of its first members. Pure.

APPNOTE 4.3: nothing is unpacked, and sizes are not believed: a header is found by its mark.
"""

import re

from evidence.sniffing.kinds import DOCX, ODT, ZIP, Sniffed

MEMBER = b"PK\x03\x04"
NAMES = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
MIMETYPE = re.compile(rb"PK\x03\x04.{4}\0\0.{16}\x08\0(..)mimetype", re.DOTALL)
OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
WORD_FOLDERS = ("[Content_Types].xml", "_rels/", "docProps/", "word/", "customXml/")


def by_members(head: bytes) -> Sniffed | None:
    if not head.startswith(MEMBER):
        return None
    if _is_open_document(head):
        return ODT
    names = _names(head)
    is_word = all(name.startswith(WORD_FOLDERS) for name in names)
    return DOCX if is_word and any(name.startswith("word/") for name in names) else ZIP


def _is_open_document(head: bytes) -> bool:
    """OpenDocument 1.3 part 2, 3.3: the first member is the type, stored as it is."""
    found = MIMETYPE.match(head)
    if found is None:
        return False
    begun = head[found.end() + int.from_bytes(found[1], "little") :]
    return begun.startswith(OPEN_DOCUMENT_TEXT + MEMBER)


def _names(head: bytes) -> list[str]:
    """Of the members that begin in the head; the last one may be cut off."""
    return [
        head[found.end() : found.end() + int.from_bytes(found[1], "little")].decode("latin-1")
        for found in NAMES.finditer(head)
        if found.end() < len(head)
    ]
