"""Whole packets: streamed, bounded, and honest about what did not open."""

import gc
import hashlib
import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from packets.builders.content import PacketContent, PacketOutcome, SourceDamaged, SourceMissing
from packets.builders.originals import HELD_WHOLE, OriginalChanged
from packets.builders.packet import write_packet
from tests.packets.making import content, damaged_source, item, jpeg, log_for, source_of, written
from vaultverify.verdict import Status
from vaultverify.verify import verify

LARGE = random.Random(1).randbytes(HELD_WHOLE + 70_000)
FOLDER = "catatan-p4ck3t0x-2025-03-07-140500/"


def never() -> NoReturn:
    raise AssertionError("an item that stays out was opened")


def packet_of(
    tmp_path: Path, whole: PacketContent
) -> tuple[zipfile.ZipFile, PacketOutcome, Status]:
    data, outcome = written(whole)
    path = tmp_path / "packet.zip"
    path.write_bytes(data)
    return zipfile.ZipFile(io.BytesIO(data)), outcome, verify(path).status


def test_a_packet_has_the_promised_files(tmp_path: Path) -> None:
    items = (item(1, view=jpeg), item(2, LARGE, media_type="video/mp4"))
    archive, outcome, _ = packet_of(tmp_path, content(items))
    names = {name.removeprefix(FOLDER) for name in archive.namelist()}
    assert names == {
        *("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"),
        *("signature.txt", "BACA-SAYA.txt", "README.txt", "FORMAT.txt", "tool/vaultverify.pyz"),
        *("data/report.pdf", "data/timeline.json", "data/timeline.csv"),
        *("data/custody/log.jsonl", "data/custody/sigs.jsonl", "data/custody/payloads.jsonl"),
        *("data/keys/instance.pub", "data/evidence/001/meta.json", "data/evidence/002/meta.json"),
        *("data/evidence/001/original.jpg", "data/evidence/001/preview.jpg"),
        "data/evidence/002/original.mp4",
    }
    assert (outcome.damaged, outcome.missing, outcome.left_out) == ((), (), ())


def test_originals_are_in_the_packet_bit_for_bit(tmp_path: Path) -> None:
    items = (item(1), item(2, LARGE), item(3, b""))
    archive, _, status = packet_of(tmp_path, content(items))
    assert archive.testzip() is None
    packed = [each.filename for each in archive.infolist() if each.compress_type]
    assert packed == [f"{FOLDER}tool/vaultverify.pyz"]
    assert archive.read(f"{FOLDER}data/evidence/002/original.jpg") == LARGE
    assert archive.read(f"{FOLDER}data/evidence/003/original.jpg") == b""
    assert status is Status.GOOD


def test_the_outcome_tells_length_and_digest_of_what_was_written() -> None:
    data, outcome = written(content())
    assert outcome.bytes_written == len(data)
    assert outcome.zip_sha256 == hashlib.sha256(data).hexdigest()


def test_the_same_content_makes_the_same_packet() -> None:
    assert written(content())[0] == written(content())[0]


@pytest.mark.parametrize("data", [b"bukti", LARGE])
def test_nothing_of_a_damaged_original_is_in_the_packet(tmp_path: Path, data: bytes) -> None:
    items = (item(1, data, source=damaged_source(data)), item(2, b"dua"))
    archive, outcome, status = packet_of(tmp_path, content(items))
    assert outcome.damaged == ("B-01",)
    assert f"{FOLDER}data/evidence/001/original.jpg" not in archive.namelist()
    assert archive.read(f"{FOLDER}data/evidence/002/original.jpg") == b"dua"
    assert status is Status.INCOMPLETE


def test_an_original_that_stops_opening_between_the_two_ends_the_run() -> None:
    """Its header is out by then; the next run finds it damaged at the first opening."""
    items = (item(1, LARGE, source=damaged_source(LARGE, whole_times=1)),)
    with pytest.raises(OriginalChanged):
        written(content(items))
    assert written(content(items))[1].damaged == ("B-01",)


@pytest.mark.parametrize("data", [b"bukti", LARGE])
@pytest.mark.parametrize("change", ["another byte", "shorter", "longer"])
def test_an_original_with_another_digest_is_damaged(
    tmp_path: Path, data: bytes, change: str
) -> None:
    other = {"another byte": b"B" + data[1:], "shorter": data[:-1], "longer": data + b"!"}
    items = (item(1, data, source=source_of(other[change])),)
    _, outcome, status = packet_of(tmp_path, content(items))
    assert outcome.damaged == ("B-01",)
    assert status is Status.INCOMPLETE


