"""Whatever becomes of a good file by accident or by design, only NotRead is raised."""

import random
from collections.abc import Iterator
from contextlib import suppress

import pytest

from evidence.chats.archives import open_archive
from evidence.chats.messages import Format, NotRead
from evidence.chats.messenger import MESSENGER
from evidence.chats.meta import META
from evidence.chats.meta_html import META_HTML
from evidence.chats.telegram import TELEGRAM
from evidence.chats.telegram_html import TELEGRAM_HTML
from tests.evidence.chats import golden
from tests.evidence.chats.zips import honest

MUTATIONS = 2_000
PIECES = [
    *(b"\0", b"\xff", b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"<", b"</div>", b"<div>"),
    *(b"null", b"9" * 30, b"\\ud800", b"\n", b"<!--", b"<![", b"&#9999999;", b"PK\5\6", b"-1"),
]
FILES = {
    "telegram/media.json": TELEGRAM,
    "telegram/account.json": TELEGRAM,
    "meta/garbled.json": META,
    "messenger/Andi_15.json": MESSENGER,
    "telegram/page_media.html": TELEGRAM_HTML,
    "meta/english.html": META_HTML,
}


def mutations(data: bytes, count: int) -> Iterator[bytes]:
    """Bytes turned over, cut out, doubled, and pieces put in; always the same ones."""
    choice = random.Random(5)
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(choice.randint(1, 4)):
            at, length = choice.randrange(len(changed) + 1), choice.randint(0, 12)
            piece = changed[at : at + length] if choice.random() < 0.2 else choice.choice(PIECES)
            changed[at : at + choice.choice((0, length))] = bytes(piece)
        yield bytes(changed)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_read_or_not_but_nothing_breaks(name: str) -> None:
    kind: Format = FILES[name]
    for data in mutations(golden.data_of(name), MUTATIONS):
        kind.fits(name, data[: golden.HEAD_BYTES])
        with suppress(NotRead):
            list(kind.read(name, data))


def test_a_damaged_archive_is_read_or_not_but_nothing_breaks() -> None:
    members = {"_chat__txt": b"Halo\n" * 40, "result__json": b"{}", "a__jpg": b"\xff\xd8"}
    opened = 0
    for data in mutations(honest(**members), MUTATIONS):
        with suppress(NotRead):
            archive = open_archive(data)
            opened += 1
            for name in archive.names:
                with suppress(NotRead):
                    archive.read(name)
    assert 0 < opened < MUTATIONS
