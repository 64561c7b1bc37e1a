"""The first line of a WhatsApp message: when, and what stands after it.

A line is looked at once, through a cleaned copy of its first HEAD_CHARS: however long or hostile
a line is, the work is the same.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

HEAD_CHARS = 512
DAY_SECONDS = 24 * 60 * 60
# Direction marks, which phones put around names and numbers, and which nobody sees.
MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
SPACES = "\u00a0\u202f\u2009"
SURROGATES = range(0xD800, 0xE000)
REPLACED = {0: "\u2400"} | dict.fromkeys(SURROGATES, "\ufffd")
CLEANED = REPLACED | dict.fromkeys(map(ord, MARKS)) | dict.fromkeys(map(ord, SPACES), " ")
# To look is far cheaper than to translate, and most texts need none.
NOT_CLEAN = re.compile(f"[{MARKS}{SPACES}\0\ud800-\udfff]")
# What a header can begin with; all other lines need no closer look.
BEGINNINGS = frozenset("[0123456789" + MARKS)

HEADER = re.compile(
    r"(\[)?([0-9]{4}|[0-9]{1,2})([/.-])([0-9]{1,2})\3([0-9]{4}|[0-9]{1,2})(,? (?:pukul )?)"
    r"([0-9]{1,2})([.:])([0-9]{2})(?:\8([0-9]{2}))?(?: ?([AaPp])\.? ?[Mm]\.?)?(?(1)\] ?| - )"
)
YEARS = range(1970, 2100)

Numbers = tuple[int, int, int]
Style = tuple[str | bool | int | None, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """`numbers` of the date as written; `clock` is "" where there is no such time of day. Headers
    of one export have one `style`. `rest` is cleaned, and begins at `rest_at` of the cleaned line,
    where the marks of the line itself are missing if it `has_marks`.
    """

    numbers: Numbers
    clock: str
    style: Style
    rest: str
    rest_at: int
    has_marks: bool


@dataclass(frozen=True, slots=True)
class Order:
    """How the dates of a file are read; `is_sure` when the other way is ruled out."""

    day_first: bool
    is_sure: bool


def clean(text: str) -> str:
    """For comparing and for names: no marks, plain spaces, nothing that cannot be stored."""
    return text.translate(CLEANED) if NOT_CLEAN.search(text) else text


def replace_unstorable(text: str) -> str:
    """The same text with a sign for each NUL and each lone surrogate."""
    return text.translate(REPLACED)


def header_of(line: str) -> Header | None:
    """None for a line that continues a message. A date that cannot be is a header all the same."""
    if line[:1] not in BEGINNINGS:
        return None
    head = line[:HEAD_CHARS]
    cleaned = clean(head)
    found = HEADER.match(cleaned)
    if found is None:
        return None
    bracket, first, mark, second, third, gap, hour, colon, minute, seconds, half = found.groups()
    is_iso = len(first) == 4
    if len(third) not in ((1, 2) if is_iso else (2, 4)):
        return None
    style = (bracket, mark, gap, colon, bool(seconds), bool(half), is_iso or len(third))
    clock = _clock(int(hour), minute, seconds, half)
    numbers = (int(first), int(second), int(third))
    has_marks = len(cleaned) != len(head)
    return Header(numbers, clock, style, cleaned[found.end() :], found.end(), has_marks)


def place_in_line(line: str, cleaned_at: int) -> int:
    """Where in a line the first `cleaned_at` characters of its cleaned copy have ended."""
    kept = 0
    for place, character in enumerate(line[:HEAD_CHARS]):
        if kept == cleaned_at:
            return place
        kept += character not in MARKS
    return min(len(line), HEAD_CHARS)


def order_of(headers: Sequence[Header]) -> Order:
    """By a number above 12, else by the order in which time goes back less often.

    Where both orders have such numbers, somebody typed dates, and the order of more lines holds.
    """
    dates = [header.numbers for header in headers if header.numbers[0] < 1000]
    days = sum(12 < first <= 31 and second <= 12 for first, second, _ in dates)
    months = sum(12 < second <= 31 and first <= 12 for first, second, _ in dates)
    if days != months:
        return Order(day_first=days > months, is_sure=True)
    open_dates = [each for each in dates if each[0] <= 12 and each[1] <= 12]
    day_first = _backs([(year, month, day) for day, month, year in open_dates])
    month_first = _backs([(year, month, day) for month, day, year in open_dates])
    return Order(day_first=day_first <= month_first, is_sure=day_first != month_first)


def is_either_way(numbers: Numbers) -> bool:
    """Whether a date is another day when it is read the other way round."""
    first, second, _ = numbers
    return first != second and first <= 12 and second <= 12


@lru_cache(maxsize=4096)
def day_of(numbers: Numbers, *, day_first: bool) -> date | None:
    """None for a day that no calendar has: it is never moved to the next one."""
    if numbers[0] >= 1000:
        year, month, day = numbers
    else:
        first, second, year = numbers
        day, month = (first, second) if day_first else (second, first)
        year += 2000 if year < 100 else 0
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def seconds_of(day: date, clock: str) -> int:
    """A number that grows with time, for clocks with and without seconds."""
    hour, minute, second = int(clock[:2]), int(clock[3:5]), int(clock[6:] or 0)
    return day.toordinal() * DAY_SECONDS + (hour * 60 + minute) * 60 + second


def usual_style(headers: Sequence[Header]) -> Style:
    counts = Counter(header.style for header in headers)
    # Not most_common(1): that imports a module, and inside the sandbox none can be.
    return max(counts, key=counts.__getitem__)


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: str, second: str | None, half: str | None) -> str:
    if half:
        if hour > 12:
            return ""
        hour = hour % 12 + (12 if half in "Pp" else 0)
    if hour > 23 or minute > "59" or (second or "") > "59":
        return ""
    return f"{hour:02}:{minute}:{second}" if second else f"{hour:02}:{minute}"


def _backs(days: Sequence[Numbers]) -> int:
    return sum(later < earlier for earlier, later in pairwise(days))
