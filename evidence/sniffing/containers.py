"""Pictures, videos and sounds in containers: which one by the marks at its beginning. Pure."""

import re
import struct

from evidence.sniffing.kinds import (
    AVIF,
    HEIC,
    M4A,
    MKV,
    MOV,
    MP4,
    OGG,
    OPUS,
    THREE_GP,
    WAV,
    WEBM,
    WEBP,
    Sniffed,
)

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIF_BRANDS = frozenset({b"mif1", b"msf1"})
M4A_BRANDS = frozenset({b"M4A ", b"M4B "})
MP4_BRAND = re.compile(rb"iso[m2-9a-c]|mp4[12]|avc1|M4V[ PH]|MSNV|dash")
THREE_GP_BRAND = re.compile(rb"3g[pegrsh2][0-9a-z]")
FILE_TYPE_BOX = struct.Struct(">I4s4s4x")
# A recorder writes the brand of a video; that there is none in it is seen at the end.
SOUND_NAMES = frozenset({"m4a", "m4b", "aac"})

EBML = b"\x1aE\xdf\xa3"
# RFC 8794, 11.2.6: the document type is a string of at most a few letters, early in the header.
DOCUMENT_TYPE = re.compile(rb"\x42\x82(?:\x84(webm)|\x88(matroska))")
EBML_REACH = 96

# RFC 3533, 6: the header of a page, then its table of segments, then what they hold.
OGG_HEADER_BYTES = 27
OGG_FIRST_PAGE = 0x02
OGG_KINDS = ((b"OpusHead", OPUS), (b"\x01vorbis", OGG), (b"Speex   ", OGG), (b"\x7fFLAC", OGG))


def by_boxes(head: bytes, extension: str) -> Sniffed | None:
    """ISO base media (ISO/IEC 14496-12, 4.3): the file type box comes first and names brands."""
    if len(head) < FILE_TYPE_BOX.size:
        return None
    length, box, major = FILE_TYPE_BOX.unpack_from(head)
    if box != b"ftyp" or length < FILE_TYPE_BOX.size or length % 4:
        return None
    others = {head[at : at + 4] for at in range(FILE_TYPE_BOX.size, min(length, len(head)), 4)}
    found = _picture_in_boxes(major, others) or _recording(major)
    return M4A if found == MP4 and extension in SOUND_NAMES else found


def _picture_in_boxes(major: bytes, others: set[bytes]) -> Sniffed | None:
    brands = {major} | (others if major in HEIF_BRANDS else set())
    if brands & HEIC_BRANDS:
        return HEIC
    return AVIF if brands & AVIF_BRANDS else None


def _recording(major: bytes) -> Sniffed | None:
    if major == b"qt  ":
        return MOV
    if major in M4A_BRANDS:
        return M4A
    if THREE_GP_BRAND.fullmatch(major):
        return THREE_GP
    return MP4 if MP4_BRAND.fullmatch(major) else None


def by_riff(head: bytes) -> Sniffed | None:
    if head[:4] != b"RIFF":
        return None
    return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])


def by_ebml(head: bytes) -> Sniffed | None:
    """RFC 9559: a Matroska file, or the part of it that is called WebM."""
    found = DOCUMENT_TYPE.search(head, 0, EBML_REACH) if head.startswith(EBML) else None
    if found is None:
        return None
    return WEBM if found[1] else MKV


def by_ogg(head: bytes) -> Sniffed | None:
    """A sound by the first packet of its first page; a video in the same container is none."""
    if head[:5] != b"OggS\0" or len(head) < OGG_HEADER_BYTES or not head[5] & OGG_FIRST_PAGE:
        return None
    begun = head[OGG_HEADER_BYTES + head[OGG_HEADER_BYTES - 1] :]
    return next((kind for mark, kind in OGG_KINDS if begun.startswith(mark)), None)
