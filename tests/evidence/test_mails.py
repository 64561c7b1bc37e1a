"""Headers of mails, read in a child: which of them, how much of each, and a child that lies."""

import json
import random
from collections.abc import Callable

import pytest

from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.mail_answer import HEADERS, STEPS_MOST, unpack
from evidence.sandbox.mail_child import HEADERS_MAX_BYTES, HEADERS_MOST, envelope_of
from evidence.sandbox.mails import Envelope, read_mail
from evidence.sandbox.picture_answer import TEXT_MAX_CHARS

WHOLE = (
    b"Return-Path: <andi@a.example>\r\n"
    b"Received: from mx.a.example ([203.0.113.7])\r\n\tby mx.b.example; Thu, 7 May 2026 10:31\r\n"
    b"Received: from [192.0.2.1] by mx.a.example; Thu, 7 May 2026 10:30\r\n"
    b"From: =?utf-8?b?QW5kaSDwn5it?= <andi@a.example>\r\nReply-To: lain@c.example\r\n"
    b"To: ani@b.example,\r\n sari@b.example\r\nCc: tio@b.example\r\nBcc: rahasia@b.example\r\n"
    b"Date: Thu, 7 May 2026 10:30:00 +0700\r\nSubject: =?iso-8859-1?q?caf=E9?= =?utf-8?q?_ini?=\r\n"
    b"Message-ID: <1@a.example>\r\nX-Originating-IP: 198.51.100.9\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nSubject: dalam isi\r\nReceived: from isi\r\n\r\nHalo isi\r\n--b--\r\n"
)


def test_the_headers_named_are_read_and_no_others() -> None:
    read = read_mail(WHOLE)
    assert read.metadata == {
        "mail_from": "Andi 😭 <andi@a.example>",
        "mail_reply_to": "lain@c.example",
        "mail_return_path": "<andi@a.example>",
        "mail_to": "ani@b.example, sari@b.example",
        "mail_cc": "tio@b.example",
        "mail_date": "Thu, 7 May 2026 10:30:00 +0700",
        "mail_subject": "café ini",
        "mail_id": "<1@a.example>",
    }
    assert read.route == (
        "from mx.a.example ([203.0.113.7]) by mx.b.example; Thu, 7 May 2026 10:31",
        "from [192.0.2.1] by mx.a.example; Thu, 7 May 2026 10:30",
    )


def test_nothing_of_the_body_is_read() -> None:
    assert "isi" not in repr(read_mail(WHOLE)).replace("ini", "")
    bare = b"From: a@b\r\n\r\nSubject: x\r\nReceived: y\r\n"
    assert read_mail(bare) == Envelope({"mail_from": "a@b"}, ())


def text_of(raw: bytes, name: str = "mail_subject") -> str:
    return read_mail(raw + b"\r\n\r\nisi").metadata.get(name, "")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"Subject: a\x07b\x1b[31m", "a⟦U+0007⟧b⟦U+001B⟧[31m"),
        (b"Subject: a\0b", "a⟦U+0000⟧b"),
        ("Subject: a\u202eb".encode(), "a⟦U+202E⟧b"),
        (b"Subject: =?utf-8?b?4oCu?=x", "⟦U+202E⟧x"),
        (b"Subject: caf\xe9", "caf\ufffd"),
        ("Subject: café".encode(), "café"),
        (b"Subject: =?utf-16-le?b?ANg=?=", "⟦U+0000⟧\ufffd"),
        (b"Subject: =?utf-8?b?7aCA?=", "\ufffd" * 3),
        (b"Subject: =?nope?q?halo?=", "halo"),
        (b"Subject: =?utf-8?q?<script>?=", "<script>"),
        (b"Subject: =?utf-8?b?!!!?=", "=?utf-8?b?!!!?="),
        (b"Subject:", ""),
        (b"Subject: a\r\nSubject: b\r\nSubject: c\r\nSubject: d", "a / b / c"),
        (b"SUBJECT: a", "a"),
        (b"Subject: a\rX: y", "a"),
        (b"Subject: a\n\tb\n c", "a b c"),
    ],
)
def test_odd_headers_are_told_with_what_is_not_seen_spelled_out(raw: bytes, shown: str) -> None:
    assert text_of(b"X: y\r\n" + raw) == shown


