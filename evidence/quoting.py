"""Chosen messages of a chat as notes: by which clock, and which belong together. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby

from cases.details import IncidentDetails, Quote
from core.dates import ClaimedTime, Precision, Zone
from evidence.chats.messages import Message

# Formats of exports by the platform whose chats they hold; a Meta download is of one of two.
PLATFORMS = {"whatsapp": "whatsapp", "telegram": "telegram", "telegram_html": "telegram"}
OFFSET = re.compile(r"UTC([+-])(0\d|1[0-4]):([0-5]\d)", re.ASCII)


def offset_of(zone: str) -> timedelta:
    """How far a clock is ahead of UTC: one of Indonesia's zones, or "UTC+05:30" and the like.

    ValueError for anything else.
    """
    if zone in Zone.values:
        return timedelta(hours=Zone(zone).hours_ahead)
    found = OFFSET.fullmatch(zone)
    if found is None:
        raise ValueError("no zone")
    sign = -1 if found[1] == "-" else 1
    return sign * timedelta(hours=int(found[2]), minutes=int(found[3]))


def in_zone(message: Message, zone: str) -> datetime | None:
    """The message's time by a clock of this zone, naive; None where the export told no time that a
    calendar has.

    What an export says in UTC is turned; what it says by the phone's clock she read as this zone.
    """
    try:
        wall = datetime.fromisoformat(message.wall)
        return wall + offset_of(zone) if message.is_utc else wall
    except (ValueError, OverflowError):
        return None


def quote_of(message: Message, zone: str, source: Quote) -> Quote:
    """The message as a note keeps it; `source` tells of the evidence it stands in."""
    moment = in_zone(message, zone)
    return Quote(
        item=source.item,
        sha256=source.sha256,
        reader=source.reader,
        member=message.member,
        line_from=message.line_from,
        line_to=message.line_to,
        raw_sha256=message.raw_sha256,
        wall=moment.isoformat() if moment else message.wall,
        zone=zone if moment else "",
        sender=message.sender,
        kind=message.kind.value,
        text=message.text,
        media=message.media,
        flags=tuple(flag.value for flag in message.flags),
    )


def notes_of(quotes: Iterable[Quote], platform: str, *, each_alone: bool) -> list[IncidentDetails]:
    """A note for each day, or for each message; its time is that of its first message."""
    return [
        IncidentDetails(platform=platform, claimed=_claimed(group[0]), quotes=tuple(group))
        for group in _groups(quotes, each_alone)
    ]


def _groups(quotes: Iterable[Quote], each_alone: bool) -> Iterator[list[Quote]]:
    if each_alone:
        yield from ([quote] for quote in quotes)
    else:
        for _, group in groupby(quotes, key=lambda quote: quote.wall[:10]):
            yield list(group)


def _claimed(quote: Quote) -> dict[str, object] | None:
    """Exact by its clock. Another zone than Indonesia's is told as western Indonesia's time."""
    if not quote.zone:
        return None
    wall, zone = datetime.fromisoformat(quote.wall), Zone.WIB
    if quote.zone in Zone.values:
        zone = Zone(quote.zone)
    else:
        try:
            wall += timedelta(hours=zone.hours_ahead) - offset_of(quote.zone)
        except OverflowError:
            return None
    day = wall.replace(tzinfo=UTC)
    parts = (day.year, day.month, day.day, day.hour, day.minute)
    return ClaimedTime(Precision.EXACT, *parts, zone=zone).to_json()
