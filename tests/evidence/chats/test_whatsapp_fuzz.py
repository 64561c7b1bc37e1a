"""50,000 hostile lines: none is lost, nothing but NotRead is raised, twice as many cost twice."""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

import evidence.chats
from evidence.chats.messages import NotRead
from evidence.chats.whatsapp import read
from evidence.chats.whatsapp_headers import HEAD_CHARS, header_of

PARTS = [
    *(b"[", b"] ", b" - ", b", ", b": ", b":", b".", b"/", b"-", b" ", b"\r", b"\0", b"\t", b"<"),
    *(b"21/07/26", b"7/21/26", b"2026-07-21", b"31/02/2026", b"99/99/99", b"03.15", b"3:15:09"),
    *(b"25:99", b" AM", b"PM", b" pukul ", b"Andi: ", b"Sari: ", b"21/07/26 03.15 - ", b"9" * 30),
    *(b"\xe2\x80\x8e", b"\xe2\x80\xae", b"\xe2\x80\xaf", b"\xef\xbb\xbf", b"\xed\xa0\x80"),
    *(b"\xed\xbf\xbf", "😭".encode(), "İß".encode(), b"<terlampir: ", b">", b" (file terlampir)"),
    *(b"<Pesan ini diedit>", b"Panggilan suara tak terjawab", b" mengubah subjek ", b"null"),
]
LONG = [b"9", b"[", b": ", b"\xe2\x80\x8e", b"21/07/26 ", b"<terlampir: ", b"\0", b" - ", b"/1"]
LINES, FILES = 1_000, 50
PARSERS = str(Path(evidence.chats.__file__).parent)


def hostile_line(source: random.Random) -> bytes:
    if source.random() < 0.004:
        start = source.choice((b"", b"21/07/26 03.15 - ", b"[21/07/26 03.15] Andi: "))
        part = source.choice(LONG)
        return start + part * (60_000 // len(part))
    return b"".join(source.choices(PARTS, k=source.randrange(12)))


def hostile_file(seed: int, lines: int = LINES) -> bytes:
    source = random.Random(seed)
    return b"\n".join(
        [b"21/07/26 03.15 - Andi: x", *(hostile_line(source) for _ in range(lines - 1))]
    )


def line_count(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n"))


def steps(act: Callable[[], object]) -> int:
    """How many lines of the parsers' code an act takes: the same on every machine, however busy,
    and whatever else the interpreter tidies up meanwhile."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: object) -> object:
        nonlocal count
        if not frame.f_code.co_filename.startswith(PARSERS):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("seed", range(FILES))
def test_every_hostile_line_has_one_entry(seed):
    data = hostile_file(seed)
    entries = list(read("chat.txt", data))
    covered = [number for each in entries for number in range(each.line_from, each.line_to + 1)]
    assert covered == [*range(1, line_count(data) + 1)]


@pytest.mark.parametrize("seed", range(FILES))
def test_broken_bytes_raise_nothing_but_not_read(seed):
    source = random.Random(seed)
    data = bytearray(hostile_file(seed, 100))
    for _ in range(source.randrange(1, 4)):
        data[source.randrange(len(data))] = source.randrange(256)
    try:
        entries = list(read("chat.txt", bytes(data)))
    except NotRead:
        return
    assert entries[-1].line_to == line_count(data)


def test_twice_as_many_lines_take_twice_the_steps():
    once, twice = hostile_file(7, 1_000), hostile_file(7, 2_000)
    taken = [steps(lambda data=data: list(read("chat.txt", data))) for data in (once, twice)]
    assert taken[1] <= 2.2 * taken[0]


@pytest.mark.parametrize("part", [part.decode() for part in LONG])
@pytest.mark.parametrize("start", ["21/07/26 03.15 - ", "[", "21/07/26 ", ""])
def test_a_line_of_60_kb_takes_no_more_steps_than_its_head(start, part):
    line = start + part * (60_000 // len(part))
    head = line[:HEAD_CHARS]
    assert header_of(line) == header_of(head)
    assert steps(lambda: header_of(line)) == steps(lambda: header_of(head))
    short, long = ((start + part * n).encode() for n in (1_000, 10_000))
    first = b"21/07/26 03.15 - Andi: x\n"
    taken = [steps(lambda data=data: list(read("", first + data))) for data in (short, long)]
    assert taken[1] <= taken[0] + HEAD_CHARS * 4
