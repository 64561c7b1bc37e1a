"""What a chat that was read answers: a summary, single messages, and where a text stands."""

import sys
from dataclasses import replace

import pytest

from evidence.chats.messages import Entry, Flag, Message, MessageKind, Unread
from evidence.chats.transcript import PARTICIPANTS_MAX, Transcript, pack

FIRST = Message(
    member="",
    line_from=1,
    line_to=2,
    raw_sha256="0" * 64,
    wall="2026-07-21T03:15",
    is_utc=False,
    sender="Andi",
    kind=MessageKind.TEXT,
    text='Halo "Sari",\n\\ini É dan "," juga\tya',
    flags=(Flag.EDITED, Flag.CUT),
)
SECOND = replace(
    FIRST,
    line_from=4,
    line_to=4,
    wall="2026-07-22T23:59:59",
    sender="Sari",
    kind=MessageKind.MEDIA,
    text="nenek.jpg (file terlampir)",
    media="nenek.jpg",
    flags=(),
)
THIRD = replace(FIRST, line_from=5, line_to=9, wall="2026-08-01T00:00", text="", flags=())
ENTRIES: list[Entry] = [FIRST, Unread("", 3, 3), SECOND, THIRD]


def transcript(*entries: Entry) -> Transcript:
    return Transcript(pack("whatsapp", 1, entries))


def of_texts(*texts: str) -> Transcript:
    return transcript(
        *(replace(FIRST, line_from=n, line_to=n, text=each) for n, each in enumerate(texts, 1))
    )


class TestMessages:
    def test_messages_come_back_as_they_went_in(self):
        assert transcript(*ENTRIES).messages(1, 3) == [FIRST, SECOND, THIRD]

    def test_a_number_is_the_place_among_messages(self):
        made = transcript(*ENTRIES)
        assert (len(made), made.message(2)) == (3, SECOND)

    @pytest.mark.parametrize("number", [0, -1, 4])
    def test_a_number_that_no_message_has_is_none(self, number):
        with pytest.raises(IndexError):
            transcript(*ENTRIES).message(number)

    @pytest.mark.parametrize(
        ("first", "last", "count"), [(-5, 99, 3), (2, 2, 1), (3, 2, 0), (4, 9, 0)]
    )
    def test_a_range_gives_what_there_is(self, first, last, count):
        assert len(transcript(*ENTRIES).messages(first, last)) == count

    def test_unread_lines_are_kept(self):
        assert transcript(*ENTRIES).unread() == [Unread("", 3, 3)]

    def test_a_chat_of_nothing_is_a_transcript(self):
        assert (len(transcript()), transcript().search("x")) == (0, [])


class TestSummary:
    def test_everything_is_counted(self):
        summary = transcript(*ENTRIES).summary
        assert (summary.format, summary.version) == ("whatsapp", 1)
        assert (summary.message_count, summary.media_count) == (3, 1)
        assert (summary.unread_line_count, summary.line_count) == (1, 9)
        assert summary.participants == (("Andi", 2), ("Sari", 1))
        assert (summary.first_wall, summary.last_wall) == ("2026-07-21T03:15", "2026-08-01T00:00")

    def test_lines_of_all_members_are_counted(self):
        other = [replace(each, member="lain.txt") for each in ENTRIES]
        assert transcript(*ENTRIES, *other).summary.line_count == 18

    def test_nobody_is_no_participant(self):
        assert transcript(replace(FIRST, sender="")).summary.participants == ()

    @pytest.mark.parametrize("length", [3, 120])
    def test_a_summary_of_thousands_of_long_names_stays_short(self, length):
        names = [f"{number:03}".ljust(length, "😭") for number in range(999)]
        made = transcript(*(replace(FIRST, sender=name) for name in names))
        assert 90 < len(made.summary.participants) <= PARTICIPANTS_MAX
        assert made.data.index(b"\n") <= 64 * 1024


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("halo", [1]),
            ("HALO", [1]),
            ("é", [1]),
            ("É", [1]),
            ('"sari"', [1]),
            ("\\ini", [1]),
            ("\n\\INI", [1]),
            ('"," juga', [1]),
            ("nenek", [2]),
            ("", [1, 2, 3]),
            ("nini", []),
            ("tya", []),
            ("andi", []),
            ("whatsapp", []),
            ("edited", []),
            (".*", []),
            ("0000", []),
            ('"]', []),
        ],
    )
    def test_the_text_alone_is_searched(self, text, found):
        assert transcript(*ENTRIES).search(text) == found

    @pytest.mark.parametrize(
        ("since", "until", "found"),
        [
            ("2026-07-22", "", [2, 3]),
            ("", "2026-07-21", [1]),
            ("", "2026-07", [1, 2]),
            ("2026-07-21T03:15", "2026-07-21T03:15", [1]),
            ("2026-07-21T03:15:30", "2026-07-21T03:15:40", [1]),
            ("2026-07-21T03:16", "2026-07-22T23:59", [2]),
            ("2027", "", []),
            ("2026-08", "2026-07", []),
        ],
    )
    def test_time_limits_include_what_they_name(self, since, until, found):
        assert transcript(*ENTRIES).search("", since, until) == found

    @pytest.mark.parametrize("text", ["ß", "İ", "ı", "K", "ſ", "ﬁ", "\ud800", "\0"])
    def test_letters_of_odd_cases_stop_nothing(self, text):
        assert of_texts("0 \ufffd ?").search(text) == []

    def test_a_letter_that_is_part_of_an_escape_is_not_found(self):
        assert of_texts("a\nb", "nb", "\x01", "tab\tb").search("nb") == [2]
        assert of_texts("\x01").search("u0001") == []

    def test_only_what_matches_is_looked_into(self):
        made = of_texts(*["satu\ndua"] * 2_000, "tiga\nempat")
        decoded = []

        def trace(frame, event, _argument):
            decoded.extend([frame.f_code.co_name] * (event == "call"))

        before = sys.getprofile()
        sys.setprofile(trace)
        try:
            found = made.search("EMPAT")
        finally:
            sys.setprofile(before)
        assert (found, decoded.count("loads")) == ([2_001], 1)
