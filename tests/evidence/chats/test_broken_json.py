"""JSON that is broken, hostile or huge: a reason, quickly, and nothing of the chat in it."""

import json
import tracemalloc
from collections.abc import Iterator

import pytest

from evidence.chats.building import FILE_MAX_BYTES, Span
from evidence.chats.json_entries import DEPTH_MAX, EACH, Holder, load, spans, walk
from evidence.chats.messages import MESSAGES_MAX, NotRead, Unread, Unreadable
from evidence.chats.messenger import MESSENGER
from evidence.chats.meta import META
from evidence.chats.telegram import TELEGRAM, chats_in

PATHS = (("messages",),)
BROKEN = {
    "nothing": b"",
    "a mark alone": b"\xef\xbb\xbf",
    "cut in the list": b'{"messages":[{"id":1},',
    "cut in an element": b'{"messages":[{"id":1',
    "cut in a text": b'{"messages":[{"id":"1',
    "cut after the list": b'{"messages":[{"id":1}]',
    "cut in an escape": b'{"messages":["\\',
    "twice the list": b'{"messages":[],"messages":[]}',
    "something after it": b'{"messages":[]} x',
    "a comma too many": b'{"messages":[1,]}',
    "a comma too few": b'{"messages":[1 2]}',
    "no colon": b'{"messages" []}',
    "a key that is none": b"{messages:[]}",
    "closed by the other": b'{"messages":[{"a":[1}]]}',
    "a number of 5,000 digits": b'{"messages":[' + b"7" * 5000 + b"]}",
    "one of them inside": b'{"messages":[{"id":' + b"7" * 5000 + b"}]}",
    "one of them beside": b'{"id":' + b"7" * 21 + b',"messages":[]}',
    "UTF-16": '{"messages":[]}'.encode("utf-16"),
}
UNREADABLE_INSIDE = {
    "a control character in a text": b'{"a":"x\ny"}',
    "no UTF-8": b'{"a":"\xff"}',
    "no number": b'{"a":NaN}',
    "no word": b'{"a":nul}',
    "a bad escape": b'{"a":"\\x"}',
    "text on the loose": b'{"a" "b"}',
}


def reason_of(entries: Iterator[object]) -> Unreadable:
    with pytest.raises(NotRead) as caught:
        list(entries)
    return caught.value.reason


@pytest.mark.parametrize("name", BROKEN)
def test_broken_json_is_not_read(name: str) -> None:
    assert reason_of(spans(BROKEN[name], PATHS)) is Unreadable.BROKEN


@pytest.mark.parametrize("name", UNREADABLE_INSIDE)
def test_a_broken_element_is_not_read(name: str) -> None:
    data = b'{"messages":[' + UNREADABLE_INSIDE[name] + b"]}"
    assert reason_of(TELEGRAM.read("result.json", data)) is Unreadable.BROKEN


@pytest.mark.parametrize("frame", [b'{"messages":[%s]}', b'{"other":%s,"messages":[]}', b"%s"])
@pytest.mark.parametrize("pair", [(b"[", b"]"), (b'{"a":', b"}")])
def test_what_is_too_deep_is_not_read(frame: bytes, pair: tuple[bytes, bytes]) -> None:
    deep = pair[0] * 100_000 + b"1" + pair[1] * 100_000
    with pytest.raises(NotRead) as caught:
        list(spans(frame % deep, PATHS))
    assert caught.value.reason in (Unreadable.TOO_DEEP, Unreadable.UNKNOWN)


def test_thirty_levels_are_read_and_one_more_is_not() -> None:
    fits = b'{"messages":[' + b"[" * DEPTH_MAX + b"]" * DEPTH_MAX + b"]}"
    (span,) = spans(fits, PATHS)
    assert load(fits[span.start : span.end])
    deeper = fits.replace(b"[]", b"[[]]")
    assert reason_of(spans(deeper, PATHS)) is Unreadable.TOO_DEEP


@pytest.mark.parametrize("data", [b"{}", b"[]", b"7", b'"x"', b'{"messages":{}}', b'{"chats":[]}'])
def test_json_without_messages_is_of_no_known_kind(data: bytes) -> None:
    assert reason_of(TELEGRAM.read("result.json", data)) is Unreadable.UNKNOWN


@pytest.mark.parametrize("kind", [TELEGRAM, META, MESSENGER], ids=lambda kind: kind.id)
@pytest.mark.parametrize("wrong", [None, True, 7, 1e400, "x", [], [[]], {}, {"text": {}}])
def test_a_wrong_type_anywhere_makes_one_unread_line(kind, wrong: object) -> None:
    whole = {
        **{"type": wrong, "date": wrong, "date_unixtime": wrong, "from": wrong, "text": wrong},
        **{"sender_name": wrong, "timestamp_ms": wrong, "content": wrong, "photos": wrong},
        **{"senderName": wrong, "timestamp": wrong, "media": wrong, "share": wrong},
    }
    data = json.dumps({"messages": [whole]}).replace("Infinity", "1e400").encode()
    assert list(kind.read("x.json", data)) == [Unread("", 1, 1)]


def test_too_many_messages_are_not_read() -> None:
    data = b'{"messages":[' + b"1," * MESSAGES_MAX + b"1]}"
    assert reason_of(spans(data, PATHS)) is Unreadable.TOO_MANY


def test_a_file_above_the_limit_is_not_read() -> None:
    data = bytes(FILE_MAX_BYTES + 1)
    for kind in (TELEGRAM, META, MESSENGER):
        with pytest.raises(NotRead, match="too_large"):
            kind.read("x.json", data)
    with pytest.raises(NotRead, match="too_large"):
        next(chats_in(data))


def test_an_element_as_long_as_a_book_is_unread_and_the_next_one_is_read() -> None:
    one = {"type": "message", "date_unixtime": "1784603701", "from": "Andi", "text": "a"}
    long = json.dumps({"messages": [{**one, "text": "a" * 3_000_000}, one]}).encode()
    first, second = TELEGRAM.read("result.json", long)
    assert first == Unread("", 1, 1)
    assert not isinstance(second, Unread)


def test_what_stands_beside_a_list_is_told_after_it() -> None:
    data = b'{"l":[{"name":"A",\n"messages":[1,\n2],"type":3,"odd":4},{"name":"B"}]}'
    paths = [("l", EACH, "messages")]
    assert list(walk(data, paths, beside=("name", "type"))) == [
        Span(31, 32, 2, 2),
        Span(34, 35, 3, 3),
        Holder(1, 3, {"name": "A", "type": 3}),
    ]


def test_memory_does_not_grow_with_the_file() -> None:
    """Ten times the file, the same memory: one element at a time is held."""
    peaks = []
    for count in (500, 5_000):
        record = {"type": "message", "date_unixtime": "1784603701", "from": "A", "text": "b" * 300}
        data = json.dumps({"messages": [record] * count}).encode()
        tracemalloc.start()
        assert sum(1 for _ in TELEGRAM.read("result.json", data)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert max(peaks) < 200_000
