"""The bag: RFC 8493, signed, and written to a sink that can neither seek nor tell."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator

import pytest

from packets.builders.bag import Bag
from packets.builders.content import SourceDamaged
from packets.builders.wording import counted, size
from packets.builders.zipping import LengthChanged
from tests.packets.making import KEY, START


def finished() -> tuple[zipfile.ZipFile, bytes]:
    out = io.BytesIO()
    with Bag(out.write, "berkas", START) as bag:
        bag.add("data/satu.txt", b"satu")
        bag.add("BACA-SAYA.txt", b"baca")
        digest = bag.stream("data/dua.bin", 3, zlib.crc32(b"dua"), iter([b"du", b"a"]))
        assert digest == hashlib.sha256(b"dua").hexdigest()
        bag.finish({"Bagging-Date": "2025-03-05"}, lambda each: KEY.sign(b"kbgo/v1/test", each))
    return zipfile.ZipFile(out), out.getvalue()


def half() -> Iterator[bytes]:
    yield b"du"
    raise SourceDamaged


def lines(archive: zipfile.ZipFile, name: str) -> list[str]:
    return archive.read(f"berkas/{name}").decode().splitlines()


def test_payload_and_tag_files_are_listed_apart_with_their_digests() -> None:
    archive, _ = finished()
    assert lines(archive, "manifest-sha256.txt") == [
        f"{hashlib.sha256(b'satu').hexdigest()}  data/satu.txt",
        f"{hashlib.sha256(b'dua').hexdigest()}  data/dua.bin",
    ]
    tags = [line.split("  ")[1] for line in lines(archive, "tagmanifest-sha256.txt")]
    assert tags == ["BACA-SAYA.txt", "bagit.txt", "bag-info.txt", "manifest-sha256.txt"]


def test_the_declaration_and_the_sum_of_the_payload_are_there() -> None:
    archive, _ = finished()
    assert lines(archive, "bagit.txt") == [
        "BagIt-Version: 1.0",
        "Tag-File-Character-Encoding: UTF-8",
    ]
    assert lines(archive, "bag-info.txt") == ["Bagging-Date: 2025-03-05", "Payload-Oxum: 7.2"]


def test_a_stream_that_breaks_off_ends_the_bag() -> None:
    with Bag(io.BytesIO().write, "berkas", START) as bag, pytest.raises(SourceDamaged):
        bag.stream("data/dua.bin", 3, zlib.crc32(b"dua"), half())


@pytest.mark.parametrize("came", [b"du", b"dua!"])
def test_a_stream_of_another_length_than_its_header_tells_ends_the_bag(came: bytes) -> None:
    with Bag(io.BytesIO().write, "berkas", START) as bag, pytest.raises(LengthChanged):
        bag.stream("data/dua.bin", 3, zlib.crc32(b"dua"), iter([came]))


def test_the_list_of_lists_is_signed() -> None:
    archive, _ = finished()
    message = hashlib.sha256(archive.read("berkas/tagmanifest-sha256.txt")).digest()
    expected = KEY.sign(b"kbgo/v1/test", message).hex()
    assert lines(archive, "signature.txt") == [expected]


def test_an_info_line_cannot_be_made_into_two() -> None:
    out = io.BytesIO()
    with Bag(out.write, "berkas", START) as bag:
        bag.finish({"Contact-Name": "Lina\nDamaged: none"}, lambda message: b"")
    told = lines(zipfile.ZipFile(out), "bag-info.txt")
    assert told == ["Contact-Name: Lina Damaged: none", "Payload-Oxum: 0.0"]


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (12_400, "12,4 kB"),
        (1_250_000, "1,2 MB"),
        (10**16, "10000,0 TB"),
    ],
)
def test_sizes_read_as_indonesian_does(octets: int, expected: str) -> None:
    assert size(octets) == expected
    assert counted(1_234_567) == "1.234.567"
