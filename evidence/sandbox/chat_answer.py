"""The answer of the chat child: a transcript, or the reason why there is none.

`unpack` runs in the parent and takes nothing on trust: every line has to be one that
`transcript` could have written of a possible message, and the summary has to be theirs.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from evidence.chats.messages import (
    NAME_MAX_CHARS,
    TEXT_MAX_CHARS,
    Entry,
    Message,
    NotRead,
    Unreadable,
)
from evidence.chats.transcript import (
    BREAK,
    THREADS_MAX,
    Summary,
    Tally,
    Transcript,
    line_of,
    message_in,
    summary_in,
    unread_in,
)
from evidence.sandbox.contract import MEBIBYTE, NotMade, Reason

ANSWER_MAX_BYTES = 128 * MEBIBYTE
SUMMARY_MAX_BYTES = 128 * 1024
MEMBER_MAX_CHARS = 1024
MEDIA_MAX_CHARS = 1024
# A member's path, and before it which of its chats.
THREAD_MAX_CHARS = MEMBER_MAX_CHARS + 40
UNREAD_FIELDS = (int, int, str)
MESSAGE_FIELDS = (str, bool, int, int, str, str, str, list, str, str, str)
WALL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{3})?)?")
SHA256 = re.compile(r"[0-9a-f]{64}")
FORMAT = re.compile(r"[a-z0-9_-]{1,40}")


def pack_not_read(reason: Unreadable) -> bytes:
    return json.dumps({"not_read": reason}).encode() + BREAK


def unpack(body: bytes) -> Transcript:
    """Raises NotRead for what the child could not read; NotMade(BAD_ANSWER) for anything that
    neither `pack_not_read` nor `transcript.pack` could have written."""
    reason = next((each for each in Unreadable if body == pack_not_read(each)), None)
    if reason is not None:
        raise NotRead(reason)
    try:
        _check(body)
        return Transcript(body)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise NotMade(Reason.BAD_ANSWER) from fault


def _check(body: bytes) -> None:
    first_end = body.index(BREAK, 0, SUMMARY_MAX_BYTES + 1)
    told = summary_in(body[:first_end])
    if type(told.format) is not str or not type(told.version) is type(told.thread_count) is int:
        raise TypeError("format")
    if not FORMAT.fullmatch(told.format) or told.version < 1:
        raise ValueError("format")
    _check_threads(told)
    tally, places = Tally(told.format, told.version, told.threads, told.thread_count), _Places()
    for entry in _entries(body, first_end + 1):
        places.check(entry)
        tally.add(entry)
    # Written anew, so that True is no 1 and nothing else stands in it.
    if tally.summary_line() != body[: first_end + 1]:
        raise ValueError("summary")


def _check_threads(told: Summary) -> None:
    """Which chats there are to choose from, each once. Nothing that a page could not show."""
    for thread, title, count in told.threads:
        if (type(thread), type(title), type(count)) != (str, str, int):
            raise TypeError("thread")
        is_short = len(thread) <= THREAD_MAX_CHARS and len(title) <= NAME_MAX_CHARS
        if not (thread and is_short) or "\0" in thread + title or count < 1:
            raise ValueError("thread")
    ids = {thread for thread, _, _ in told.threads}
    if not len(ids) == len(told.threads) <= min(told.thread_count, THREADS_MAX):
        raise ValueError("threads")


def _entries(body: bytes, start: int) -> Iterator[Entry]:
    while start < len(body):
        end = body.index(BREAK, start)
        yield _entry(body[start:end])
        start = end + 1


def _entry(line: bytes) -> Entry:
    fields = json.loads(line)
    kinds = tuple(map(type, fields)) if type(fields) is list else ()
    if kinds == UNREAD_FIELDS:
        entry: Entry = unread_in(fields)
    elif kinds == MESSAGE_FIELDS:
        entry = _checked(message_in(fields))
    else:
        raise TypeError("fields")
    # A search goes through the bytes, so each text has to be written in the one way. A lone
    # surrogate has none.
    if line_of(entry) != line or b"\\u0000" in line:
        raise ValueError("not as it is written")
    return entry


def _checked(message: Message) -> Message:
    is_short = (
        len(message.sender) <= NAME_MAX_CHARS
        and len(message.text) <= TEXT_MAX_CHARS
        and len(message.media) <= MEDIA_MAX_CHARS
    )
    is_shaped = SHA256.fullmatch(message.raw_sha256) and WALL.fullmatch(message.wall)
    if not (is_short and is_shaped and len({*message.flags}) == len(message.flags)):
        raise ValueError("message")
    datetime.fromisoformat(message.wall)
    return message


class _Places:
    """The lines of a member come in the file's order, or all the other way round where a file has
    the newest first. A member that was left is not come back to."""

    def __init__(self) -> None:
        self._left: set[str] = set()
        self._member: str | None = None
        self._line = self._way = 0

    def check(self, entry: Entry) -> None:
        if entry.member != self._member:
            self._begin(entry)
        step = entry.line_from - self._line
        if not 1 <= entry.line_from <= entry.line_to or step * self._way < 0:
            raise ValueError("lines")
        self._way = self._way or step
        self._line = entry.line_from

    def _begin(self, entry: Entry) -> None:
        if entry.member in self._left or len(entry.member) > MEMBER_MAX_CHARS:
            raise ValueError("member")
        self._left.add(entry.member)
        self._member, self._line, self._way = entry.member, entry.line_from, 0
