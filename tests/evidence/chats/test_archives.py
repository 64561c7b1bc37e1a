"""An honest archive is read member by member; of a hostile one, nothing at all."""

import stat
import struct
import tracemalloc

import pytest

from evidence.chats.archives import open_archive
from evidence.chats.messages import NotRead, Unreadable
from tests.evidence.chats.zips import TEXT, Entry, built, deflated, honest, zip64_end

FULL32 = 0xFFFFFFFF
BOMB = b"\0" * 1_000_000
LARGE = struct.pack("<HHQ", 1, 8, len(TEXT))
AT_ONE_PLACE = Entry(b"b.txt", offset=0, own_name=b"a.txt")

HOSTILE = {
    "nothing": b"",
    "no archive": b"PK\3\4 and then nothing of the kind",
    "cut": honest()[:-1],
    "longer than it says": honest() + b"x",
    "encrypted": built(Entry(flags=1)),
    "encrypted by its own header alone": built(Entry(own_flags=1)),
    "strongly encrypted": built(Entry(flags=65)),
    "directory encrypted": built(Entry(flags=8192)),
    "packed by another method": built(Entry(method=12, packed=b"x")),
    "two entries in one place": built(Entry(b"a.txt"), AT_ONE_PLACE),
    "one entry over the next": built(Entry(b"a.txt", packed_bytes=500), Entry(b"b.txt")),
    "an entry over the directory": built(Entry(packed_bytes=len(TEXT) + 500)),
    "an entry beyond the end": built(Entry(offset=4_000_000_000)),
    "something before the first": built(Entry(), before=b"%PDF-1.7\n"),
    "the same name twice": built(Entry(), Entry()),
    "names that differ in case": built(Entry(b"_chat.txt"), Entry(b"_CHAT.txt")),
    "names that fold to one": built(Entry("straße.txt".encode()), Entry(b"STRASSE.TXT")),
    "names that are one in NFC": built(
        Entry("caf\u00e9.txt".encode()), Entry("cafe\u0301.txt".encode())
    ),
    "names that are one as paths": built(Entry(b"a/b.txt"), Entry(b"a/./b.txt")),
    "a file and a folder": built(Entry(b"a.txt"), Entry(b"a.txt/", b"", 0)),
    "an absolute path": built(Entry(b"/etc/passwd.txt")),
    "a way up": built(Entry(b"a/../../b.txt")),
    "only a way up": built(Entry(b"..")),
    "a backslash": built(Entry(b"a\\b.txt")),
    "a drive": built(Entry(b"C:b.txt")),
    "a NUL in a name": built(Entry(b"_chat.txt\0.exe")),
    "a control in a name": built(Entry(b"a\nb.txt")),
    "no name": built(Entry(b"")),
    "a name without an end": built(Entry(b"a" * 2000 + b".txt")),
    "a name that is not the UTF-8 it says": built(Entry(b"\xff.txt", flags=2048)),
    "a link": built(Entry(mode=stat.S_IFLNK | 0o777)),
    "a device": built(Entry(mode=stat.S_IFCHR | 0o600)),
    "a pipe": built(Entry(mode=stat.S_IFIFO | 0o600)),
    "a folder that is called a file": built(Entry(mode=stat.S_IFDIR | 0o755)),
    "a folder with something in it": built(Entry(b"a/")),
    "another name in its own header": built(Entry(own_name=b"_chot.txt")),
    "another method in its own header": built(Entry(own_method=0)),
    "another size in its own header": built(Entry(own_full_bytes=7)),
    "a text packed too small": built(Entry(data=BOMB)),
    "a picture packed too small": built(Entry(b"a.jpg", data=b"\0" * 20_000)),
    "something out of nothing": built(Entry(packed_bytes=0, packed=b"")),
    "on several disks": built(Entry(), disk=1),
    "more entries than it has": built(Entry(), count=2),
    "fewer entries than it has": built(Entry(), Entry(b"b.txt"), count=1),
    "a directory somewhere else": built(Entry(), start=0),
    "two ends": built(Entry(), comment=struct.pack("<4s16xH", b"PK\5\6", 0)),
    "large by one record, small by the other": built(
        Entry(), end=lambda number, length, start: zip64_end(number + 1, length, start)
    ),
    "small by one record, right by the other": built(
        Entry(), count=2, end=lambda _, length, start: zip64_end(1, length, start)
    ),
    "something between the directory and its end": built(Entry(), end=lambda *_: b"PK\3\4"),
    "a large record of several disks": built(
        Entry(), end=lambda *numbers: zip64_end(*numbers, disks=2)
    ),
    "a large record that is not there": built(
        Entry(), end=lambda *numbers: zip64_end(*numbers, at=0)
    ),
    "a large record far away": built(Entry(), end=lambda *numbers: zip64_end(*numbers, at=2**60)),
    "a large size without a number": built(Entry(full_bytes=FULL32)),
    "a number without a large size": built(Entry(extra=LARGE)),
    "two numbers for one size": built(Entry(full_bytes=FULL32, extra=LARGE * 2)),
    "a field longer than its place": built(Entry(extra=b"\1\0\xff\xff")),
}
LYING = {
    "longer than it says": Entry(data=TEXT, full_bytes=len(TEXT) - 1),
    "shorter than it says": Entry(data=TEXT, full_bytes=len(TEXT) + 1),
    "a wrong sum": Entry(crc=7),
    "cut": Entry(packed=deflated(TEXT)[:-1]),
    "no stream": Entry(packed=b"\xff" * 40),
    "something after the stream": Entry(packed=deflated(TEXT) + b"PK\3\4"),
    "stored, and of another length": Entry(method=0, full_bytes=len(TEXT) - 1),
    "a bomb that says it is small": Entry(packed=deflated(BOMB), full_bytes=90),
}


