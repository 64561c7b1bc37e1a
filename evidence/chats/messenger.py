"""Reads the JSON of Messenger's end-to-end encrypted chats: one file a chat, real UTF-8.

Newest first in the file, oldest first here.
"""

import re
from collections.abc import Iterator
from functools import partial

from evidence.chats.building import Said, Span, check_size, entry, file_name, oldest_first
from evidence.chats.json_entries import load_object, records_in, spans, text_in
from evidence.chats.messages import Entry, Format, MessageKind
from evidence.chats.meta import time_of

PATHS = (("messages",),)
BEGIN = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"participants"\s*:\s*\[\s*["\]]')
FIELD = re.compile(rb'"(?:threadName|senderName)"\s*:')


def _fits(name: str, head: bytes) -> bool:
    is_object = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return bool(BEGIN.match(head)) or (is_object and bool(FIELD.search(head)))


def _read(name: str, data: bytes) -> Iterator[Entry]:
    check_size(data)
    return _entries(data)


def _entries(data: bytes) -> Iterator[Entry]:
    found = list(spans(data, PATHS))
    for span in oldest_first(found, partial(_when, data)):
        yield entry(data, span, _said)


def _when(data: bytes, span: Span) -> str | None:
    try:
        return time_of(load_object(data[span.start : span.end]), "timestamp")
    except ValueError:
        return None


def _said(raw: bytes) -> Said:
    record = load_object(raw)
    if "senderName" not in record:
        raise ValueError("no message")
    names = [file_name(text_in(each, "uri")) for each in records_in(record, "media")]
    return Said(
        wall=time_of(record, "timestamp"),
        is_utc=True,
        sender=text_in(record, "senderName"),
        kind=_kind(record),
        text=text_in(record, "text"),
        media=", ".join(filter(None, names)),
    )


def _kind(record: dict[str, object]) -> MessageKind:
    if record.get("isUnsent") is True:
        return MessageKind.DELETED
    if records_in(record, "media") or record.get("type") == "media":
        return MessageKind.MEDIA
    # Something happened in the chat that the export does not tell.
    return MessageKind.SYSTEM if record.get("type") == "placeholder" else MessageKind.TEXT


MESSENGER = Format("messenger", 1, _fits, _read)
