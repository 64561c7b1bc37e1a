"""Reads the JSON that Telegram Desktop exports: one chat, or all chats of an account."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from evidence.chats.building import Said, Span, check_size, entry, file_name, from_unix
from evidence.chats.json_entries import (
    EACH,
    Holder,
    at_most,
    load_object,
    records_in,
    spans,
    text_in,
    walk,
)
from evidence.chats.messages import Entry, Flag, Format, MessageKind

PATHS = (
    ("messages",),
    ("chats", "list", EACH, "messages"),
    ("left_chats", "list", EACH, "messages"),
)
CHAT_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|private_group|private_supergroup'
    rb'|public_supergroup|private_channel|public_channel)"'
)
ACCOUNT = re.compile(rb'\A\s*\{\s*"about"\s*:.*"(?:personal_information|chats)"\s*:', re.DOTALL)
LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
UNIX_TIME = re.compile(r"\d{1,12}", re.ASCII)

CALLS = frozenset({"phone_call", "group_call", "conference_call"})
# "(File not included. Change data exporting settings to download.)" and its like.
NO_FILE = "("
FILES = ("photo", "file")
MEDIA = frozenset(
    {
        *("photo", "file", "media_type", "contact_information", "location_information", "poll"),
        *("game_title", "invoice_information", "contact_vcard"),
    }
)
# What a service message tells besides its action, in the order in which it is told.
TOLD = ("title", "members", "inviter", "duration_seconds", "discard_reason", "message_id", "period")


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat of an export, the lines that it takes up and how many messages it holds. An
    account's file has many."""

    name: str
    type: str
    line_from: int
    line_to: int
    message_count: int


def chats_in(data: bytes) -> Iterator[Chat]:
    """The chats of an export, so that whoever reads its messages knows whose they are. Messages
    are counted, however many there are in all, and none is kept."""
    count = 0
    for found in _walk(data):
        if isinstance(found, Span):
            count += 1
            continue
        yield Chat(
            name=_if_text(found.fields, "name"),
            type=_if_text(found.fields, "type"),
            line_from=found.line_from,
            line_to=found.line_to,
            message_count=count,
        )
        count = 0


def read_one(data: bytes, number: int) -> Iterator[Entry]:
    """The messages of one chat of several, counted from 1 as `chats_in` tells them; of the others
    nothing is kept or counted. NotRead, TOO_MANY, for more than a chat may hold."""
    return map(partial(entry, data, say=_said), at_most(_of_one(data, number)))


def _of_one(data: bytes, number: int) -> Iterator[Span]:
    """Goes on to the end: what is broken behind the chat is no export either."""
    place = 1
    for found in _walk(data):
        if not isinstance(found, Span):
            place += 1
        elif place == number:
            yield found


def _walk(data: bytes) -> Iterator[Span | Holder]:
    check_size(data)
    return walk(data, PATHS, beside=("name", "type"))


def _if_text(fields: dict[str, object], name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def _fits(name: str, head: bytes) -> bool:
    is_object = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return is_object and bool(CHAT_TYPE.search(head) or ACCOUNT.search(head))


def _read(name: str, data: bytes) -> Iterator[Entry]:
    check_size(data)
    return map(partial(entry, data, say=_said), spans(data, PATHS))


def _said(raw: bytes) -> Said:
    record = load_object(raw)
    kind = record.get("type")
    if kind == "service":
        return _service(record)
    if kind != "message":
        raise ValueError("neither a message nor a service message")
    wall, is_utc = _time(record)
    is_media = not MEDIA.isdisjoint(record)
    return Said(
        wall=wall,
        is_utc=is_utc,
        sender=text_in(record, "from") or _plain(record.get("from_id")),
        kind=MessageKind.MEDIA if is_media else MessageKind.TEXT,
        text=_text(record.get("text")) or (_attached(record) if is_media else ""),
        media=_file(record),
        flags=_flags(record),
    )


def _service(record: dict[str, object]) -> Said:
    """Told in the words of the file, a line each: `phone_call`, `discard_reason: missed`."""
    wall, is_utc = _time(record)
    action = text_in(record, "action")
    told = [f"{name}: {told}" for name in TOLD if (told := _plain(record.get(name)))]
    return Said(
        wall=wall,
        is_utc=is_utc,
        sender=text_in(record, "actor") or _plain(record.get("actor_id")),
        kind=MessageKind.CALL if action in CALLS else MessageKind.SYSTEM,
        text="\n".join(filter(None, (action, *told, _text(record.get("text"))))),
    )


def _time(record: dict[str, object]) -> tuple[str, bool]:
    """Newer files have the second since 1970; older ones only what the clock showed."""
    unix = record.get("date_unixtime")
    if isinstance(unix, str) and UNIX_TIME.fullmatch(unix):
        return from_unix(int(unix) * 1000), True
    local = text_in(record, "date")
    if unix is not None or not LOCAL_TIME.fullmatch(local):
        raise ValueError("no time")
    return datetime.fromisoformat(local).isoformat(), False


def _text(found: object) -> str:
    """A text, or a list of texts and of objects that have one: a link, bold, a mention."""
    if found is None or isinstance(found, str):
        return found or ""
    if not isinstance(found, list):
        raise ValueError("not a text")
    return "".join(each if isinstance(each, str) else _part(each) for each in found)


def _part(found: object) -> str:
    if not isinstance(found, dict):
        raise ValueError("not a text")
    text, address = text_in(found, "text"), text_in(found, "href")
    return f"{text} ({address})" if address and address != text else text


def _file(record: dict[str, object]) -> str:
    paths = [text_in(record, name) for name in FILES]
    there = [path for path in paths if path and not path.startswith(NO_FILE)]
    return file_name(there[0]) if there else text_in(record, "file_name")


def _attached(record: dict[str, object]) -> str:
    """What stands for a text where a contact, a place or a poll was sent."""
    poll = record.get("poll")
    contact = record.get("contact_information")
    place = record.get("location_information")
    if isinstance(poll, dict):
        answers = [each.get("text") for each in records_in(poll, "answers")]
        return "\n".join(map(_text, (poll.get("question"), *answers)))
    if isinstance(contact, dict):
        return " ".join(filter(None, map(_plain, contact.values())))
    if isinstance(place, dict):
        return ", ".join(filter(None, map(_plain, place.values())))
    return text_in(record, "game_title")


def _plain(found: object) -> str:
    if isinstance(found, list):
        return ", ".join(filter(None, map(_plain, found)))
    is_plain = isinstance(found, str | int | float) and not isinstance(found, bool)
    return str(found) if is_plain else ""


def _flags(record: dict[str, object]) -> frozenset[Flag]:
    signs = {
        Flag.EDITED: ("edited", "edited_unixtime"),
        Flag.FORWARDED: ("forwarded_from", "forwarded_from_id"),
        Flag.VIEW_ONCE: ("self_destruct_period_seconds",),
    }
    return frozenset(flag for flag, names in signs.items() if any(name in record for name in names))


TELEGRAM = Format("telegram", 1, _fits, _read)
