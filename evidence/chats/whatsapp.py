"""Reads the chats that WhatsApp exports as text, from Android and from iPhones.

The file is gone through twice: once for the headers, which only together tell the order of its
dates and where a sender's name ends, and once for the messages.
"""

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.chats import whatsapp_headers as headers
from evidence.chats.messages import (
    MESSAGES_MAX,
    NAME_MAX_CHARS,
    TEXT_MAX_CHARS,
    Entry,
    Flag,
    Format,
    Message,
    MessageKind,
    NotRead,
    Unread,
    Unreadable,
)
from evidence.chats.whatsapp_headers import DAY_SECONDS, Header, Order, Style
from evidence.chats.whatsapp_words import Body, body_of, call_in, is_notice

TEXT_MAX_BYTES = 50 * 1024 * 1024
# Far above any chat of so many messages; without it, 50 million empty lines.
LINES_MAX = 2_000_000
WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
BETWEEN = ": "
# A name may hold a colon too; so many of them are tried.
ENDS_TRIED = 4
SURE_FROM = 3
PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{5,24}")


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text that gives back its very bytes: both ways are exact for these encodings."""

    whole: str
    encoding: str
    # Most files hold none, and then no message needs a look.
    has_unstorable: bool

    def raw(self, start: int, end: int) -> bytes:
        return self.whole[start:end].encode(self.encoding, "surrogatepass")


@dataclass(frozen=True, slots=True)
class Found:
    """A header, the place of its line in the text and the number of that line."""

    header: Header
    start: int
    line: int


@dataclass(frozen=True, slots=True)
class Sender:
    """`chars` of the header's rest belong to the name and what ends it."""

    name: str = ""
    chars: int = 0
    is_guessed: bool = False


NOBODY = Sender()


def fits(name: str, head: bytes) -> bool:
    """A text of which a line among the first looks like one of WhatsApp's."""
    lowered = name.casefold()
    if lowered.endswith((".json", ".html", ".htm", ".zip")) or head.startswith(b"PK\x03\x04"):
        return False
    text = head.decode(_encoding(head), "ignore")
    return any(headers.header_of(line) for line in text.split("\n"))


def read(_name: str, data: bytes) -> Iterator[Entry]:
    """Every line, in the file's order. Whatever may be raised is raised before the first entry."""
    text = _decoded(data)
    found, line_count = _headers_in(text)
    reader = Reader(text, [each.header for each in found])
    ends = [(each.start, each.line - 1) for each in found[1:]]
    ends.append((len(text.whole), line_count))
    if found[0].line > 1:
        yield Unread("", 1, found[0].line - 1)
    for each, (end, last_line) in zip(found, ends, strict=True):
        yield reader.entry(each, end, last_line)


