"""Which day a date is, which lines begin a message, and what looks typed."""

import pytest

from evidence.chats.messages import Flag, Message, Unread
from evidence.chats.whatsapp import read
from evidence.chats.whatsapp_headers import HEADER, Order, day_of, header_of, order_of

DAY, MONTH = Order(day_first=True, is_sure=True), Order(day_first=False, is_sure=True)
OPEN = Order(day_first=True, is_sure=False)


def headers(*dates: str):
    found = [header_of(f"{date} 03.15 - Andi: x") for date in dates]
    assert None not in found
    return found


def entries(*lines: str) -> list[Message | Unread]:
    return [*read("chat.txt", "\n".join(lines).encode())]


def flags(*lines: str) -> list[bool]:
    return [Flag.LIKE_A_HEADER in entry.flags for entry in entries(*lines)]


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["21/07/26"], DAY),
        (["07/21/26"], MONTH),
        (["01/02/26", "03/13/26", "03/04/26"], MONTH),
        (["01/02/26", "13/03/26", "03/14/26", "15/03/26"], DAY),
        (["07/11/26", "07/12/26", "08/01/26"], MONTH),
        (["11/07/26", "12/07/26", "01/08/26"], DAY),
        (["05/06/26"], OPEN),
        (["05/05/26", "06/06/26"], OPEN),
        (["13/03/26", "03/13/26"], OPEN),
        (["32/01/26", "01/40/26"], OPEN),
        (["2026-07-21", "05/06/26"], OPEN),
    ],
)
def test_the_order_of_dates_belongs_to_the_file(dates, order):
    assert order_of(headers(*dates)) == order


@pytest.mark.parametrize(
    ("numbers", "day_first", "day"),
    [
        ((21, 7, 26), True, "2026-07-21"),
        ((7, 21, 2026), False, "2026-07-21"),
        ((2026, 7, 21), False, "2026-07-21"),
        ((29, 2, 24), True, "2024-02-29"),
        ((29, 2, 26), True, None),
        ((31, 2, 26), True, None),
        ((31, 4, 2026), True, None),
        ((0, 1, 2026), True, None),
        ((1, 0, 2026), True, None),
        ((1, 1, 1600), True, None),
    ],
)
def test_a_day_that_no_calendar_has_is_none(numbers, day_first, day):
    found = day_of(numbers, day_first=day_first)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("03.15", "03:15"),
        ("3:15:09", "03:15:09"),
        ("12:00 AM", "00:00"),
        ("12:00\u202fPM", "12:00"),
        ("11:59 pm", "23:59"),
        ("1:05 a.m.", "01:05"),
        ("13:00 PM", ""),
        ("24.00", ""),
        ("23.60", ""),
        ("23:59:60", ""),
    ],
)
def test_a_clock_is_read_as_24_hours(written, clock):
    assert header_of(f"21/07/26 {written} - Andi: x").clock == clock


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Halo",
        "21/07/26",
        "21/07/26 03.15",
        "21/07/26 03.15 Andi: x",
        "21/07/26 3 - Andi: x",
        "21/07.26 03.15 - Andi: x",
        "21/07/6 03.15 - Andi: x",
        "21/07/026 03.15 - Andi: x",
        "121/07/26 03.15 - Andi: x",
        "[21/07/26 03.15 - Andi: x",
        "21/07/26 03.15] Andi: x",
        "21/07/26 03.15:10 - Andi: x",
        "٢١/٠٧/٢٦ 03.15 - Andi: x",
        " 21/07/26 03.15 - Andi: x",
    ],
)
def test_other_lines_begin_no_message(line):
    assert header_of(line) is None


def test_the_swapped_day_is_told_only_where_it_is_another():
    first, second = entries("05/06/26 03.15 - Andi: x", "06/06/26 03.15 - Andi: y")
    assert (Flag.DATE_ORDER in first.flags, Flag.DATE_ORDER in second.flags) == (True, False)


@pytest.mark.parametrize(
    ("second", "is_flagged"),
    [
        ("21/07/26 03.15 - Andi: lagi", False),
        ("21/07/26 03.15 - Sari: lagi", False),
        ("21/07/26 03.16 - Sari: lagi", False),
        ("21/07/26 03.14 - Sari: lagi", True),
        ("20/07/26 03.16 - Sari: lagi", True),
        ("21/07/26, 03.16 - Sari: lagi", True),
        ("21/07/26 03:16 - Sari: lagi", True),
        ("21/07/2026 03.16 - Sari: lagi", True),
        ("[21/07/26 03.16] Sari: lagi", True),
        ("21/07/26 03.16.00 - Sari: lagi", True),
        ("21-07-26 03.16 - Sari: lagi", True),
    ],
)
def test_a_line_that_may_have_been_typed_is_flagged(second, is_flagged):
    first = "21/07/26 03.15 - Andi: Halo"
    assert flags(first, first, second)[2] is is_flagged


def test_a_whole_talk_within_one_minute_is_flagged():
    said = [f"21/07/26 03.15 - {who}: x" for who in ("Andi", "Sari", "Andi", "Andi", "Sari")]
    assert flags(*said) == [False, False, True, False, True]


def test_no_part_of_a_header_repeats_without_a_bound():
    assert not {"*", "+"} & {*HEADER.pattern}
