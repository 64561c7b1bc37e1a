"""Lines, elements and members are found in streams of hostile exports, within fixed bounds."""

import hashlib
import io
import random
import re
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from evidence.chats.html_entries import elements
from evidence.chats.json_entries import spans
from tests.vaultverify.quoting import CHATS, zip_of
from tests.vaultverify.tampering import RawEntry, raw_zip
from vaultverify.elements import DEPTH, Element, html_elements, json_objects
from vaultverify.errors import Failed
from vaultverify.inner import MAX_MEMBER, Reach, member_pieces, read_members
from vaultverify.quoted_lines import MOST_OPEN, digests_of_lines

MOST = 1 << 16
MESSAGES = (("messages",), ("chats", "list", "[]", "messages"))
SIZES = (1, 7, 1 << 20)
TELEGRAM_TAG = re.compile(rb'<div class="message [^"<>]*"(?: id="message-?[0-9]{1,20}")?[^<>]*>')


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def always(depth: int, line: int) -> bool:
    return True


JSONS = [path for path in sorted(CHATS.glob("*/*.json")) if path.parent.name != "whatsapp"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", JSONS, ids=lambda path: path.name)
def test_what_the_readers_take_for_a_message_is_an_object(path: Path, size: int) -> None:
    data = path.read_bytes()
    found = set(json_objects(cut(data, size), always, MOST))
    for span in spans(data, MESSAGES):
        raw = data[span.start : span.end]
        assert not raw.startswith(b"{") or Element(raw, span.line_from, span.line_to) in found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", sorted(CHATS.glob("telegram/*.html")), ids=lambda path: path.name)
def test_what_the_readers_take_for_a_closed_message_is_an_element(path: Path, size: int) -> None:
    data = path.read_bytes()
    found = set(html_elements(cut(data, size), always, MOST))
    told = [span for span, is_closed in elements(data, TELEGRAM_TAG) if is_closed]
    assert told
    for span in told:
        raw = data[span.start : span.end]
        assert Element(raw, span.line_from, span.line_to) in found


@pytest.mark.parametrize("size", SIZES)
def test_marks_in_strings_open_and_close_nothing(size: int) -> None:
    data = rb'{"a": "}{\"}\\", "b": {"c": "\\\"{"}}'
    found = [each.raw for each in json_objects(cut(data, size), always, MOST)]
    assert found == [rb'{"c": "\\\"{"}', data]


@pytest.mark.parametrize(
    "data",
    [
        b"{" * 60_000,
        b"}" * 60_000,
        b'{"' * 60_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b'"' + b"\\" * 60_001,
        b"[{}" * 20_000,
        b"\n{\n" * 20_000,
    ],
)
def test_deep_and_endless_json_neither_crashes_nor_grows(data: bytes) -> None:
    tracemalloc.start()
    found = [len(each.raw) for each in json_objects(cut(data, 4096), always, 1000)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert max(found, default=0) <= 1000
    assert peak < 60 * len(found) + 400_000


def test_what_is_wanted_and_cannot_be_held_is_told_without_its_bytes() -> None:
    deep = b'{"a":' * (DEPTH + 1) + b"1" + b"}" * (DEPTH + 1)
    large = b'{"a": "' + b"x" * 2000 + b'"}'

    def outermost(depth: int, line: int) -> bool:
        return depth == 1

    for data in (deep, large):
        assert list(json_objects(cut(data, 100), outermost, 1000)) == [Element(b"", 1, 1)]


@pytest.mark.parametrize("data", [b"<div " * 20_000, b"</div " * 20_000, b"<div><!--" * 20_000])
def test_endless_pages_neither_crash_nor_grow(data: bytes) -> None:
    tracemalloc.start()
    assert not [each for each in html_elements(cut(data, 4096), always, 1000) if each.raw]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_lines_are_those_of_the_text_however_it_is_cut(encoding: str, size: int) -> None:
    chance = random.Random(size)
    text = "\ufeff" + "".join(chance.choices("a\n\r\u0a00\u2028\u000b\x85", k=400))
    lines = [each.encode(encoding) for each in text.split("\n")]
    lines = [each + "\n".encode(encoding) for each in lines[:-1]] + lines[-1:]
    wanted = [(3, 3), (5, 9), (20, 40)]
    found = digests_of_lines(cut(b"".join(lines), size), wanted)
    assert found == {
        (first, last): hashlib.sha256(b"".join(lines[first - 1 : last])).hexdigest()
        for first, last in wanted
    }


def test_a_range_past_the_end_has_no_digest() -> None:
    assert set(digests_of_lines([b"a\nb\n"], [(1, 1), (1, 3), (2, 2), (3, 3)])) == {(1, 1), (2, 2)}
    assert set(digests_of_lines([b"a\nb"], [(2, 2), (2, 3)])) == {(2, 2)}
    assert digests_of_lines([], [(1, 1)]) == digests_of_lines([b""], [(1, 1)]) == {}


def test_ranges_over_one_another_are_followed_as_far_as_that_is_cheap() -> None:
    wanted = [(1, last) for last in range(1, 1000)]
    found = digests_of_lines([b"a\n" * 1000], wanted)
    assert len(found) == MOST_OPEN


def members_of(data: bytes, size: int = 1 << 16) -> dict[str, bytes]:
    reach = Reach(lambda: cut(data, size))
    members = read_members(reach, len(data))
    return {name: b"".join(member_pieces(reach, each)) for name, each in members.items()}


@pytest.mark.parametrize("size", [1, 5, 999, 1 << 20])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_come_out_of_a_stream_whole(method: int, size: int) -> None:
    told = {"_chat.txt": b"halo\n" * 90, "ä/b.txt": b"", "c.jpg": random.Random(1).randbytes(3000)}
    assert members_of(zip_of(told, method), size) == told


def test_a_member_with_64_bit_sizes_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as member:
        member.write(b"halo")
    assert members_of(out.getvalue()) == {"a": b"halo"}


GOOD = RawEntry(b"a", b"1")
PACKED = zlib.compress(b"12345")[2:-4]
HOSTILE = {
    "nothing": b"",
    "no ZIP": b"x" * 99,
    "two ends": raw_zip(GOOD, comment=raw_zip(GOOD)),
    "cut": raw_zip(GOOD)[:-1],
    "twins": raw_zip(GOOD, GOOD),
    "encrypted": raw_zip(RawEntry(b"a", b"1" * 13, flags=1)),
    "bzip2": raw_zip(RawEntry(b"a", b"1", method=12)),
    "more entries told": raw_zip(GOOD, count=2),
    "fewer entries told": raw_zip(GOOD, RawEntry(b"b", b"2"), count=1),
    "too many entries": raw_zip(*(RawEntry(b"%d" % each) for each in range(5001))),
    "other name inside": raw_zip(RawEntry(b"a", b"1", local_name=b"b")),
    "other checksum": raw_zip(RawEntry(b"a", b"1", crc=5)),
    "shorter than told": raw_zip(RawEntry(b"a", PACKED, method=8, size=6, crc=1)),
    "longer than told": raw_zip(RawEntry(b"a", PACKED, method=8, size=4, crc=1)),
    "cut inside": raw_zip(RawEntry(b"a", PACKED[:-1], method=8, size=5, crc=1)),
    "no deflate": raw_zip(RawEntry(b"a", b"\xff" * 9, method=8, size=5, crc=1)),
    "far away": raw_zip(RawEntry(b"a", b"1", offset=1 << 30)),
    "too large": raw_zip(RawEntry(b"a", PACKED, method=8, size=MAX_MEMBER + 1, crc=1)),
    "64-bit size missing": raw_zip(RawEntry(b"a", b"1", size=0xFFFFFFFF)),
    "name that is no UTF-8": raw_zip(RawEntry(b"\xff", b"1", flags=0x800)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused(name: str) -> None:
    with pytest.raises(Failed):
        members_of(HOSTILE[name])


def test_a_bomb_stops_where_its_member_says_that_it_ends() -> None:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = engine.compress(b"\0" * (90 << 20)) + engine.flush()
    bomb = raw_zip(RawEntry(b"a", packed, method=8, size=1000, crc=1))
    tracemalloc.start()
    with pytest.raises(Failed):
        members_of(bomb)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_no_damage_to_an_archive_makes_the_reader_stumble() -> None:
    whole = zip_of({"a.txt": b"halo " * 50, "b.txt": b"12345"})
    chance = random.Random(11)
    for _ in range(1500):
        changed = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            members_of(bytes(changed))
        except Failed:
            continue


def test_a_place_further_back_is_read_anew() -> None:
    opened = 0

    def pieces() -> Iterable[bytes]:
        nonlocal opened
        opened += 1
        return cut(b"0123456789", 3)

    reach = Reach(pieces)
    assert (reach.read(2, 5), reach.read(8, 2), reach.read(0, 3)) == (b"23456", b"89", b"012")
    assert opened == 2
    with pytest.raises(Failed):
        reach.read(8, 5)
