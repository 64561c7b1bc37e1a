"""Which formats are known, and the one way to read an export whose format nobody has named."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from evidence.chats.archives import READABLE, open_archive
from evidence.chats.building import clean
from evidence.chats.json_entries import at_most
from evidence.chats.members import Thread, parts_of
from evidence.chats.messages import (
    MESSAGES_MAX,
    NAME_MAX_CHARS,
    Entry,
    Format,
    Message,
    NotRead,
    Unreadable,
)
from evidence.chats.messenger import MESSENGER
from evidence.chats.meta import META
from evidence.chats.meta_html import META_HTML
from evidence.chats.telegram import TELEGRAM, chats_in, read_one
from evidence.chats.telegram_html import TELEGRAM_HTML
from evidence.chats.whatsapp import WHATSAPP

HEAD_BYTES = 4096
ARCHIVE_START = b"PK\x03\x04"
# Begins the id of one of the chats in the file of a Telegram account.
OF_ACCOUNT = "account"
# In the order in which they are tried; of the exports we know, one alone takes each.
FORMATS = (WHATSAPP, TELEGRAM, TELEGRAM_HTML, META, MESSENGER, META_HTML)
# What stands for a format where an export holds several chats, and none was chosen.
SEVERAL, SEVERAL_VERSION = "several", 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What an export was read as. `entries` can be gone through once, and may raise NotRead.

    `threads` are its chats where it holds several; without a chosen one there are no entries.
    """

    format_id: str
    version: int
    entries: Iterator[Entry]
    threads: tuple[Thread, ...] = ()


def read_export(name: str, data: bytes, thread: str = "") -> Reading:
    """Read a file, or a ZIP archive of files: its one chat, or the one whose id is `thread`.

    Raises NotRead: for what no format fits, for an archive that nobody can trust, and for a thread
    that is not there.
    """
    export = _opened(name, data)
    threads = [part for each in export.threads for part in _told_apart(export, each)]
    chosen = threads[0] if len(threads) == 1 and not thread else _with_id(threads, thread)
    several = tuple(threads) if len(threads) > 1 else ()
    if chosen is None:
        return Reading(SEVERAL, SEVERAL_VERSION, iter(()), several)
    found = _format_of(export, chosen)
    return Reading(found.id, found.version, _counted(_entries(export, chosen, found)), several)


@dataclass(frozen=True, slots=True)
class _Export:
    """`name` is that of a file that came alone; its only member is then "", as in its entries."""

    name: str
    threads: list[Thread]
    read: Callable[[str], bytes]

    def name_of(self, member: str) -> str:
        return member.rpartition("/")[2] or self.name


def _opened(name: str, data: bytes) -> _Export:
    if not data.startswith(ARCHIVE_START):
        return _Export(name, [_alone("")], {"": data}.__getitem__)
    archive = open_archive(data)
    return _Export(name, parts_of(archive.names) or _only_text(archive.names), archive.read)


def _alone(member: str) -> Thread:
    return Thread(id=member, title="", format="", members=(member,))


def _only_text(names: Iterable[str]) -> list[Thread]:
    """An archive with one text in it is that text, whatever it is called in which language."""
    texts = [name for name in names if name.lower().endswith(READABLE)]
    if len(texts) != 1:
        raise NotRead(Unreadable.UNKNOWN)
    return [_alone(texts[0])]


def _told_apart(export: _Export, thread: Thread) -> list[Thread]:
    """The chats of the file of a Telegram account, without the empty ones; else the same chat."""
    if thread.format not in ("", TELEGRAM.id) or _format_of(export, thread) is not TELEGRAM:
        return [thread]
    member = thread.members[0]
    chats = enumerate(at_most(chats_in(export.read(member))), start=1)
    found = [
        Thread(
            id=f"{OF_ACCOUNT}:{number}:{member}",
            title=clean(chat.name or chat.type, NAME_MAX_CHARS, set()),
            format=TELEGRAM.id,
            members=thread.members,
            number=number,
            message_count=chat.message_count,
        )
        for number, chat in chats
        if chat.message_count
    ]
    return found if len(found) > 1 else [thread]


def _with_id(threads: Iterable[Thread], wanted: str) -> Thread | None:
    if not wanted:
        return None
    found = next((each for each in threads if each.id == wanted), None)
    if found is None:
        raise NotRead(Unreadable.UNKNOWN)
    return found


def _format_of(export: _Export, thread: Thread) -> Format:
    """By the chat's first file; names only say which files belong together."""
    member = thread.members[0]
    name, head = export.name_of(member), export.read(member)[:HEAD_BYTES]
    found = next((each for each in FORMATS if each.fits(name, head)), None)
    if found is None:
        raise NotRead(Unreadable.UNKNOWN)
    return found


def _entries(export: _Export, thread: Thread, found: Format) -> Iterator[Entry]:
    for member in thread.members:
        data = export.read(member)
        entries = read_one(data, thread.number) if thread.number else found.read(member, data)
        yield from (replace(entry, member=member) for entry in entries) if member else entries


def _counted(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same, as long as all files of the chat together hold no more than a chat may."""
    count = 0
    for entry in entries:
        count += isinstance(entry, Message)
        if count > MESSAGES_MAX:
            raise NotRead(Unreadable.TOO_MANY)
        yield entry
