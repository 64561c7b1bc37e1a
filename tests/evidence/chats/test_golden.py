"""Every export in the folders beside is read as what stands next to it says, to the last field."""

import hashlib
from itertools import pairwise

import pytest

from evidence.chats.messages import Format, Message, Unread
from evidence.chats.messenger import MESSENGER
from evidence.chats.meta import META
from evidence.chats.meta_html import META_HTML
from evidence.chats.telegram import TELEGRAM, Chat, chats_in
from evidence.chats.telegram_html import TELEGRAM_HTML
from tests.evidence.chats import golden

KINDS = {
    TELEGRAM: "telegram/*.json",
    TELEGRAM_HTML: "telegram/*.html",
    META: "meta/*.json",
    META_HTML: "meta/*.html",
    MESSENGER: "messenger/*.json",
}
FILES = [(kind, name) for kind, pattern in KINDS.items() for name in golden.files(pattern)]
IDS = [name for _, name in FILES]


def test_no_golden_file_is_missing() -> None:
    counts = {kind.id: len(golden.files(pattern)) for kind, pattern in KINDS.items()}
    wanted = {"telegram": 6, "telegram_html": 4, "meta": 6, "meta_html": 2, "messenger": 3}
    assert counts == wanted


@pytest.mark.parametrize(("kind", "name"), FILES, ids=IDS)
def test_a_file_is_read_to_the_last_field(kind: Format, name: str) -> None:
    assert golden.plain(golden.read(kind, name)) == golden.expected(name)


@pytest.mark.parametrize(("kind", "name"), FILES, ids=IDS)
def test_only_one_format_takes_a_file(kind: Format, name: str) -> None:
    head = golden.data_of(name)[: golden.HEAD_BYTES]
    assert [each.id for each in KINDS if each.fits(name, head)] == [kind.id]


@pytest.mark.parametrize("name", golden.files("telegram/[cms]*.json", "meta/[gmru]*.json"))
def test_the_lines_and_the_digest_are_those_of_the_element(name: str) -> None:
    lines = golden.data_of(name).splitlines(keepends=True)
    kind = TELEGRAM if name.startswith("telegram") else META
    for each in golden.read(kind, name):
        assert isinstance(each, Message)
        raw = b"".join(lines[each.line_from - 1 : each.line_to]).strip().removesuffix(b",")
        assert hashlib.sha256(raw).hexdigest() == each.raw_sha256


@pytest.mark.parametrize("name", golden.files("telegram/*.html"))
def test_no_two_entries_of_a_page_share_a_line(name: str) -> None:
    entries = golden.read(TELEGRAM_HTML, name)
    assert all(before.line_to < after.line_from for before, after in pairwise(entries))


def test_an_address_of_a_device_is_in_no_entry() -> None:
    assert b"192.0.2.7" in golden.data_of("meta/unsent.json")
    assert "192.0.2" not in repr(golden.read(META, "meta/unsent.json"))


def test_what_cannot_be_read_is_told_and_what_follows_is_read() -> None:
    *odd, last = golden.read(TELEGRAM, "telegram/odd.json")
    assert sum(isinstance(each, Unread) for each in odd) == 8
    assert isinstance(last, Message)
    assert last.sender == "Andi"


def test_the_chats_of_an_account_are_told_apart_by_their_lines() -> None:
    assert list(chats_in(golden.data_of("telegram/account.json"))) == [
        Chat("Andi", "personal_chat", 18, 42, 2),
        Chat("", "saved_messages", 43, 57, 1),
        Chat("Kosong", "private_group", 58, 63, 0),
        Chat("Grup Lama", "private_group", 69, 84, 1),
    ]


def test_a_page_whose_times_nobody_can_read_is_not_read() -> None:
    page = golden.data_of("meta/indonesian.html").replace(b"Mei", b"Foo").replace(b"Agu", b"Foo")
    with pytest.raises(Exception, match="unknown_format"):
        list(META_HTML.read("message_1.html", page))