class Reader:
    """What the headers of a file say together, and what came before the message at hand."""

    def __init__(self, text: Text, found: Sequence[Header]) -> None:
        self._text = text
        self._order: Order = headers.order_of(found)
        self._style: Style = headers.usual_style(found)
        self._names = Counter(name for each in found for name in _possible_names(each.rest))
        self._before = 0
        self._last_sender = ""
        self._senders_now: set[str] = set()

    def entry(self, found: Found, end: int, last_line: int) -> Entry:
        header = found.header
        day = headers.day_of(header.numbers, day_first=self._order.day_first)
        if day is None or not header.clock:
            return Unread("", found.line, last_line)
        sender = self._sender(header.rest)
        text, was_replaced = self._body(found, sender, end)
        body = body_of(text) if sender.name else _unsent(text)
        flags = (
            *self._flags_of_time(header, headers.seconds_of(day, header.clock), sender.name),
            *([Flag.SENDER_GUESSED] if sender.is_guessed else []),
            *body.flags,
            *([Flag.REPLACED] if was_replaced else []),
            *([Flag.CUT] if len(text) > TEXT_MAX_CHARS else []),
        )
        return Message(
            member="",
            line_from=found.line,
            line_to=last_line,
            raw_sha256=hashlib.sha256(self._text.raw(found.start, end)).hexdigest(),
            wall=f"{day.isoformat()}T{header.clock}",
            is_utc=False,
            sender=sender.name,
            kind=body.kind,
            text=text[:TEXT_MAX_CHARS],
            media=body.media,
            flags=flags,
        )

    def _body(self, found: Found, sender: Sender, end: int) -> tuple[str, bool]:
        """What stands after the sender, its own line breaks kept and the last one left out."""
        raw = self._text.whole[found.start : end]
        at = found.header.rest_at + sender.chars
        if found.header.has_marks:
            at = headers.place_in_line(raw, at)
        stored = headers.replace_unstorable(raw) if self._text.has_unstorable else raw
        text = stored[at:].removesuffix("\n").removesuffix("\r").replace("\r\n", "\n")
        return text, stored != raw

    def _sender(self, rest: str) -> Sender:
        if is_notice(rest.partition(BETWEEN)[0]):
            return NOBODY
        names = _possible_names(rest)
        if not names:
            return _sender_of_nothing(rest)
        first, *longer = names
        # "Kantor: Budi" is one name when nobody is ever called "Kantor" alone.
        count = self._names[first]
        for name in reversed(longer):
            if count >= SURE_FROM and self._names[name] == count:
                return Sender(name, len(name) + len(BETWEEN), is_guessed=True)
        is_known = count > 1 or PHONE.fullmatch(first) is not None
        return Sender(first, len(first) + len(BETWEEN), is_guessed=not is_known)

    def _flags_of_time(self, header: Header, now: int, sender: str) -> Iterator[Flag]:
        if not self._order.is_sure and headers.is_either_way(header.numbers):
            yield Flag.DATE_ORDER
        if self._before - now > DAY_SECONDS:
            yield Flag.BACK_IN_TIME
        comes_back = self._comes_back(now, sender)
        if comes_back or now < self._before or header.style != self._style:
            yield Flag.LIKE_A_HEADER
        self._before = now

    def _comes_back(self, now: int, sender: str) -> bool:
        """Whether the sender spoke in this very minute (or second) before somebody else did: so
        it looks when a whole talk was typed into one message. Two in a row are everyday."""
        if now != self._before:
            self._senders_now.clear()
        comes_back = sender in self._senders_now and sender != self._last_sender
        self._last_sender = sender
        if sender:
            self._senders_now.add(sender)
        return comes_back


def _headers_in(text: Text) -> tuple[list[Found], int]:
    """All headers, and the number of lines. Each line is looked at once."""
    found: list[Found] = []
    number = 0
    for number, (start, end) in enumerate(_lines(text.whole), start=1):
        header = headers.header_of(text.whole[start : min(end, start + headers.HEAD_CHARS)])
        if header is not None:
            found.append(Found(header, start, number))
        if number > LINES_MAX or len(found) > MESSAGES_MAX:
            raise NotRead(Unreadable.TOO_MANY)
    if not found:
        raise NotRead(Unreadable.UNKNOWN)
    return found, number


def _lines(whole: str) -> Iterator[tuple[int, int]]:
    """Where each line starts, and where the break after it stands."""
    start = 0
    while start < len(whole):
        end = whole.find("\n", start)
        end = len(whole) if end < 0 else end
        yield start, end
        start = end + 1


def _possible_names(rest: str) -> list[str]:
    """What a sender may be called, the shortest name first."""
    names: list[str] = []
    at = rest.find(BETWEEN, 0, NAME_MAX_CHARS + len(BETWEEN))
    while at > 0 and len(names) < ENDS_TRIED:
        names.append(rest[:at])
        at = rest.find(BETWEEN, at + len(BETWEEN), NAME_MAX_CHARS + len(BETWEEN))
    return names


def _sender_of_nothing(rest: str) -> Sender:
    """Somebody whose message is empty, the space after the colon gone; or nobody."""
    name = rest.strip()
    if name.endswith(":") and 1 < len(name) <= NAME_MAX_CHARS:
        return Sender(name[:-1], len(rest), is_guessed=True)
    return Sender(is_guessed=BETWEEN in rest)


def _unsent(text: str) -> Body:
    return Body(MessageKind.CALL if call_in(text) else MessageKind.SYSTEM)


def _decoded(data: bytes) -> Text:
    if len(data) > TEXT_MAX_BYTES:
        raise NotRead(Unreadable.TOO_LARGE)
    encoding = _encoding(data)
    try:
        whole = data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as fault:
        raise NotRead(Unreadable.BROKEN) from fault
    return Text(whole, encoding, _has_unstorable(whole))


def _has_unstorable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\0" in text


def _encoding(data: bytes) -> str:
    return next((name for mark, name in WIDE if data.startswith(mark)), "utf-8")


WHATSAPP = Format(id="whatsapp", version=1, fits=fits, read=read)
