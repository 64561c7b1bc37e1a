"""The words that WhatsApp writes by itself, in Indonesian and English, and what they say of a
message. Compared in full or at a fixed place, so that a longer text is never taken for one.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from evidence.chats.messages import Flag, MessageKind
from evidence.chats.whatsapp_headers import clean

MARKER_MAX_CHARS = 320
PLAIN_MARKER_MAX_CHARS = 80
FILE_NAME_MAX_CHARS = 255
LEFT_TO_RIGHT = "\u200e"


@dataclass(frozen=True, slots=True)
class Body:
    """What a text is, and the file it names."""

    kind: MessageKind = MessageKind.TEXT
    media: str = ""
    flags: tuple[Flag, ...] = ()


TEXT, MEDIA = Body(), Body(MessageKind.MEDIA)
ONCE = Body(MessageKind.MEDIA, flags=(Flag.VIEW_ONCE,))
DELETED, CALL = Body(MessageKind.DELETED), Body(MessageKind.CALL)
# WhatsApp's words under a name. The name stays: anybody can type such words.
NOTICE = Body(MessageKind.SYSTEM)

LEFT_OUT = (
    ("gambar", "foto", "video", "audio", "stiker", "gif", "dokumen", "kartu kontak", "pesan video"),
    ("image", "photo", "video", "audio", "sticker", "gif", "document", "contact card"),
)
MARKERS = {
    "": ONCE,
    "<media tidak disertakan>": MEDIA,
    "<media omitted>": MEDIA,
    **{f"{what} tidak disertakan": MEDIA for what in LEFT_OUT[0]},
    **{f"{what} omitted": MEDIA for what in (*LEFT_OUT[1], "video note")},
    **{f"{what} sekali lihat": ONCE for what in ("pesan", "foto", "video", "pesan suara")},
    **{f"view once {what}": ONCE for what in ("message", "photo", "video", "voice message")},
    "pesan ini telah dihapus": DELETED,
    "pesan ini dihapus": DELETED,
    "anda menghapus pesan ini": DELETED,
    "anda telah menghapus pesan ini": DELETED,
    "this message was deleted": DELETED,
    "you deleted this message": DELETED,
    "null": NOTICE,
    "pesan tidak didukung": NOTICE,
    "unsupported message": NOTICE,
}
MISSED_CALLS = (
    *("panggilan suara tak terjawab", "panggilan suara tidak terjawab"),
    *("panggilan video tak terjawab", "panggilan video tidak terjawab"),
    *("panggilan suara grup tak terjawab", "panggilan video grup tak terjawab"),
    *("missed voice call", "missed video call", "missed group voice call"),
    "missed group video call",
)
CALL_TAILS = ("ketuk untuk menelepon balik", "tap to call back", "tidak ada jawaban", "no answer")
EDITED = ("<pesan ini diedit>", "<pesan ini telah diedit>", "<this message was edited>")
ATTACHED_AFTER = (" (file terlampir)", " (berkas terlampir)", " (file attached)")
ATTACHED_WITHIN = ("<terlampir: ", "<attached: ")

NOTICE_STARTS = (
    "pesan dan panggilan terenkripsi",
    "pesan dan panggilan dienkripsi",
    "messages and calls are end-to-end encrypted",
    "pesan ke grup ini ",
    "messages to this group ",
    "kode keamanan ",
    "your security code ",
    "anda membuat grup ",
    "you created group ",
    "anda menambahkan ",
    "you added ",
    "anda mengeluarkan ",
    "you removed ",
    "anda mengubah ",
    "you changed ",
    "anda bergabung ",
    "you joined ",
    "anda memblokir kontak ini",
    "you blocked this contact",
    "anda membuka blokir ",
    "you unblocked this contact",
    "anda mengaktifkan pesan sementara",
    "you turned on disappearing messages",
    "anda menonaktifkan pesan sementara",
    "you turned off disappearing messages",
)
NOTICE_PARTS = (
    " membuat grup ",
    " created group ",
    " mengubah subjek ",
    " mengubah nama grup ",
    " changed the subject ",
    " changed the group name ",
    " mengubah deskripsi grup",
    " changed the group description",
    " mengubah ikon grup",
    " changed this group's ",
    " mengubah setelan grup",
    " changed the settings ",
    " bergabung menggunakan tautan",
    " joined using this group's ",
    " mengaktifkan pesan sementara",
    " turned on disappearing messages",
    " menonaktifkan pesan sementara",
    " turned off disappearing messages",
    " menyematkan pesan",
    " pinned a message",
    " mengganti nomor telepon",
    " changed their phone number",
)


@lru_cache(maxsize=4096)
def is_notice(words: str) -> bool:
    """Whether a line's words, as far as its first ": ", are ones that only WhatsApp writes."""
    folded = clean(words).casefold()
    return folded.startswith(NOTICE_STARTS) or any(part in folded for part in NOTICE_PARTS)


