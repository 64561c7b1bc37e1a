"""Reads the `message_N.json` of the downloads of Instagram and of Facebook.

They hold UTF-8 whose bytes were written as Latin-1 characters, mostly. Newest first in the file,
oldest first here. Addresses of devices (`ip`) are never taken out of the file.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from evidence.chats.building import (
    Said,
    Span,
    check_size,
    entry,
    file_name,
    from_unix,
    oldest_first,
)
from evidence.chats.json_entries import STRING, load, load_object, records_in, spans, text_in
from evidence.chats.messages import Entry, Flag, Format, MessageKind

PATHS = (("messages",),)
BEGIN = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"participants"\s*:\s*\[\s*\{\s*"name"\s*:')
FIELD = re.compile(rb'"sender_name"\s*:')
TIME = re.compile(rb'"timestamp_ms"\s*:')
NOT_PLAIN = re.compile(rb"\\u|[\x80-\xff]")
FILES = ("photos", "videos", "audio_files", "files", "gifs")

Mend = Callable[[str], str]


def _fits(name: str, head: bytes) -> bool:
    return bool(BEGIN.match(head) or (FIELD.search(head) and TIME.search(head)))


def _read(name: str, data: bytes) -> Iterator[Entry]:
    check_size(data)
    return _entries(data)


def _entries(data: bytes) -> Iterator[Entry]:
    found = list(spans(data, PATHS))
    say = partial(_said, mend=mended if is_garbled(data) else str)
    for span in oldest_first(found, partial(_when, data)):
        yield entry(data, span, say)


def is_garbled(data: bytes) -> bool:
    """Whether a file has its text as the Latin-1 characters of UTF-8 bytes: every string in it
    that is not plain ASCII must turn into UTF-8, and there is at least one."""
    is_any = False
    for found in STRING.finditer(data):
        if not NOT_PLAIN.search(found[0]):
            continue
        try:
            text = str(load(found[0]))
            mended(text)
        except ValueError:
            return False
        is_any |= not text.isascii()
    return is_any


def mended(text: str) -> str:
    """Raises ValueError for text that was not garbled, as `café` and `“quote”`."""
    return text.encode("latin-1").decode("utf-8")


def time_of(record: dict[str, object], name: str) -> str:
    found = record.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise ValueError("no time")
    return from_unix(found)


def _when(data: bytes, span: Span) -> str | None:
    try:
        return time_of(load_object(data[span.start : span.end]), "timestamp_ms")
    except ValueError:
        return None


def _said(raw: bytes, mend: Mend) -> Said:
    record = load_object(raw)
    sender, text = text_in(record, "sender_name"), _text(record)
    if "sender_name" not in record:
        raise ValueError("no message")
    media = _file(record)
    flags = {Flag.MENDED} if mend is mended and not (sender + text + media).isascii() else set()
    return Said(
        wall=time_of(record, "timestamp_ms"),
        is_utc=True,
        sender=mend(sender),
        kind=_kind(record),
        text=mend(text),
        media=mend(media),
        flags=frozenset(flags),
    )


def _kind(record: dict[str, object]) -> MessageKind:
    if record.get("is_unsent") is True:
        return MessageKind.DELETED
    if "call_duration" in record:
        return MessageKind.CALL
    if record.get("type") in ("Subscribe", "Unsubscribe"):
        return MessageKind.SYSTEM
    is_media = "sticker" in record or any(records_in(record, name) for name in FILES)
    return MessageKind.MEDIA if is_media else MessageKind.TEXT


def _text(record: dict[str, object]) -> str:
    """What was written, and below it what was shared: its own text, its address."""
    content, share = text_in(record, "content"), record.get("share")
    if share is None:
        return content
    if not isinstance(share, dict):
        raise ValueError("not an object")
    shared = (text_in(share, "share_text"), text_in(share, "link"))
    return "\n".join(filter(None, (content, *(part for part in shared if part not in content))))


def _file(record: dict[str, object]) -> str:
    """The names of the files, of which a message may have several."""
    sent = [each for name in FILES for each in records_in(record, name)]
    sticker = record.get("sticker")
    if isinstance(sticker, dict):
        sent.append(sticker)
    return ", ".join(filter(None, (file_name(text_in(each, "uri")) for each in sent)))


META = Format("meta", 1, _fits, _read)
