"""The ZIP: read from its front and from its back, by strict readers and by plain ones."""

import io
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from packets.builders.formats import WIB
from packets.builders.zipping import LOCAL, ZipWriter
from tests.packets.making import content, item, written
from vaultverify.archive import Archive

AT = datetime(2025, 3, 5, 18, 5, 8, tzinfo=UTC)
FILES = {"berkas/satu.txt": b"satu", "berkas/kosong.bin": b"", "berkas/dua.bin": bytes(70_000)}


def zipped(files: dict[str, bytes] = FILES) -> bytes:
    out = io.BytesIO()
    writer = ZipWriter(out.write, AT.astimezone(WIB))
    for name, data in files.items():
        writer.add(name, data)
    writer.add_deflated("berkas/padat.bin", bytes(9000))
    writer.finish()
    return out.getvalue()


def from_the_front(data: bytes) -> Iterator[tuple[str, bytes]]:
    """As a reader does that cannot seek: each header has to tell where its data end."""
    at = 0
    while data[at : at + 4] == b"PK\x03\x04":
        fields = LOCAL.unpack_from(data, at)
        flags, method, crc, packed, size, name_length, extra = (*fields[2:4], *fields[6:])
        begin = at + LOCAL.size + name_length + extra
        name = data[at + LOCAL.size : at + LOCAL.size + name_length].decode()
        at = begin + packed
        content = zlib.decompress(data[begin:at], -15) if method else data[begin:at]
        assert (flags, zlib.crc32(content), len(content)) == (0, crc, size)
        yield name, content


def test_each_header_tells_length_and_checksum_before_the_data() -> None:
    assert dict(from_the_front(zipped())) == FILES | {"berkas/padat.bin": bytes(9000)}


def test_a_packet_can_be_read_from_its_front_whatever_is_in_it() -> None:
    large = bytes(range(256)) * 20_000
    packet, _ = written(content((item(1), item(2, large, media_type="video/mp4"))))
    told = {name.partition("/")[2]: data for name, data in from_the_front(packet)}
    assert told["data/evidence/002/original.mp4"] == large
    assert len(told) == len(zipfile.ZipFile(io.BytesIO(packet)).namelist())


@pytest.mark.parametrize("reader", [zipfile.ZipFile, Archive])
def test_the_strict_and_the_usual_reader_take_it(reader: type) -> None:
    archive = reader(io.BytesIO(zipped()))
    read = archive.read if reader is zipfile.ZipFile else lambda name: archive.read(name, 1 << 20)
    assert {name: read(name) for name in FILES} == FILES


def test_entries_have_the_clock_of_wib_the_moment_itself_and_a_plain_mode() -> None:
    for entry in zipfile.ZipFile(io.BytesIO(zipped())).infolist():
        assert entry.date_time == (2025, 3, 6, 1, 5, 8)
        assert entry.extra == struct.pack("<HHBi", 0x5455, 5, 1, int(AT.timestamp()))
        assert entry.external_attr >> 16 == 0o100644


def test_what_does_not_fit_32_bits_gets_64(tmp_path: Path) -> None:
    """An entry of five gibibytes and one behind it, in a file with a hole in it."""
    path, hole, count = tmp_path / "besar.zip", bytes(64 << 20), 80
    with path.open("wb") as file:

        def write(data: bytes) -> None:
            if data is hole:
                file.seek(len(data), 1)
            else:
                file.write(data)

        writer = ZipWriter(write, AT)
        writer.stream("berkas/besar.bin", count * len(hole), 0, (hole for _ in range(count)))
        writer.add("berkas/satu.txt", b"satu")
        writer.finish()
    assert zipfile.ZipFile(path).getinfo("berkas/besar.bin").file_size == 5 << 30
    with path.open("rb") as file:
        archive = Archive(file)
        assert archive.entries["berkas/besar.bin"].size == 5 << 30
        assert archive.read("berkas/satu.txt", 100) == b"satu"


def test_java_reads_it_as_a_stream(tmp_path: Path) -> None:
    """`ZipInputStream` never looks at the directory."""
    java = Path("/usr/bin/java")
    if not java.exists():
        pytest.skip("Java is not on this machine")
    (tmp_path / "Read.java").write_text(JAVA)
    (tmp_path / "packet.zip").write_bytes(written(content())[0])
    command = [str(java), "Read.java", "packet.zip"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count("data/evidence/") == 4


JAVA = """
import java.io.*; import java.util.zip.*;
class Read { public static void main(String[] a) throws Exception {
  try (var zip = new ZipInputStream(new FileInputStream(a[0]))) {
    for (ZipEntry e; (e = zip.getNextEntry()) != null; ) {
      zip.transferTo(OutputStream.nullOutputStream()); System.out.println(e.getName());
} } } }
"""
