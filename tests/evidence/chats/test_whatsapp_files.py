"""Whole files: encodings, senders, what is WhatsApp's own, and what is too much."""

import hashlib

import pytest

from evidence.chats.formats import read_export
from evidence.chats.messages import (
    MESSAGES_MAX,
    TEXT_MAX_CHARS,
    Flag,
    Message,
    MessageKind,
    NotRead,
    Unread,
    Unreadable,
)
from evidence.chats.whatsapp import LINES_MAX, TEXT_MAX_BYTES, read

LINE = "21/07/26 03.15 - Andi: Halo\n"


def messages(text: str | bytes) -> list[Message]:
    data = text.encode() if isinstance(text, str) else text
    return [entry for entry in read("chat.txt", data) if isinstance(entry, Message)]


def refusal_of(data: bytes) -> Unreadable:
    with pytest.raises(NotRead) as refusal:
        list(read("chat.txt", data))
    return refusal.value.reason


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_wide_text_with_its_mark_is_read(self, encoding):
        raw = ("\ufeff" + LINE + LINE.replace("Halo", "Ho\u0a0a😭")).encode(encoding)
        first, second = messages(raw)
        assert (first.text, second.text) == ("Halo", "Ho\u0a0a😭")
        cut = len(("\ufeff" + LINE).encode(encoding))
        assert first.raw_sha256 == hashlib.sha256(raw[:cut]).hexdigest()
        assert second.raw_sha256 == hashlib.sha256(raw[cut:]).hexdigest()

    @pytest.mark.parametrize(
        "data",
        [
            (LINE + "caf\xe9").encode("latin-1"),
            LINE.encode("utf-16-le") + b"\xff",
            (b"\xff\xfe" + LINE.encode("utf-16-le"))[:-1],
            LINE.encode() + b"\xc0\x80",
            LINE.encode() + b"\xf4\x90\x80\x80",
        ],
    )
    def test_what_is_no_text_is_broken(self, data):
        assert refusal_of(data) in (Unreadable.BROKEN, Unreadable.UNKNOWN)

    def test_a_lone_surrogate_and_a_nul_are_shown_and_told(self):
        raw = LINE.encode() + b"se\xed\xa0\x80belum\0sudah\n" + LINE.encode()
        first, second = messages(raw)
        assert first.text == "Halo\nse\ufffdbelum\u2400sudah"
        assert (first.flags, second.flags) == ((Flag.REPLACED,), ())
        cut = len(raw) - len(LINE)
        assert first.raw_sha256 == hashlib.sha256(raw[:cut]).hexdigest()

    def test_a_nul_in_a_name_is_shown(self):
        assert messages("21/07/26 03.15 - An\0di: x\n")[0].sender == "An\u2400di"

    def test_a_nul_within_the_date_begins_no_message(self):
        assert messages(LINE + "21/07\0/26 03.15 - Andi: x\n")[0].line_to == 2


class TestSenders:
    @pytest.mark.parametrize(
        ("rest", "sender", "kind", "is_guessed"),
        [
            ("Rina: Halo", "Rina", MessageKind.TEXT, True),
            ("Andi: Halo", "Andi", MessageKind.TEXT, False),
            ("+62 812-3456-7890: Halo", "+62 812-3456-7890", MessageKind.TEXT, False),
            ("Rina bergabung menggunakan tautan undangan", "", MessageKind.SYSTEM, False),
            ("Rina mengubah subjek menjadi “A: B”", "", MessageKind.SYSTEM, False),
            ("Rina changed the group name to “A: B”", "", MessageKind.SYSTEM, False),
            ("Anda mengubah deskripsi grup: lihat", "", MessageKind.SYSTEM, False),
            ("Andi: Rina mengubah subjek menjadi “A”", "Andi", MessageKind.TEXT, False),
            ("Andi: Anda mengubah apa: coba", "Andi", MessageKind.TEXT, False),
            ("Panggilan video tak terjawab", "", MessageKind.CALL, False),
            (": Halo", "", MessageKind.SYSTEM, True),
            ("x" * 120 + ": Halo", "x" * 120, MessageKind.TEXT, True),
            ("x" * 121 + ": Halo", "", MessageKind.SYSTEM, True),
            ("", "", MessageKind.SYSTEM, False),
        ],
    )
    def test_known_words_come_first_and_a_single_name_is_a_guess(
        self, rest, sender, kind, is_guessed
    ):
        read_one = messages(LINE * 2 + f"21/07/26 03.16 - {rest}\n")[2]
        assert (read_one.sender, read_one.kind) == (sender, kind)
        assert (Flag.SENDER_GUESSED in read_one.flags) is is_guessed


class TestLimits:
    def test_a_line_of_1_mb_is_cut_and_told(self):
        raw = (LINE.removesuffix("\n") + "x" * 1_000_000 + "\n").encode()
        (only,) = messages(raw)
        assert len(only.text) == TEXT_MAX_CHARS
        assert Flag.CUT in only.flags
        assert only.raw_sha256 == hashlib.sha256(raw).hexdigest()

    def test_a_text_of_just_the_most_is_whole(self):
        (only,) = messages("21/07/26 03.15 - Andi: " + "x" * TEXT_MAX_CHARS)
        assert (len(only.text), Flag.CUT in only.flags) == (TEXT_MAX_CHARS, False)

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", Unreadable.UNKNOWN),
            (b"Halo\n\nsemua\n", Unreadable.UNKNOWN),
            (bytes(TEXT_MAX_BYTES + 1), Unreadable.TOO_LARGE),
            (LINE.encode() * (MESSAGES_MAX + 1), Unreadable.TOO_MANY),
            (LINE.encode() + b"\n" * LINES_MAX, Unreadable.TOO_MANY),
        ],
        ids=["empty", "no header", "too large", "too many messages", "too many lines"],
    )
    def test_a_file_is_refused_with_its_reason(self, data, reason):
        assert refusal_of(data) is reason

    def test_as_many_messages_as_allowed_are_read(self):
        assert next(read("chat.txt", LINE.encode() * MESSAGES_MAX)).line_to == 1


class TestFormats:
    def test_a_text_with_a_header_is_whatsapp(self):
        reading = read_export("catatan.txt", b"Obrolan\n" + LINE.encode())
        assert (reading.format_id, reading.version) == ("whatsapp", 1)
        assert [type(entry) for entry in reading.entries] == [Unread, Message]

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("chat.txt", b"Halo"),
            ("chat.txt", b""),
            ("result.json", LINE.encode()),
            ("messages.html", LINE.encode()),
        ],
    )
    def test_anything_else_is_unknown(self, name, data):
        with pytest.raises(NotRead, match=Unreadable.UNKNOWN):
            read_export(name, data)