def test_a_second_sender_is_seen() -> None:
    assert text_of(b"From: a@b\r\nFrom: c@d", "mail_from") == "a@b / c@d"


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_the_head_ends_at_its_first_empty_line_whatever_ends_lines(end: bytes) -> None:
    mail = end.join([b"From: a@b", b"Subject: x", b"", b"To: c@d", b""])
    assert read_mail(mail).metadata == {"mail_from": "a@b", "mail_subject": "x"}


@pytest.mark.parametrize(
    "mail", [b"", b"\r\n", b"\r\n\r\nFrom: a@b", b"isi saja", b"From: a@b"[:3]]
)
def test_a_mail_without_headers_says_nothing(mail: bytes) -> None:
    assert read_mail(mail) == Envelope()


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 37))
def test_a_mail_cut_anywhere_is_read_as_far_as_it_goes(cut: int) -> None:
    assert set(envelope_of(WHOLE[:cut]).metadata) <= set(HEADERS.values())


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a header of 1 MB": lambda: b"To: " + b"a@b, " * 200_000,
    "comments in comments": lambda: b"From: " + b"(" * 200_000 + b"a@b",
    "quotes without end": lambda: b"From: " + b'"\\' * 200_000,
    "groups in groups": lambda: b"To: " + b"a:" * 200_000,
    "angles": lambda: b"To: " + b"<" * 200_000,
    "encoded words": lambda: b"Subject: " + b"=?utf-8?q?=41?= " * 50_000,
    "encoded words in one another": lambda: b"Subject: " + b"=?utf-8?q?" * 50_000 + b"?=" * 9,
    "folded": lambda: b"Subject: a\r\n" + b" b\r\n" * 200_000,
    "dots": lambda: b"From: " + b"." * 200_000 + b"@b",
    "domain literals": lambda: b"From: a@" + b"[" * 200_000,
    "many steps": lambda: b"Received: x\r\n" * 900,
    "deep MIME": lambda: b"Subject: x\r\n\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 90_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_briefly(name: str) -> None:
    read = read_mail(HOSTILE[name]())
    assert len(read.route) <= STEPS_MOST
    longest = TEXT_MAX_CHARS * len("⟦U+0000⟧")
    assert all(len(text) <= longest for text in (*read.metadata.values(), *read.route))


@pytest.mark.parametrize(
    "mail",
    [
        b"X: y\r\n" * (HEADERS_MOST + 1),
        b"X: y\r" * (HEADERS_MOST + 1),
        b"X: " + b"y" * HEADERS_MAX_BYTES,
    ],
)
def test_headers_without_end_are_too_large(mail: bytes) -> None:
    with pytest.raises(NotMade, match=Reason.TOO_LARGE):
        read_mail(mail)


def test_a_thousand_headers_are_read() -> None:
    assert text_of(b"X: y\r\n" * (HEADERS_MOST - 1) + b"Subject: x") == "x"


def test_no_damage_makes_the_reader_stumble() -> None:
    chance = random.Random(5)
    for _ in range(400):
        changed = bytearray(WHOLE)
        for _ in range(chance.randrange(1, 30)):
            changed[chance.randrange(len(changed))] = chance.choice(b'\0\r\n\t "\\()<>:;,@=?\xff')
        envelope_of(bytes(changed))


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        [{}],
        [[], []],
        [{"mail_from": 1}, []],
        [{"mail_from": ""}, []],
        [{"camera": "x"}, []],
        [{"mail_from": "x" * (TEXT_MAX_CHARS + 1)}, []],
        [{}, ["x"] * (STEPS_MOST + 1)],
        [{}, [1]],
        [{}, "x"],
        [{}, [], []],
    ],
)
def test_an_answer_that_no_child_could_have_given_is_not_believed(told: object) -> None:
    with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
        unpack(json.dumps(told).encode())


@pytest.mark.parametrize("body", [b"", b"[" * 90_000, b"\xff", b"[{}, []] x"])
def test_an_answer_that_is_no_json_is_not_believed(body: bytes) -> None:
    with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
        unpack(body)
