"""Reads the pages that Telegram Desktop exports: `messages.html`, `messages2.html` and so on.

The page tells no time for a service message, so these become Unread; the lines that only name a
day (their ids are negative) belong to no message.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from evidence.chats.building import ALONE, Said, check_size, entry, file_name
from evidence.chats.html_entries import Node, elements, tree
from evidence.chats.messages import Entry, Flag, Format, Message, MessageKind, Unread

MESSAGE = re.compile(rb'<div class="message [^"<>]*"(?: id="message-?[0-9]{1,20}")?[^<>]*>')
DAY_DIVIDER = re.compile(rb'<div class="message service[^"<>]*" id="message-')
PAGE = re.compile(rb'<div class="(?:page_wrap|message default)')
TIME = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?", re.ASCII)
# What is said of a message, and no part of the sender's name.
NO_NAME = ("details",)
FORWARDED = "forwarded"


def _fits(name: str, head: bytes) -> bool:
    return b"<html" in head.lower() and bool(PAGE.search(head))


def _read(name: str, data: bytes) -> Iterator[Entry]:
    check_size(data)
    return _entries(data)


def _entries(data: bytes) -> Iterator[Entry]:
    sender = ""
    for span, is_closed in elements(data, MESSAGE):
        if DAY_DIVIDER.match(data, span.start):
            sender = ""
            continue
        if not is_closed:
            sender = ""
            yield Unread(ALONE, span.line_from, span.line_to)
            continue
        found = entry(data, span, partial(_said, sender_before=sender))
        sender = found.sender if isinstance(found, Message) else ""
        yield found


def _said(raw: bytes, sender_before: str) -> Said:
    message = tree(raw)
    if not message.has("default"):
        raise ValueError("a page tells no time of a service message")
    wall, is_utc = _time(message)
    forwarded = message.first(FORWARDED)
    media, kind = _media(message)
    text = message.first("text")
    return Said(
        wall=wall,
        is_utc=is_utc,
        sender=sender_before if message.has("joined") else _sender(message),
        kind=kind,
        text=text.text() if text else _media_text(message),
        media=media,
        flags=frozenset({Flag.FORWARDED} if forwarded else ()),
    )


def _sender(message: Node) -> str:
    """Not the one whose message was forwarded: that name stands inside `forwarded`."""
    name = message.first("from_name", without=(FORWARDED,))
    if name is None:
        raise ValueError("no sender")
    return name.text(*NO_NAME)


def _time(message: Node) -> tuple[str, bool]:
    """What the writer's clock showed, and UTC where the page says how far off it is."""
    date = message.first("date", without=(FORWARDED,))
    found = TIME.fullmatch(date.attributes.get("title", "")) if date else None
    if found is None:
        raise ValueError("no time")
    day, month, year, clock, offset = found.groups()
    moment = datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{offset or ''}")
    if offset is None:
        return moment.isoformat(), False
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(), True


def _media(message: Node) -> tuple[str, MessageKind]:
    wrap = message.first("media_wrap")
    if wrap is None:
        return "", MessageKind.TEXT
    if wrap.first("media_call"):
        return "", MessageKind.CALL
    paths = [each.attributes.get("href", "") for each in wrap.inside()]
    return next(filter(None, map(file_name, paths)), ""), MessageKind.MEDIA


def _media_text(message: Node) -> str:
    """What stands for a text where there is none: a call, a contact, a place."""
    wrap = message.first("media_wrap")
    if wrap is None:
        return ""
    lines = [line for line in wrap.text().split("\n") if line]
    places = [each.attributes.get("href", "") for each in wrap.inside()]
    return "\n".join([*lines, *(place for place in places if "://" in place)])


TELEGRAM_HTML = Format("telegram_html", 1, _fits, _read)
