"""Chats read in a child: what comes out, what is refused, and a child that lies."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from evidence.chats.messages import (
    TEXT_MAX_CHARS,
    Flag,
    Message,
    MessageKind,
    NotRead,
    Unread,
    Unreadable,
)
from evidence.chats.transcript import pack
from evidence.sandbox.chat_answer import pack_not_read, unpack
from evidence.sandbox.chats import CHILD, TEXT_LIMITS, payload_head, read_chat
from evidence.sandbox.contract import MEBIBYTE, NotMade, Reason
from evidence.sandbox.run import run_confined

HEAD = "21/07/26 03.15 - Andi: "
MESSAGE = Message(
    member="",
    line_from=1,
    line_to=2,
    raw_sha256="a" * 64,
    wall="2026-07-21T03:15",
    is_utc=False,
    sender="Andi",
    kind=MessageKind.TEXT,
    text="Halo",
    flags=(Flag.EDITED,),
)
ENTRIES = (MESSAGE, Unread("", 3, 4), replace(MESSAGE, line_from=5, line_to=5, sender="Sari"))


def refusal_of(name: str, data: bytes) -> Unreadable:
    with pytest.raises(NotRead) as refusal:
        read_chat(name, data)
    return refusal.value.reason


class TestReading:
    def test_a_chat_comes_out_as_a_transcript(self):
        made = read_chat("Chat WhatsApp dengan Andi.txt", f"{HEAD}Halo\n{HEAD}Hai 😭\n".encode())
        assert [each.text for each in made.messages(1, 9)] == ["Halo", "Hai 😭"]
        assert made.summary.participants == (("Andi", 2),)

    def test_a_file_may_come_in_pieces(self):
        pieces = (f"{HEAD}{number}\n".encode() for number in range(1_000))
        assert read_chat("chat.txt", pieces).summary.message_count == 1_000

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_wide_text_is_read_where_no_codec_can_be_loaded(self, encoding):
        raw = f"\ufeff{HEAD}Halo".encode(encoding)
        assert read_chat("chat.txt", raw).message(1).text == "Halo"

    def test_a_line_of_1_mb_is_cut(self):
        only = read_chat("chat.txt", (HEAD + "😭" * 1_000_000).encode()).message(1)
        assert (len(only.text), only.flags) == (TEXT_MAX_CHARS, (Flag.SENDER_GUESSED, Flag.CUT))

    def test_a_chat_of_50_mb_stays_within_the_memory_allowed(self):
        line = f"{HEAD}{'😭' * 600}\n".encode()
        data = line * (50 * MEBIBYTE // len(line))
        assert read_chat("chat.txt", data).summary.message_count == len(data) // len(line)

    def test_a_line_break_in_a_name_hides_nothing(self):
        assert read_chat(f"a\n{HEAD}b", HEAD.encode()).summary.line_count == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", Unreadable.UNKNOWN),
            (b"Halo", Unreadable.UNKNOWN),
            (HEAD.encode() + b"\xff", Unreadable.BROKEN),
            (HEAD.encode() + bytes(TEXT_LIMITS.input_bytes), Unreadable.TOO_LARGE),
            (f"{HEAD}\n".encode() * 200_001, Unreadable.TOO_MANY),
        ],
        ids=["empty", "no chat", "broken", "too large", "too many"],
    )
    def test_what_cannot_be_read_says_why(self, data, reason):
        assert refusal_of("chat.txt", data) is reason

    def test_an_answer_above_the_limit_is_too_large(self):
        # Each of these characters takes six in JSON.
        data = f"{HEAD}{chr(1) * 60_000}\n".encode() * 400
        assert refusal_of("chat.txt", data) is Unreadable.TOO_LARGE

    def test_what_the_source_raises_passes_through(self):
        def broken() -> Iterator[bytes]:
            yield HEAD.encode()
            raise OSError("storage")

        with pytest.raises(OSError, match="storage"):
            read_chat("chat.txt", broken())

    def test_too_little_memory_is_told_as_such(self):
        # The file, its copy without the name and its text take as much each.
        limits = replace(TEXT_LIMITS, memory_bytes=128 * MEBIBYTE)
        with pytest.raises(NotMade, match=Reason.MEMORY):
            run_confined(
                CHILD,
                payload_head("a.txt", "") + (HEAD + "😭" * 10 * MEBIBYTE).encode(),
                limits=limits,
            )


class TestAnswersAreNotBelieved:
    """What a taken-over child could send instead of a transcript."""

    def check(self, body: bytes) -> None:
        with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
            unpack(body)

    def test_what_the_child_packs_is_taken(self):
        assert unpack(pack("whatsapp", 1, ENTRIES)).messages(1, 1) == [MESSAGE]

    @pytest.mark.parametrize(
        "entries",
        [
            (replace(MESSAGE, line_from=9, line_to=9), Unread("", 3, 4), MESSAGE),
            (MESSAGE, MESSAGE, replace(MESSAGE, member="b")),
            (replace(MESSAGE, wall="2026-07-21T03:15:42.125"),),
        ],
        ids=["the newest first", "two on a line", "milliseconds"],
    )
    def test_what_other_formats_have_is_taken(self, entries):
        assert len(unpack(pack("meta", 1, entries))) >= 1

    def test_chats_to_choose_from_are_taken(self):
        threads = [("meta:a", "Andi", 2), ("meta:b", "", 1)]
        assert unpack(pack("several", 1, (), threads)).summary.threads == tuple(threads)
        assert len(unpack(pack("meta", 1, ENTRIES, threads))) == 2

    @pytest.mark.parametrize(
        "threads",
        [
            [("", "Andi", 1)],
            [("a", "Andi", 0)],
            [("a", "Andi", True)],
            [("a", "Andi", "1")],
            [("a", 7, 1)],
            [(7, "Andi", 1)],
            [("a", "A" * 121, 1)],
            [("a" * 1_065, "Andi", 1)],
            [("a\0", "Andi", 1)],
            [("a", "Andi", 1), ("a", "Sari", 1)],
        ],
    )
    def test_chats_that_cannot_be_shown_are_refused(self, threads):
        self.check(pack("several", 1, (), threads))

    @pytest.mark.parametrize("reason", Unreadable)
    def test_a_known_reason_is_passed_on(self, reason):
        with pytest.raises(NotRead, match=reason):
            unpack(pack_not_read(reason))

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"\n",
            b"null\n",
            b"{}\n",
            b"[]\n",
            b"\xff\n",
            b'{"not_read":"tired"}\n',
            b" " * 131_073,
        ],
    )
    def test_a_hostile_summary_is_refused(self, body):
        self.check(body)

    @pytest.mark.parametrize("text", [b"[" * 60_000, b"9" * 60_000, b"1" + b"\n" * 70_000])
    def test_endless_json_is_refused(self, text):
        self.check(text + b"\n")
        self.check(pack("whatsapp", 1, ()) + text + b"\n")

    @pytest.mark.parametrize("cut", [1, 40, 300, -1, -2, -90])
    def test_a_cut_answer_is_refused(self, cut):
        self.check(pack("whatsapp", 1, ENTRIES)[:cut])

    @pytest.mark.parametrize(
        "changes",
        [
            {"format": 7},
            {"format": "What's App"},
            {"version": True},
            {"version": 0},
            {"message_count": 3},
            {"message_count": True},
            {"message_count": 2.0},
            {"unread_line_count": 0},
            {"line_count": 99},
            {"participants": []},
            {"participants": [["Budi", 2]]},
            {"participants": {"Andi": 1}},
            {"participants": 5},
            {"first_wall": "2020-01-01T00:00"},
            {"media_count": 1},
            {"threads": [["a", "Andi", 1]]},
            {"threads": [["a"]], "thread_count": 1},
            {"threads": None},
            {"thread_count": True},
            {"thread_count": -1},
            {"more": 1},
        ],
    )
    def test_a_changed_summary_is_refused(self, changes):
        first, rest = pack("whatsapp", 1, ENTRIES).split(b"\n", 1)
        changed = json.dumps(json.loads(first) | changes, separators=(",", ":")).encode()
        self.check(changed + b"\n" + rest)

    @pytest.mark.parametrize(
        "changes",
        [
            {"wall": "yesterday"},
            {"wall": "2026-02-31T03:15"},
            {"wall": "2026-07-21T03:15+07:00"},
            {"wall": 7},
            {"is_utc": 1},
            {"line_from": 0},
            {"line_from": -1},
            {"line_from": True},
            {"line_from": 1.0},
            {"line_to": 0},
            {"line_to": "2"},
            {"member": None},
            {"member": "m" * 1_025},
            {"sender": "x" * 121},
            {"sender": ["Andi"]},
            {"kind": "rumour"},
            {"flags": ("rumour",)},
            {"flags": (Flag.CUT, Flag.CUT)},
            {"flags": ([],)},
            {"media": "x" * 1_025},
            {"raw_sha256": "A" * 64},
            {"raw_sha256": "a" * 63},
            {"text": "x" * (TEXT_MAX_CHARS + 1)},
            {"text": {"a": 1}},
            {"text": "se\0belum"},
            {"sender": "se\0belum"},
        ],
    )
    def test_a_changed_message_is_refused(self, changes):
        try:
            body = pack("whatsapp", 1, [replace(MESSAGE, **changes)])
        except TypeError:
            body = b""
        self.check(body)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (b'"Halo"]', b'"Hal\\u006f"]'),
            (b'"Halo"]', b'"\\ud800"]'),
            (b'"Halo"]', b'"Halo" ]'),
            (b'"Halo"]', b'"Halo","more"]'),
            (b'"Halo"]', b"NaN]"),
            (b"[3,4,", b"[3,4.0,"),
            (b"[3,4,", b"[03,4,"),
            (b'[3,4,""]', b'{"3":4}'),
            (b'[3,4,""]', b"[]"),
            (b'[3,4,""]', b""),
        ],
    )
    def test_a_line_written_otherwise_is_refused(self, before, after):
        body = pack("whatsapp", 1, ENTRIES)
        assert before in body
        self.check(body.replace(before, after, 1))

    @pytest.mark.parametrize(
        "entries",
        [
            (MESSAGE, ENTRIES[1], MESSAGE),
            (ENTRIES[1], MESSAGE, ENTRIES[1]),
            (MESSAGE, replace(MESSAGE, member="b"), replace(MESSAGE, line_from=3, line_to=3)),
            (replace(MESSAGE, line_from=3, line_to=2),),
            (Unread("", 0, 1),),
        ],
    )
    def test_lines_out_of_order_are_refused(self, entries):
        self.check(pack("whatsapp", 1, entries))

    def test_bits_turned_at_random_crash_nothing(self):
        source, body = random.Random(5), pack("whatsapp", 1, ENTRIES)
        reasons = {bad_answer_or_none(turned(body, source)) for _ in range(2_000)}
        assert reasons == {None, Reason.BAD_ANSWER}


def turned(body: bytes, source: random.Random) -> bytes:
    changed = bytearray(body)
    changed[source.randrange(len(body))] ^= 1 << source.randrange(8)
    return bytes(changed)


def bad_answer_or_none(body: bytes) -> Reason | None:
    try:
        unpack(body)
    except NotMade as refusal:
        return refusal.reason
    return None
