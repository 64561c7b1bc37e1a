"""Quoted messages are looked up in the exports of a packet: each format, each way to be wrong."""

import hashlib
import json
import random
import zipfile
from functools import cache
from pathlib import Path

import pytest

from packets.builders.content import PacketQuote
from tests.packets.making import KEY
from tests.vaultverify.quoting import (
    CHATS,
    changed,
    export,
    packet,
    packet_of,
    quotes_of,
    zip_of,
)
from tests.vaultverify.tampering import Files, edited, relisted, with_meta, zipped
from tests.vaultverify.test_verifier_tampered import assert_failed_by, verdict_on
from vaultverify.quotes import Standing
from vaultverify.verdict import Check, Status, Verdict
from vaultverify.wording import as_json, told

TXT = CHATS.joinpath("whatsapp/continuation.txt").read_bytes()
JSON = CHATS.joinpath("telegram/chat.json").read_bytes()
TIMELINE = "data/timeline.json"
PAGE = CHATS.joinpath("telegram/page.html").read_bytes()
KINDS = ("whatsapp/*.txt", "telegram/*.json", "telegram/*.html", "meta/*.json", "meta/*.html")
SAMPLES = [path for kind in (*KINDS, "messenger/*.json") for path in sorted(CHATS.glob(kind))]


def counts(verdict: Verdict) -> dict[str, int]:
    return {name: count for name, count in verdict.quotes.items() if count}


def labels_that_differ(verdict: Verdict) -> set[str]:
    failed = [line.where for line in verdict.lines if line.status is Status.FAILED]
    return {where.split(", ")[1] for where in failed}


@cache
def every_sample() -> tuple[Files, dict[str, tuple[PacketQuote, ...]]]:
    """Each sample is an item, and an incident quotes all of it."""
    items = tuple(
        export(path.name, path.read_bytes(), number) for number, path in enumerate(SAMPLES, 1)
    )
    quoted = {
        each.label: quotes_of(each.name, path.read_bytes(), each.label)
        for each, path in zip(items, SAMPLES, strict=True)
    }
    return packet_of(items, [quote for told in quoted.values() for quote in told]), quoted


def test_every_message_of_every_kind_of_export_is_found(tmp_path: Path) -> None:
    files, quoted = every_sample()
    verdict = verdict_on(tmp_path, files)
    assert labels_that_differ(verdict) == set()
    number = sum(map(len, quoted.values()))
    assert (verdict.status, counts(verdict)) == (Status.GOOD, {Standing.SAME: number})
    assert min(map(len, quoted.values())) >= 1


