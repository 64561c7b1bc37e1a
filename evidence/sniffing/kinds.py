"""The kinds of files that are taken, and the names they may come under. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class FileClass(StrEnum):
    """What can be done with a file. The values are stored."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    TEXT = "text"
    MAIL = "mail"
    # Taken in with a chat and by no other way.
    ARCHIVE = "archive"
    # Whatever else she wants kept: never opened here, and sent out as `.bin` alone.
    OTHER = "other"


class Refusal(StrEnum):
    """Why a file is not taken. The values are translated where they are shown."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    MISMATCH = "mismatch"
    CARRIES = "carries"
    TWO_KINDS = "two_kinds"


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
GIF = Sniffed(FileClass.IMAGE, "image/gif", "gif")
HEIC = Sniffed(FileClass.IMAGE, "image/heic", "heic")
AVIF = Sniffed(FileClass.IMAGE, "image/avif", "avif")
MP4 = Sniffed(FileClass.VIDEO, "video/mp4", "mp4")
MOV = Sniffed(FileClass.VIDEO, "video/quicktime", "mov")
THREE_GP = Sniffed(FileClass.VIDEO, "video/3gpp", "3gp")
WEBM = Sniffed(FileClass.VIDEO, "video/webm", "webm")
MKV = Sniffed(FileClass.VIDEO, "video/x-matroska", "mkv")
OPUS = Sniffed(FileClass.AUDIO, "audio/ogg", "opus")
OGG = Sniffed(FileClass.AUDIO, "audio/ogg", "ogg")
M4A = Sniffed(FileClass.AUDIO, "audio/mp4", "m4a")
AAC = Sniffed(FileClass.AUDIO, "audio/aac", "aac")
MP3 = Sniffed(FileClass.AUDIO, "audio/mpeg", "mp3")
WAV = Sniffed(FileClass.AUDIO, "audio/wav", "wav")
AMR = Sniffed(FileClass.AUDIO, "audio/amr", "amr")
PDF = Sniffed(FileClass.DOCUMENT, "application/pdf", "pdf")
DOCX = Sniffed(
    FileClass.DOCUMENT,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docx",
)
ODT = Sniffed(FileClass.DOCUMENT, "application/vnd.oasis.opendocument.text", "odt")
TEXT = Sniffed(FileClass.TEXT, "text/plain", "txt")
JSON = Sniffed(FileClass.TEXT, "application/json", "json")
MAIL = Sniffed(FileClass.MAIL, "message/rfc822", "eml")
ZIP = Sniffed(FileClass.ARCHIVE, "application/zip", "zip")
UNKNOWN = Sniffed(FileClass.OTHER, "application/octet-stream", "bin")

PACKED = frozenset({DOCX, ODT, ZIP})

# Phones and messengers mix up the formats within a family (a WebP named .jpg) all the time;
# across families a wrong extension is never an accident worth taking.
IMAGE_NAMES = frozenset(
    {"jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "heic", "heif", "hif", "avif"}
)
VIDEO_NAMES = frozenset({"mp4", "m4v", "mov", "qt", "3gp", "3gpp", "3g2", "webm", "mkv"})
AUDIO_NAMES = frozenset({"opus", "ogg", "oga", "m4a", "m4b", "aac", "mp3", "wav", "amr"})
FAMILIES: dict[Sniffed, frozenset[str]] = {
    **dict.fromkeys((JPEG, PNG, WEBP, GIF, HEIC, AVIF), IMAGE_NAMES),
    **dict.fromkeys((MP4, MOV, THREE_GP, WEBM, MKV), VIDEO_NAMES),
    **dict.fromkeys((OPUS, OGG, M4A, AAC, MP3, WAV, AMR), AUDIO_NAMES),
    PDF: frozenset({"pdf"}),
    DOCX: frozenset({"docx"}),
    ODT: frozenset({"odt"}),
    TEXT: frozenset({"txt", "csv", "log", "md"}),
    JSON: frozenset({"json"}),
    MAIL: frozenset({"eml"}),
    ZIP: frozenset({"zip"}),
}
KINDS = (*FAMILIES, UNKNOWN)
NAMES_TAKEN = frozenset().union(*FAMILIES.values())


def class_named(extension: str) -> FileClass | None:
    """What the extension of a name promises; none where it is not one that is known."""
    promised = (kind.file_class for kind, family in FAMILIES.items() if extension in family)
    return next(promised, None)


def class_of(media_type: str) -> FileClass:
    """What can be done with a file of a kind; with one that is not on the list, the least."""
    kinds = {kind.media_type: kind.file_class for kind in KINDS}
    return kinds.get(media_type, FileClass.OTHER)


def kept_as_is(error: NotTaken) -> Sniffed | None:
    """What a file is kept as that is of no other kind, where she wants that; None where nothing
    makes it one that can be kept."""
    return None if error.reason in (Refusal.EMPTY, Refusal.CARRIES) else UNKNOWN
