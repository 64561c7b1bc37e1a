"""ZIPs that two programs could read in two ways, or that would harm whoever unpacks them."""

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.packets.making import content, written
from tests.vaultverify.tampering import RawEntry, files_of, folder_of, raw_zip, zipped
from vaultverify.archive import Archive
from vaultverify.errors import Failed, Unreadable
from vaultverify.verdict import Status
from vaultverify.verify import verify

GOOD = RawEntry(b"a/one", b"1")
SYMLINK = 0o120777


def wide_extra(*values: int) -> bytes:
    return struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values)


def bomb(size: int) -> RawEntry:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = engine.compress(b"\0" * size) + engine.flush()
    return RawEntry(b"a/bomb", packed, method=8, size=size, crc=zlib.crc32(b"\0" * size))


HOSTILE = {
    "entries overlap": raw_zip(GOOD, RawEntry(b"a/two", b"1", offset=0)),
    "one inside the other": raw_zip(RawEntry(b"a/one", raw_zip(GOOD)), RawEntry(b"b", offset=35)),
    "gap before the first": raw_zip(RawEntry(b"a/one", before=b"hidden")),
    "gap between entries": raw_zip(GOOD, RawEntry(b"a/two", before=b"hidden")),
    "data in front": b"#!/bin/sh\n" + raw_zip(GOOD),
    "data behind": raw_zip(GOOD) + b"more",
    "comment": raw_zip(GOOD, comment=b"more"),
    "parent folder": raw_zip(RawEntry(b"a/../../b")),
    "absolute": raw_zip(RawEntry(b"/etc/passwd")),
    "empty part": raw_zip(RawEntry(b"a//b")),
    "backslash": raw_zip(RawEntry(b"a\\..\\b")),
    "drive": raw_zip(RawEntry(b"C:/b")),
    "NUL": raw_zip(RawEntry(b"a/b\0.pdf")),
    "control character": raw_zip(RawEntry(b"a/b\x1b[31m")),
    "hidden name": raw_zip(RawEntry(b"a/.bashrc")),
    "trailing dot": raw_zip(RawEntry(b"a/b.")),
    "no name": raw_zip(RawEntry(b"")),
    "not ASCII": raw_zip(RawEntry("a/\u202egpj.exe".encode(), flags=0x800)),
    "endless name": raw_zip(RawEntry(b"a/" + b"b" * 600)),
    "twins": raw_zip(GOOD, GOOD),
    "case-fold twins": raw_zip(GOOD, RawEntry(b"A/ONE", b"2")),
    "file over folder": raw_zip(RawEntry(b"a", b"1"), GOOD),
    "link": raw_zip(RawEntry(b"a/link", b"/etc/passwd", mode=SYMLINK)),
    "device": raw_zip(RawEntry(b"a/dev", mode=0o060600)),
    "folder with content": raw_zip(RawEntry(b"a/", b"1", mode=0o040700)),
    "encrypted": raw_zip(RawEntry(b"a/one", b"1" * 13, flags=1)),
    "patched data": raw_zip(RawEntry(b"a/one", b"1", flags=0x20)),
    "bzip2": raw_zip(RawEntry(b"a/one", b"1", method=12)),
    "bomb": raw_zip(bomb(50_000_000)),
    "other name inside": raw_zip(RawEntry(b"a/one", b"1", local_name=b"a/two")),
    "other size inside": raw_zip(RawEntry(b"a/one", b"1", local_size=2)),
    "stored with two sizes": raw_zip(RawEntry(b"a/one", b"1", size=2)),
    "64-bit size where none is needed": raw_zip(RawEntry(b"a/one", b"1", extra=wide_extra(9))),
    "64-bit size missing": raw_zip(RawEntry(b"a/one", b"1", size=0xFFFFFFFF)),
    "64-bit size that lies": raw_zip(
        RawEntry(b"a/one", b"1", size=0xFFFFFFFF, local_size=1, extra=wide_extra(1 << 40))
    ),
    "extra field cut": raw_zip(RawEntry(b"a/one", b"1", extra=b"\1\0\x20\0")),
    "second name": raw_zip(RawEntry(b"a/one", b"1", extra=struct.pack("<HH", 0x7075, 0))),
    "fewer entries told": raw_zip(GOOD, RawEntry(b"a/two", b"2"), count=1),
    "more entries told": raw_zip(GOOD, count=2),
    "too many entries": raw_zip(*(RawEntry(b"a/%d" % each) for each in range(20_001))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_before_anything_is_read(name: str) -> None:
    with pytest.raises(Failed):
        Archive(io.BytesIO(HOSTILE[name]))


def test_a_plain_zip_is_not_refused() -> None:
    archive = Archive(io.BytesIO(raw_zip(GOOD, RawEntry(b"a/two", b"22"))))
    assert {name: archive.read(name, 9) for name in archive.entries} == {
        "a/one": b"1",
        "a/two": b"22",
    }


@pytest.mark.parametrize(
    "entry",
    [
        RawEntry(b"a/one", b"1", crc=5),
        RawEntry(b"a/one", zlib.compress(b"12345")[2:-4], method=8, size=4, crc=1),
        RawEntry(b"a/one", zlib.compress(b"12345")[2:-4], method=8, size=6, crc=1),
        RawEntry(b"a/one", zlib.compress(b"12345")[2:-5], method=8, size=5, crc=1),
        RawEntry(b"a/one", zlib.compress(b"12345")[2:-4] + b"x", method=8, size=5, crc=1),
        RawEntry(b"a/one", b"\xff" * 9, method=8, size=5, crc=1),
    ],
)
def test_an_entry_that_is_not_what_it_says_is_found_when_read(entry: RawEntry) -> None:
    archive = Archive(io.BytesIO(raw_zip(entry)))
    with pytest.raises(Failed):
        archive.read("a/one", 1000)


def test_deflated_entries_are_read_in_bounded_pieces() -> None:
    entry = bomb(6_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/big", random.Random(1).randbytes(3_000_000) + b"ab" * 3_000_000)
    pieces = list(Archive(out).chunks("a/big"))
    assert sum(map(len, pieces)) == 9_000_000
    assert max(map(len, pieces)) <= 1 << 20
    with pytest.raises(Failed):
        Archive(io.BytesIO(raw_zip(entry)))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_packet_cut_short_is_unreadable(tmp_path: Path, share: float) -> None:
    packet, path = written(content())[0], tmp_path / "packet.zip"
    path.write_bytes(packet[: int(len(packet) * share)])
    assert verify(path).status is Status.UNREADABLE


@pytest.mark.parametrize("name", ["trailing", "traversal", "twin", "link"])
def test_a_whole_packet_made_hostile_fails(tmp_path: Path, name: str) -> None:
    packet = written(content())[0]
    folder = folder_of(packet).encode()
    entries = [RawEntry(folder + b"/" + n.encode(), d) for n, d in files_of(packet).items()]
    hostile = {
        "trailing": raw_zip(*entries) + b"\0",
        "traversal": raw_zip(*entries, RawEntry(b"../x")),
        "twin": raw_zip(*entries, RawEntry(folder + b"/data/REPORT.pdf")),
        "link": raw_zip(*entries, RawEntry(folder + b"/data/x", b"/", mode=SYMLINK)),
    }
    path = tmp_path / "packet.zip"
    path.write_bytes(hostile[name])
    assert verify(path).status is Status.FAILED


def test_a_zip_with_64_bit_records_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a/one", "w", force_zip64=True) as one:
        one.write(b"1")
    assert Archive(out).read("a/one", 9) == b"1"


def _data_start(packet: bytes, header: int) -> int:
    name, extra = struct.unpack_from("<2H", packet, header + 26)
    return header + 30 + name + extra


def test_a_changed_byte_of_content_is_never_called_good(tmp_path: Path) -> None:
    packet, path = written(content())[0], tmp_path / "packet.zip"
    chance = random.Random(20250305)
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        spans = [
            (_data_start(packet, each.header_offset), each.compress_size)
            for each in archive.infolist()
        ]
    for start, length in spans:
        at = start + chance.randrange(length)
        path.write_bytes(
            packet[:at] + bytes([packet[at] ^ 1 << chance.randrange(8)]) + packet[at + 1 :]
        )
        assert verify(path).status is Status.FAILED


def test_no_damage_to_a_zip_makes_the_verifier_stumble(tmp_path: Path) -> None:
    packet = bytearray(zipped({f"data/{n}": b"x" * n for n in range(9)}))
    chance = random.Random(7)
    for _ in range(1500):
        changed = bytearray(packet)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            archive = Archive(io.BytesIO(changed))
            for name in archive.entries:
                archive.read(name, 100)
        except (Failed, Unreadable):
            continue