def test_no_message_is_found_a_line_further_down(tmp_path: Path) -> None:
    files, quoted = every_sample()
    timeline = json.loads(files[TIMELINE])
    (told_of,) = (each for each in timeline["incidents"] if each["quotes"])
    last = {quote["label"]: quote for quote in told_of["quotes"]}
    for quote in last.values():
        quote["line_from"], quote["line_to"] = quote["line_from"] + 1, quote["line_to"] + 1
    told_of["quotes"] = list(last.values())
    changed_files = files | {TIMELINE: json.dumps(timeline).encode()}
    verdict = verdict_on(tmp_path, relisted(changed_files, KEY))
    assert counts(verdict) == {Standing.DIFFERENT: len(quoted)}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_lines_are_compared_in_every_encoding(encoding: str, ends: str, tmp_path: Path) -> None:
    mark = "" if encoding == "utf-8-sig" else "\ufeff"
    text = f"{mark}{TXT.decode()}".replace("\n", ends).replace("Halo", "Halo \u0a0a\u0a00 😭")
    data = text.encode(encoding)
    verdict = verdict_on(tmp_path, packet("chat.txt", data))
    assert counts(verdict) == {Standing.SAME: len(quotes_of("chat.txt", data))}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("outer", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_of_an_archive_are_compared(method: int, outer: int, tmp_path: Path) -> None:
    members = {
        "IMG-1.jpg": random.Random(3).randbytes(300_000),
        "Chat WhatsApp dengan Änne.txt": TXT,
    }
    files = packet("chat.zip", zip_of(members, method))
    path = tmp_path / "other.zip"
    path.write_bytes(zipped(files, method=outer))
    verdict = verdict_on(tmp_path, files)
    assert (verdict.status, list(counts(verdict))) == (Status.GOOD, [Standing.SAME])


def test_the_parts_of_a_chat_are_compared_each_in_its_file(tmp_path: Path) -> None:
    folder = "your_instagram_activity/messages/inbox/a_1/"
    parts = {f"{folder}message_{number}.json": _meta(number) for number in (1, 2, 3)}
    verdict = verdict_on(tmp_path, packet("meta.zip", zip_of(parts)))
    assert counts(verdict) == {Standing.SAME: 3}


def _meta(number: int) -> bytes:
    said = {
        "sender_name": "A",
        "timestamp_ms": 1_700_000_000_000 - number,
        "content": f"no {number}",
    }
    return json.dumps({"participants": [{"name": "A"}], "messages": [said]}).encode()


def test_a_file_on_a_single_line_is_compared_message_by_message(tmp_path: Path) -> None:
    data = json.dumps(json.loads(JSON)).encode()
    quotes = quotes_of("result.json", data)
    assert {(quote.line_from, quote.line_to) for quote in quotes} == {(1, 1)}
    verdict = verdict_on(tmp_path, packet("result.json", data))
    assert counts(verdict) == {Standing.SAME: len(quotes)}


def first(name: str, data: bytes) -> PacketQuote:
    return quotes_of(name, data)[0]


ZIP = zip_of({"_chat.txt": TXT, "other.txt": TXT[9:]})
WRONG: dict[str, tuple[str, bytes, dict[str, object]]] = {
    "digest of another line": ("chat.txt", TXT, {"raw_sha256": "ab" * 32}),
    "digest of nothing": ("chat.txt", TXT, {"raw_sha256": hashlib.sha256(b"").hexdigest()}),
    "more lines than it has": ("chat.txt", TXT, {"line_to": 999}),
    "lines that are not there": ("chat.txt", TXT, {"line_from": 998, "line_to": 999}),
    "a member of what is no archive": ("chat.txt", TXT, {"member": "_chat.txt"}),
    "no member of an archive": ("chat.zip", ZIP, {"member": ""}),
    "another member": ("chat.zip", ZIP, {"member": "other.txt"}),
    "a member that is not there": ("chat.zip", ZIP, {"member": "../_chat.txt"}),
    "another reader": ("chat.txt", TXT, {"reader": "telegram/1"}),
    "lines of JSON": ("result.json", JSON, {"reader": "whatsapp/1"}),
    "JSON of a page": ("messages.html", PAGE, {"reader": "meta/1"}),
    "an item that is not there": ("chat.txt", TXT, {"label": "B-09"}),
    "an item that is another": ("chat.txt", TXT, {"label": "B-02"}),
    "digest of another export": ("chat.txt", TXT, {"sha256": "ab" * 32}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_quote_that_is_wrong_fails_though_the_service_signed_it(
    name: str, tmp_path: Path
) -> None:
    export, data, changes = WRONG[name]
    verdict = verdict_on(tmp_path, packet(export, data, changed(first(export, data), **changes)))
    assert_failed_by(verdict, Check.QUOTES)
    assert counts(verdict) == {Standing.DIFFERENT: 1}


def test_a_wrong_quote_is_named_beside_those_that_are_right(tmp_path: Path) -> None:
    right = quotes_of("chat.txt", TXT)
    wrong = changed(right[0], line_to=right[0].line_to + 1)
    verdict = verdict_on(tmp_path, packet("chat.txt", TXT, (*right[1:], *wrong)))
    found = [line.where for line in verdict.lines if line.status is Status.FAILED]
    assert found == [f"incident 1, B-01, lines {right[0].line_from}-{right[0].line_to + 1}"]


NOT_COMPARED: dict[str, tuple[dict[str, object], dict[str, object], Standing, Status]] = {
    "covered words": ({"raw_sha256": ""}, {}, Standing.COVERED, Status.GOOD),
    "a covered export": ({}, {"is_covered": True}, Standing.ABSENT, Status.GOOD),
    "an export left out": ({}, {"source": None}, Standing.ABSENT, Status.GOOD),
    "an intimate export": ({}, {"is_intimate": True}, Standing.ABSENT, Status.GOOD),
    "no export": ({"label": ""}, {}, Standing.ABSENT, Status.GOOD),
    "a newer reader": ({"reader": "line/1"}, {}, Standing.UNKNOWN, Status.INCOMPLETE),
}


@pytest.mark.parametrize("name", NOT_COMPARED)
def test_what_cannot_be_compared_is_counted_and_does_not_fail(name: str, tmp_path: Path) -> None:
    quote, evidence, standing, status = NOT_COMPARED[name]
    told_of = changed(first("chat.txt", TXT), **quote)
    verdict = verdict_on(tmp_path, packet("chat.txt", TXT, told_of, **evidence))
    assert (verdict.status, counts(verdict)) == (status, {standing: 1})


def in_annex() -> Files:
    files = packet("chat.txt", TXT, quotes_of("chat.txt", TXT), is_intimate=True)
    return relisted(files | {"data/annex/annex.zip": b"sealed"}, KEY)


def test_an_export_in_the_sealed_annex_is_said_to_be_there(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, in_annex())
    number = len(quotes_of("chat.txt", TXT))
    assert (verdict.status, counts(verdict)) == (Status.GOOD, {Standing.IN_ANNEX: number})
    assert f"not compared: in the annex: {number}" in told(verdict, "x.zip", is_pinned=True)


def test_a_packet_without_quotes_says_nothing_of_them(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, packet("chat.txt", TXT, ()))
    assert Check.QUOTES not in {line.check for line in verdict.lines}
    assert as_json(verdict, is_pinned=False)["quotes"] == {}
    assert "quotes compared" not in told(verdict, "x.zip", is_pinned=False)


SIGNED: dict[str, tuple[str, bytes, bytes]] = {
    "quote moved": (TIMELINE, b'"line_from": 1', b'"line_from": 2'),
    "quote without lines": (TIMELINE, b'"line_from": 1', b'"line_from": "1"'),
    "quote of line 0": (TIMELINE, b'"line_from": 1', b'"line_from": 0'),
    "quote of a true line": (TIMELINE, b'"line_from": 1', b'"line_from": true'),
    "quote with an endless number": (TIMELINE, b'"line_from": 1', b'"line_from": 1' + b"0" * 9000),
    "quote that says a thing twice": (
        TIMELINE,
        b'"line_from": 1',
        b'"line_from": 1, "line_from": 1',
    ),
    "digest that is none": (TIMELINE, b'"raw_sha256": "', b'"raw_sha256": "x'),
    "quotes that are no list": (TIMELINE, b'"quotes": [', b'"quotes": {}, "other": ['),
    "deep quotes": (TIMELINE, b'"quotes": [', b'"quotes": [' + b'{"a":' * 99_000),
    "no JSON": (TIMELINE, b'"quotes": [', b'"quotes": [}'),
}


@pytest.mark.parametrize("name", SIGNED)
def test_a_timeline_changed_and_signed_anew_is_found(name: str, tmp_path: Path) -> None:
    where, old, new = SIGNED[name]
    files = relisted(edited(where, old, new)(packet("chat.txt", TXT)), KEY)
    assert_failed_by(verdict_on(tmp_path, files), Check.QUOTES)


def test_an_export_changed_in_the_packet_is_found_by_its_quotes_too(tmp_path: Path) -> None:
    files = packet("chat.txt", TXT)
    (name,) = (each for each in files if each.startswith("data/evidence/001/original"))
    files = relisted(files | {name: TXT.replace(b"a", b"b")}, KEY)
    verdict = verdict_on(tmp_path, files)
    failed = {line.check for line in verdict.lines if line.status is Status.FAILED}
    assert failed == {Check.EVIDENCE, Check.QUOTES}


def test_an_item_called_included_without_its_export_fails(tmp_path: Path) -> None:
    files = packet("chat.txt", TXT, source=None)
    files = relisted(with_meta("001", original="included")(files), KEY)
    assert verdict_on(tmp_path, files).status is Status.FAILED
