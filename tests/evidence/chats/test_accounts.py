"""Exports of whole accounts: the limit is one of the chat that was chosen, not of all beside it."""

import json
from functools import cache

import pytest

from evidence.chats.formats import SEVERAL, read_export
from evidence.chats.json_entries import ELEMENTS_MAX
from evidence.chats.messages import MESSAGES_MAX, Message, NotRead, Unreadable
from evidence.sandbox.chats import read_chat
from tests.vaultverify.quoting import zip_of

NAME = "result.json"
# As many bytes as a message of any sense can do with.
ONE = b'{"type":"message","date_unixtime":"1784603701","from":"Andi","text":"a"}'
SMALL, MANY = 3, MESSAGES_MAX + 1


def chat(name: str, count: int, message: bytes = ONE) -> bytes:
    head = json.dumps({"name": name, "type": "personal_chat"}).encode()[:-1]
    return head + b',"messages":[' + b",".join([message] * count) + b"]}"


def account(*chats: bytes) -> bytes:
    return b'{"about":"x","chats":{"about":"y","list":[' + b",\n".join(chats) + b"]}}"


@cache
def large() -> bytes:
    """Two chats of half of what one may hold and a little, and two small ones."""
    half = MESSAGES_MAX // 2 + 10
    return account(chat("A", half), chat("Andi", SMALL), chat("B", half), chat("Sari", 1))


@cache
def with_too_large_a_chat() -> bytes:
    return account(chat("Grup", MANY), chat("Andi", SMALL))


def test_the_chats_of_a_large_account_are_listed_each_with_its_count() -> None:
    summary = read_chat(NAME, large()).summary
    assert (summary.format, summary.message_count, summary.thread_count) == (SEVERAL, 0, 4)
    assert [count for _, _, count in summary.threads] == [100_010, SMALL, 100_010, 1]


@pytest.mark.parametrize(("number", "count"), [(1, 100_010), (2, SMALL), (4, 1)])
def test_of_a_large_account_the_chosen_chat_is_read_alone(number: int, count: int) -> None:
    read = read_chat(NAME, large(), f"account:{number}:")
    assert (read.summary.format, read.summary.message_count) == ("telegram", count)
    assert read.message(count).line_from == number


def test_a_chat_beside_one_that_is_too_large_is_read() -> None:
    data = with_too_large_a_chat()
    assert [count for _, _, count in read_chat(NAME, data).summary.threads] == [MANY, SMALL]
    assert read_chat(NAME, data, "account:2:").summary.message_count == SMALL


def test_a_chosen_chat_that_is_too_large_is_not_read() -> None:
    with pytest.raises(NotRead) as refusal:
        read_chat(NAME, with_too_large_a_chat(), "account:1:")
    assert refusal.value.reason is Unreadable.TOO_MANY


def test_an_account_with_one_chat_alone_has_the_limit_of_that_chat() -> None:
    with pytest.raises(NotRead) as refusal:
        read_chat(NAME, account(chat("Grup", MANY), chat("Kosong", 0)))
    assert refusal.value.reason is Unreadable.TOO_MANY


def test_the_same_holds_in_an_archive() -> None:
    data = zip_of({f"akun/{NAME}": large()}, method=0)
    read = read_chat("akun.zip", data, f"account:2:akun/{NAME}")
    assert (read.summary.message_count, read.message(1).member) == (SMALL, f"akun/{NAME}")


def test_the_messages_of_another_chat_are_not_even_looked_into() -> None:
    odd = account(chat("A", 9, b'{"type": 1}'), chat("Andi", SMALL))
    entries = list(read_export(NAME, odd, "account:2:").entries)
    assert [type(each) for each in entries] == [Message] * SMALL


def test_what_is_broken_behind_the_chosen_chat_is_still_no_export() -> None:
    broken = account(chat("Andi", SMALL), chat("B", 1))[:-3]
    with pytest.raises(NotRead) as refusal:
        read_chat(NAME, broken, "account:1:")
    assert refusal.value.reason is Unreadable.BROKEN


def test_more_chats_than_anybody_has_are_not_listed() -> None:
    tiny = b'{"messages":[1]}'
    with pytest.raises(NotRead) as refusal:
        read_chat(NAME, account(*[tiny] * MANY))
    assert refusal.value.reason is Unreadable.CROWDED


def test_a_file_full_of_numbers_is_given_up_early() -> None:
    with pytest.raises(NotRead) as refusal:
        read_chat(NAME, account(*[chat("A", ELEMENTS_MAX // 2, b"1")] * 3))
    assert refusal.value.reason is Unreadable.TOO_MANY


def test_an_account_as_large_as_a_file_may_be_stays_within_the_limits() -> None:
    tiny = b'{"type":"message","date_unixtime":"1784603701","from":"A","text":""}'
    room = 50 * 1024 * 1024 - 20_000
    half = room // len(tiny + b",") // 4
    data = account(*(chat(name, half, tiny) for name in "ABC"), chat("D", SMALL))
    assert read_chat(NAME, data, "account:3:").summary.message_count == half
