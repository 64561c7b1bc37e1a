"""JSON of more parts than any export has: refused after as many steps as the largest one takes."""

from functools import partial

import pytest

from evidence.chats import json_entries
from evidence.chats.formats import read_export
from evidence.chats.json_entries import STEPS_MAX, walk
from evidence.chats.messages import MESSAGES_MAX, NotRead, Unreadable
from tests.evidence.chats.test_whatsapp_fuzz import steps

PATHS = (("messages",), ("chats", "list", "[]", "messages"))
FEW = 1000
# What stands often, between what begins the file and what ends it.
OFTEN = {
    "keys": (b"{", b'"a":1,', b'"messages":[]}'),
    "empty keys": (b"{", b'"":1,', b'"messages":[]}'),
    "chats": (b'{"chats":{"list":[', b'{"messages":[]},', b"1]}}"),
    "chats that are none": (b'{"chats":{"list":[', b"1,", b'{"messages":[]}]}}'),
    "keys of one chat": (b'{"chats":{"list":[{', b'"a":1,', b'"messages":[]}]}}'),
}


def crowded(name: str, times: int) -> bytes:
    begin, often, end = OFTEN[name]
    return begin + often * times + end


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(NotRead) as caught:
        list(walk(data, PATHS))
    return caught.value.reason


@pytest.mark.parametrize("name", OFTEN)
def test_ten_times_as_many_parts_take_no_more_steps(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_entries, "STEPS_MAX", FEW)
    files = [crowded(name, times) for times in (2 * FEW, 20 * FEW)]
    taken = [steps(partial(refusal, data)) for data in files]
    assert taken[0] == taken[1] > FEW
    assert refusal(crowded(name, 2 * FEW)) is Unreadable.CROWDED


@pytest.mark.parametrize("part", [b"[],", b"{},", b'"",', b'{"a":[]},'])
@pytest.mark.parametrize("frame", [b'{"x":[%s1],"messages":[]}', b'{"messages":[[%s1]]}'])
def test_what_is_skipped_is_counted_before_the_first_step(
    frame: bytes, part: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_entries, "MARKS_MAX", 10 * FEW)
    few, many = (frame.replace(b"%s", part * times) for times in (FEW, 11 * FEW))
    assert list(walk(few, PATHS))
    assert refusal(many) is Unreadable.CROWDED
    assert steps(lambda: refusal(many)) < FEW


def test_the_largest_chat_of_short_messages_is_read() -> None:
    """Sixteen marks each, of which none can be left out."""
    message = (
        b'{"isUnsent":false,"media":[],"reactions":[],"senderName":"A",'
        b'"text":"a","timestamp":1711913758573,"type":"text"}'
    )
    held = b",".join([message] * MESSAGES_MAX)
    data = b'{"participants":["A","B"],"threadName":"B_15","messages":[' + held + b"]}"
    reading = read_export("B_15.json", data)
    assert sum(1 for _ in reading.entries) == MESSAGES_MAX


def test_an_account_of_ten_thousand_chats_is_told_apart() -> None:
    chat = b'{"name":"A","type":"personal_chat","id":1,"messages":[{"type":"service"}]}'
    listed = b",".join([chat] * 10_000)
    data = b'{"about":"","personal_information":{},"chats":{"about":"","list":[' + listed + b"]}}"
    assert len(read_export("result.json", data).threads) == 10_000
    assert STEPS_MAX > 5 * 10_000 * 2
