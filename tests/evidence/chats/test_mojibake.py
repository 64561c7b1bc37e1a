"""Text in the wrong encoding is put right for a whole file or not at all."""

import json

import pytest

from evidence.chats.messages import Flag, Message
from evidence.chats.meta import META


def garbled(text: str) -> str:
    return text.encode().decode("latin-1")


def file_with(*texts: str, title: str = "Andi") -> bytes:
    messages = [
        {"sender_name": "Andi", "timestamp_ms": 1784603700000 - number, "content": text}
        for number, text in enumerate(texts)
    ]
    return json.dumps(
        {"participants": [{"name": "Andi"}], "messages": messages, "title": title}
    ).encode()


def texts_of(data: bytes) -> list[str]:
    found = list(META.read("message_1.json", data))
    return [each.text for each in reversed(found) if isinstance(each, Message)]


@pytest.mark.parametrize("text", ["café", "“kutip”", "😭", "Løye", "ا", "👩‍👩‍👧", "naïve – “x” 😭"])
def test_garbled_text_is_put_right(text: str) -> None:
    (found,) = META.read("message_1.json", file_with(garbled(text)))
    assert isinstance(found, Message)
    assert (found.text, found.flags) == (text, (Flag.MENDED,))


@pytest.mark.parametrize("text", ["café", "“quote”", "😭", "naïve – “x” 😭", "Ã", "Ã©“"])
def test_text_that_is_right_stays_as_it_is(text: str) -> None:
    (found,) = META.read("message_1.json", file_with(text))
    assert isinstance(found, Message)
    assert (found.text, found.flags) == (text, ())


def test_plain_text_has_nothing_to_be_put_right() -> None:
    (found,) = META.read("message_1.json", file_with('halo \\ " \n'))
    assert isinstance(found, Message)
    assert (found.text, found.flags) == ('halo \\ " \n', ())


def test_one_string_that_is_right_leaves_the_whole_file_alone() -> None:
    assert texts_of(file_with(garbled("café"), "café")) == ["cafÃ©", "café"]
    assert texts_of(file_with(garbled("café"), title="“Andi”")) == ["cafÃ©"]


def test_text_in_a_share_and_names_of_files_are_put_right_too() -> None:
    record = {
        "sender_name": garbled("Løye"),
        "timestamp_ms": 1784603700000,
        "share": {"link": "https://contoh.example/", "share_text": garbled("😭")},
        "photos": [{"uri": garbled("photos/é.jpg")}],
    }
    data = json.dumps({"participants": [{"name": "A"}], "messages": [record]}).encode()
    (found,) = META.read("message_1.json", data)
    assert isinstance(found, Message)
    assert found.text == "😭\nhttps://contoh.example/"
    assert (found.sender, found.media) == ("Løye", "é.jpg")
