"""Messages as notes: the clock she named, the day they belong to, and where they stand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.details import Quote
from core.dates import ClaimedTime
from evidence.chats.messages import Flag, Message, MessageKind
from evidence.quoting import in_zone, notes_of, offset_of, quote_of

SOURCE = Quote(item="abc", sha256="a" * 64, reader="whatsapp/1")


def message(wall: str = "2026-07-21T23:30", **changes: object) -> Message:
    told = Message("", 3, 4, "b" * 64, wall, False, "Andi", MessageKind.TEXT, "Halo")
    return replace(told, **changes)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("WIB", 7.0), ("WITA", 8.0), ("WIT", 9.0), ("UTC+05:30", 5.5), ("UTC-03:00", -3.0)],
)
def test_a_zone_is_so_far_ahead(zone: str, hours: float) -> None:
    assert offset_of(zone) == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["", "GMT", "UTC", "UTC+99:00", "Asia/Jakarta"])
def test_another_word_is_no_zone(zone: str) -> None:
    with pytest.raises(ValueError, match="no zone"):
        offset_of(zone)


@pytest.mark.parametrize(
    ("told", "zone", "shown"),
    [
        (message(), "WITA", "2026-07-21T23:30:00"),
        (message(is_utc=True), "WIB", "2026-07-22T06:30:00"),
        (message(wall=""), "WIB", None),
        (message(wall="kemarin"), "WIB", None),
    ],
)
def test_utc_is_turned_and_the_phones_clock_is_not(
    told: Message, zone: str, shown: str | None
) -> None:
    moment = in_zone(told, zone)
    assert (moment.isoformat() if moment else None) == shown


def test_a_quote_says_where_it_stands_and_what_to_know_of_it() -> None:
    quote = quote_of(message(flags=(Flag.EDITED,), member="_chat.txt"), "WIB", SOURCE)
    assert (quote.item, quote.sha256, quote.reader) == ("abc", "a" * 64, "whatsapp/1")
    assert (quote.member, quote.line_from, quote.line_to) == ("_chat.txt", 3, 4)
    assert (quote.wall, quote.zone, quote.flags) == ("2026-07-21T23:30:00", "WIB", ("edited",))
    assert Quote.from_json(quote.to_json()) == quote


def quotes(*walls: str, zone: str = "WIB") -> list[Quote]:
    return [quote_of(message(wall), zone, SOURCE) for wall in walls]


def test_messages_of_a_day_make_one_note() -> None:
    days = quotes("2026-07-21T23:30", "2026-07-21T23:59", "2026-07-22T00:01")
    notes = notes_of(days, "whatsapp", each_alone=False)
    assert [len(note.quotes) for note in notes] == [2, 1]
    assert (notes[1].claimed_time.day, notes[1].claimed_time.minute) == (22, 1)
    assert len(notes_of(days, "whatsapp", each_alone=True)) == 3


def test_a_clock_from_abroad_is_told_as_a_time_of_jakarta() -> None:
    note = notes_of(quotes("2026-07-21T23:30", zone="UTC+09:30"), "", each_alone=False)[0]
    claimed = note.claimed_time
    assert (claimed.day, claimed.hour, claimed.minute, claimed.zone) == (21, 21, 0, "WIB")


def test_a_message_without_a_time_makes_a_note_without_one() -> None:
    note = notes_of(quotes("entah"), "", each_alone=False)[0]
    assert note.claimed_time == ClaimedTime.unknown()


@pytest.mark.parametrize(
    ("wall", "zone"), [("9999-12-31T23:59:59", "UTC-11:00"), ("0001-01-01T00:00", "UTC+14:00")]
)
def test_a_time_at_the_end_of_the_calendar_is_none_elsewhere(wall: str, zone: str) -> None:
    """A lie in an export must not shut the page that shows it."""
    quote = quote_of(message(wall), zone, SOURCE)
    assert notes_of([quote], "", each_alone=True)[0].claimed is None
    other = "UTC+14:00" if zone == "UTC-11:00" else "UTC-11:00"
    assert in_zone(message(wall, is_utc=True), other) is None