def body_of(text: str) -> Body:
    """What a message's text says that it is. Its work grows with the text's length alone."""
    bare = _without_edited(text)
    body = _marker(bare) or _attached(bare) or TEXT
    return body if bare == text else replace(body, flags=(*body.flags, Flag.EDITED))


def call_in(text: str) -> bool:
    """Whether a call was missed, as told with or without a sender and with what follows it."""
    return _is_call(_folded(text[:MARKER_MAX_CHARS]))


def _is_call(folded: str) -> bool:
    if not folded.startswith(MISSED_CALLS):
        return False
    call = next(call for call in MISSED_CALLS if folded.startswith(call))
    tail = folded[len(call) :].lstrip(".,(• ").rstrip(")")
    return not tail or tail.startswith(CALL_TAILS)


def _without_edited(text: str) -> str:
    tail = text[-MARKER_MAX_CHARS:]
    return text[: text.rfind("<")] if ">" in tail and _folded(tail).endswith(EDITED) else text


def _marker(text: str) -> Body | None:
    # What an iPhone says may stand after the name of a document.
    has_mark = LEFT_TO_RIGHT in text[:MARKER_MAX_CHARS]
    if len(text) > (MARKER_MAX_CHARS if has_mark else PLAIN_MARKER_MAX_CHARS):
        return None
    folded = _folded(text)
    found = MARKERS.get(folded) or MARKERS.get(folded[:-1] if folded[1:].endswith(".") else folded)
    if found or _is_call(folded):
        return found or CALL
    if not has_mark:
        return None
    # iPhones set this mark before what they say themselves.
    if text.startswith(LEFT_TO_RIGHT) and is_notice(text):
        return NOTICE
    found = MARKERS.get(_folded(text.rpartition(LEFT_TO_RIGHT)[2]))
    return found if found is MEDIA else None


def _attached(text: str) -> Body | None:
    name = _named_before(text) or _named_within(text)
    is_name = 0 < len(name) <= FILE_NAME_MAX_CHARS and "\n" not in name
    return Body(MessageKind.MEDIA, name) if is_name else None


def _named_before(text: str) -> str:
    """As Android writes it; what is said of the file follows on the next line."""
    if ")" not in text:
        return ""
    line = clean(text[: 2 * FILE_NAME_MAX_CHARS].partition("\n")[0]).strip()
    return next((line[: -len(tail)] for tail in ATTACHED_AFTER if line.endswith(tail)), "")


def _named_within(text: str) -> str:
    """As iPhones write it, last in the text."""
    if ">" not in text[-8:]:
        return ""
    tail = clean(text[-2 * FILE_NAME_MAX_CHARS :]).strip()
    opening = next((each for each in ATTACHED_WITHIN if each in tail), "")
    return tail.rpartition(opening)[2][:-1] if opening and tail.endswith(">") else ""


def _folded(text: str) -> str:
    return clean(text).strip().casefold()