def test_damage_is_named_everywhere_it_could_be_looked_for(tmp_path: Path) -> None:
    items = (item(1, source=damaged_source(b"bukti")),)
    archive, _, _ = packet_of(tmp_path, content(items))
    texts = {name: archive.read(FOLDER + name).decode() for name in ("BACA-SAYA.txt", "README.txt")}
    assert "B-01: rusak" in texts["BACA-SAYA.txt"]
    assert "B-01: damaged" in texts["README.txt"]
    assert b"Damaged: B-01\n" in archive.read(f"{FOLDER}bag-info.txt")
    assert b"B-01" in archive.read(f"{FOLDER}data/evidence/001/DAMAGED.txt")
    meta = json.loads(archive.read(f"{FOLDER}data/evidence/001/meta.json"))
    assert (meta["original"], meta["file"]) == ("damaged", "")


def test_what_a_file_says_of_itself_goes_with_the_file_alone(tmp_path: Path) -> None:
    told = {"metadata": {"camera": "Kamera Uji 7"}, "has_location": True}
    one, two = item(1, **told), item(2, is_intimate=True, **told)
    archive, _, _ = packet_of(tmp_path, content((one, two)))
    first, second = (
        json.loads(archive.read(f"{FOLDER}data/evidence/00{number}/meta.json")) for number in (1, 2)
    )
    assert {name: first[name] for name in told} == told
    assert not set(told) & set(second)


def test_a_missing_original_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    def gone() -> Iterator[bytes]:
        raise SourceMissing
        yield b""

    archive, outcome, _ = packet_of(tmp_path, content((item(1, source=gone),)))
    assert (outcome.damaged, outcome.missing) == ((), ("B-01",))
    assert (
        "rusak atau tidak ada lagi pada penyimpanan"
        in archive.read(f"{FOLDER}BACA-SAYA.txt").decode()
    )


def test_no_byte_of_an_intimate_item_goes_in_and_its_fingerprint_is_listed(tmp_path: Path) -> None:
    kept_out = item(1, is_intimate=True, view=never)
    archive, outcome, status = packet_of(tmp_path, content((kept_out,)))
    names = [name for name in archive.namelist() if "evidence/001" in name]
    assert names == [f"{FOLDER}data/evidence/001/meta.json"]
    assert kept_out.sha256 in archive.read(f"{FOLDER}BACA-SAYA.txt").decode()
    assert (outcome.left_out, status) == (("B-01",), Status.GOOD)


def test_a_damaged_view_costs_the_picture_only(tmp_path: Path) -> None:
    def view() -> bytes:
        raise SourceDamaged

    archive, outcome, status = packet_of(tmp_path, content((item(1, view=view),)))
    assert f"{FOLDER}data/evidence/001/preview.jpg" not in archive.namelist()
    assert (outcome.damaged, status) == ((), Status.GOOD)


def test_what_could_run_when_opened_is_called_bin(tmp_path: Path) -> None:
    items = (item(1, name="../../gaji.exe", media_type="text/html"),)
    archive, _, status = packet_of(tmp_path, content(items))
    assert f"{FOLDER}data/evidence/001/original.bin" in archive.namelist()
    assert status is Status.GOOD


def test_memory_does_not_grow_with_an_original() -> None:
    block, count, digest = bytes(1 << 20), 256, hashlib.sha256()
    for _ in range(count):
        digest.update(block)
    large = item(1, size=count << 20, sha256=digest.hexdigest())
    large = replace(large, source=lambda: (block for _ in range(count)))
    whole = content((large,), log_for((large,)))
    tracemalloc.start()
    write_packet(whole, lambda data: None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Most of it is room for the report, set aside for the child's answer.
    assert peak < 64 << 20


def test_the_sink_gets_few_and_bounded_pieces() -> None:
    pieces: list[int] = []
    items = (item(1, LARGE, source=source_of(LARGE)), *(item(n) for n in range(2, 40)))
    write_packet(content(items), lambda data: pieces.append(len(data)))
    assert max(pieces) <= 2 << 20
    assert len(pieces) < 20


def test_a_packet_that_fails_writes_nothing_more() -> None:
    taken: list[int] = []

    def full(data: bytes) -> None:
        taken.append(len(data))
        raise OSError(28, "no space")

    with pytest.raises(OSError, match="no space"):
        write_packet(content((item(1, LARGE),)), full)
    gc.collect()
    assert len(taken) == 1