def reason_of(data: bytes) -> Unreadable:
    with pytest.raises(NotRead) as caught:
        open_archive(data)
    return caught.value.reason


def test_an_honest_archive_is_read() -> None:
    archive = open_archive(honest(_chat__txt=TEXT, IMG__jpg=b"\xff\xd8\xff"))
    assert archive.names == ["_chat.txt", "IMG.jpg"]
    assert archive.read("_chat.txt") == TEXT


def test_archives_of_every_honest_making_are_read() -> None:
    late = Entry(flags=8, own_full_bytes=0)
    large = Entry(full_bytes=FULL32, extra=LARGE)
    folder = Entry(b"a/", b"", 0, mode=stat.S_IFDIR | 0o755)
    file_of_unix = Entry(mode=stat.S_IFREG | 0o644)
    for entry in (late, large, file_of_unix, Entry(method=0)):
        assert open_archive(built(folder, entry)).read("_chat.txt") == TEXT
    assert open_archive(built(folder, Entry(), end=zip64_end)).names == ["_chat.txt"]
    assert open_archive(built(Entry(), comment=b"made by a phone")).names == ["_chat.txt"]
    assert open_archive(built()).names == []


def test_names_are_read_as_utf8_even_where_nothing_says_so() -> None:
    names = open_archive(built(Entry("Løye 🌱.txt".encode()), Entry(b"\xe9.txt"))).names
    assert names == ["Løye 🌱.txt", "é.txt"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_not_opened(name: str) -> None:
    assert reason_of(HOSTILE[name]) is Unreadable.ARCHIVE


@pytest.mark.parametrize("name", LYING)
def test_a_member_that_is_not_what_was_declared_is_not_read(name: str) -> None:
    archive = open_archive(built(LYING[name]))
    with pytest.raises(NotRead, match="unsafe_archive"):
        archive.read("_chat.txt")


def test_what_is_too_large_is_not_opened() -> None:
    many = [Entry(b"%d.txt" % number, b"", 0) for number in range(5_001)]
    assert reason_of(built(*many)) is Unreadable.TOO_LARGE
    assert len(open_archive(built(*many[:5_000])).names) == 5_000
    assert reason_of(bytes(300 * 1024 * 1024 + 1)) is Unreadable.TOO_LARGE


def test_declared_sizes_are_added_up() -> None:
    parts = [Entry(b"%d.txt" % number, full_bytes=600 * 1024 * 1024) for number in range(2)]
    assert reason_of(built(*parts)) is Unreadable.TOO_LARGE


def test_a_member_larger_than_any_chat_is_not_read() -> None:
    packed = bytes(600_000)
    entry = Entry(packed=packed, full_bytes=51 * 1024 * 1024)
    with pytest.raises(NotRead, match="too_large"):
        open_archive(built(entry)).read("_chat.txt")


def test_only_texts_are_ever_read() -> None:
    inner = honest()
    archive = open_archive(honest(inner__zip=inner, a__jpg=b"x", chat__TXT=TEXT))
    assert archive.names == ["inner.zip", "a.jpg", "chat.TXT"]
    for name in ("inner.zip", "a.jpg", "not there.txt"):
        with pytest.raises(NotRead, match="unsafe_archive"):
            archive.read(name)
    assert archive.read("chat.TXT") == TEXT


def test_a_bomb_takes_no_memory() -> None:
    bomb = built(Entry(packed=deflated(bytes(50_000_000)), full_bytes=len(TEXT)))
    archive = open_archive(bomb)
    tracemalloc.start()
    with pytest.raises(NotRead):
        archive.read("_chat.txt")
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
