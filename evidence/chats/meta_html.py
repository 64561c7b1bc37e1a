"""Reads the pages of the downloads of Instagram and of Facebook, where their times can be read.

The names of their classes change, so JSON is the better file. The times have no zone.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial

from evidence.chats.building import Said, Span, check_size, entry, file_name, oldest_first
from evidence.chats.html_entries import Node, elements, tree
from evidence.chats.messages import Entry, Format, MessageKind, NotRead, Unreadable

# The newer name and the older one of each part.
MESSAGE = re.compile(
    rb'<(?:div|section)(?= )[^<>]*? class="(?:[^"<>]* )?(?:_a6-g|_2lej)(?: [^"<>]*)?"[^<>]*>'
)
SENDER, BODY, TIME = ("_a6-h", "_2lek"), ("_a6-p", "_2let"), ("_a6-o", "_2lem")
CLASSES = re.compile(rb"_a6-[gho]|_2le[jkm]|_3-9[456]")
# What others answered with a picture; written below a message, not by its sender.
REACTIONS = ("_a6-q", "_tqp", "ul")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january januari", "feb february februari", "mar march maret", "apr april"),
            *("may mei", "jun june juni", "jul july juli", "aug august agu agt agustus"),
            *("sep sept september", "oct october okt oktober", "nov november"),
            "dec december des desember",
        ),
        1,
    )
    for name in names.split()
}
CLOCK = r",?(?: pukul)? (?P<hour>\d{1,2})[.:](?P<minute>\d\d)(?:[.:](?P<second>\d\d))?"
DATE_TIME = re.compile(
    r"(?:(?P<month_first>[a-z]{3,9})\.? (?P<day_second>\d{1,2})"
    r"|(?P<day_first>\d{1,2}) (?P<month_second>[a-z]{3,9})\.?),? (?P<year>\d{4})"
    + CLOCK
    + r"(?: (?P<half>am|pm))?",
    re.ASCII,
)


def _fits(name: str, head: bytes) -> bool:
    return b"<html" in head.lower() and bool(CLASSES.search(head))


def _read(name: str, data: bytes) -> Iterator[Entry]:
    """Raises NotRead, UNKNOWN, for a page of which no single time could be read."""
    check_size(data)
    return _entries(data)


def _entries(data: bytes) -> Iterator[Entry]:
    found = [span for span, _ in elements(data, MESSAGE)]
    if not any(_when(data, span) for span in found):
        raise NotRead(Unreadable.UNKNOWN)
    for span in oldest_first(found, partial(_when, data)):
        yield entry(data, span, _said)


def _when(data: bytes, span: Span) -> str | None:
    try:
        return _time(tree(data[span.start : span.end]))
    except ValueError:
        return None


def _said(raw: bytes) -> Said:
    message = tree(raw)
    sender, body = message.first(*SENDER), message.first(*BODY)
    if sender is None or body is None:
        raise ValueError("no message")
    links = [
        each.attributes.get("src") or each.attributes.get("href", "") for each in body.inside()
    ]
    names = list(dict.fromkeys(filter(None, map(file_name, links))))
    return Said(
        wall=_time(message),
        is_utc=False,
        sender=sender.text(),
        kind=MessageKind.MEDIA if names else MessageKind.TEXT,
        text="\n".join(line for line in body.text(*REACTIONS).split("\n") if line),
        media=", ".join(names),
    )


def _time(message: Node) -> str:
    """Raises ValueError for a time in a language that is not known here."""
    place = message.first(*TIME)
    shown = place.text().replace("\u202f", " ").replace("\xa0", " ").lower() if place else ""
    found = DATE_TIME.fullmatch(shown)
    if found is None:
        raise ValueError("no time")
    month = MONTHS.get(found["month_first"] or found["month_second"])
    if month is None:
        raise ValueError("no such month")
    day = int(found["day_first"] or found["day_second"])
    clock = time(_hour(int(found["hour"]), found["half"]), *_minute_and_second(found))
    return datetime.combine(date(int(found["year"]), month, day), clock).isoformat()


def _minute_and_second(found: re.Match[str]) -> tuple[int, int]:
    return int(found["minute"]), int(found["second"] or 0)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half == "pm" else 0)


META_HTML = Format("meta_html", 1, _fits, _read)
