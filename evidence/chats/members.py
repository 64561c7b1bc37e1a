"""Says which members of an archive make up which chat, by their names alone. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A chat in one file: its format, and the name or, for Messenger, the whole path.
ALONE = {
    "whatsapp": re.compile(
        r"(?i:_chat|(?:WhatsApp Chat (?:with|-)|Chat WhatsApp dengan) (?P<title>.+))\.txt"
    ),
    "telegram": re.compile(r"result(?P<title>)\.json"),
    "messenger": re.compile(r"(?:messages/)?(?P<title>[^/]+)_[0-9]{1,20}\.json"),
}
TELEGRAM_PAGE = re.compile(r"messages([0-9]{0,5})\.html")
META_PART = re.compile(r"message_([0-9]{1,5})\.(json|html)")
SLUG = re.compile(r"(.+?)_[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Thread:
    """One chat of an archive. `members` are in the order in which they are to be read; `id` tells
    it from the others in the same export; `title` is a guess, and may be empty. Of a file that
    holds several, `number` counts them from 1.
    """

    id: str
    title: str
    format: str
    members: tuple[str, ...]
    number: int = 0
    message_count: int = 0

    @property
    def count(self) -> int:
        """Of its messages where these were counted, of its files elsewhere."""
        return self.message_count or len(self.members)


@dataclass(frozen=True, slots=True)
class _Part:
    folder: str
    title: str
    format: str
    place: int
    name: str
    is_alone: bool

    @property
    def thread(self) -> tuple[str, str]:
        return self.format, self.name if self.is_alone else self.folder


def parts_of(names: Iterable[str]) -> list[Thread]:
    """The chats, in the order of their folders. Members that belong to none are left out."""
    threads: dict[tuple[str, str], list[_Part]] = {}
    for name in names:
        if part := _part(name):
            threads.setdefault(part.thread, []).append(part)
    return [_thread(key, threads[key]) for key in sorted(threads)]


def _thread(key: tuple[str, str], parts: list[_Part]) -> Thread:
    ordered = sorted(parts, key=lambda part: (part.place, part.name))
    return Thread(
        id=":".join(key),
        title=ordered[0].title,
        format=ordered[0].format,
        members=tuple(part.name for part in ordered),
    )


def _part(path: str) -> _Part | None:
    """`place` sorts the oldest first: Telegram counts its pages up, Meta has the newest in 1."""
    folder, _, name = path.rpartition("/")
    last_folder = folder.rpartition("/")[2]
    if found := TELEGRAM_PAGE.fullmatch(name):
        return _Part(folder, "", "telegram_html", int(found[1] or 1), path, is_alone=False)
    if found := META_PART.fullmatch(name):
        kind = "meta" if found[2] == "json" else "meta_html"
        return _Part(folder, _title(last_folder), kind, -int(found[1]), path, is_alone=False)
    for kind, pattern in ALONE.items():
        if found := pattern.fullmatch(name if kind != "messenger" else path):
            return _Part(folder, found["title"] or "", kind, 0, path, is_alone=True)
    return None


def _title(folder: str) -> str:
    found = SLUG.fullmatch(folder)
    return found[1] if found else folder
