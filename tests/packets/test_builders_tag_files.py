"""What lies beside the payload: READMEs, format, whom to ask, and the verifier that goes along."""

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from packets.builders.content import PacketContact, PacketContent
from packets.builders.verifier import SOURCES, VERIFIER, verifier_app
from tests.packets.making import KEY, START, content, damaged_source, item, written
from vault.signing import key_id
from vaultverify import labels

CONTACT = PacketContact("LBH Contoh", "Lina", "Jalan Satu 1", "a@contoh.invalid", "0761 1", "papan")


def tag_file(name: str, whole: PacketContent) -> str:
    archive = zipfile.ZipFile(io.BytesIO(written(whole)[0]))
    [full] = [each for each in archive.namelist() if each.partition("/")[2] == name]
    return archive.read(full).decode().replace("\r\n", "\n")


def unpacked(folder: Path, whole: PacketContent) -> Path:
    """The packet on a disk, and beside it what was in it."""
    packet = folder / "packet.zip"
    packet.write_bytes(written(whole)[0])
    with zipfile.ZipFile(packet) as archive:
        archive.extractall(folder)
    return next(each for each in folder.iterdir() if each.is_dir())


@pytest.mark.parametrize("name", ["BACA-SAYA.txt", "README.txt"])
def test_the_readmes_tell_a_layman_how_to_check(name: str) -> None:
    told = tag_file(name, content())
    for step in (
        *("certutil -hashfile original.jpg SHA256", "sha256sum -c manifest-sha256.txt"),
        *("shasum -a 256 -c manifest-sha256.txt", "pip install cryptography"),
        *("python tool/vaultverify.pyz", "--pin", "  0  ", "  1  ", "  2  ", "  3  "),
        *("7 Maret 2025, pukul 14.05.00 WIB", "2025-03-07 07:05:00 UTC"),
    ):
        assert step in told
    assert "$" not in told


def test_the_readmes_name_whom_to_ask_or_say_that_it_is_the_reporter() -> None:
    asked = content(contact=CONTACT, asked_by="LBH Satu")
    for part in ("LBH Contoh", "Lina", "Jalan Satu 1", "a@contoh.invalid", "papan", "LBH Satu"):
        assert part in tag_file("README.txt", asked)
    assert "Tanyakan kepada pelapor atau pendampingnya." in tag_file("BACA-SAYA.txt", content())


def test_no_word_of_the_readme_misleads_a_police_desk() -> None:
    items = (item(1, is_intimate=True), item(2, b"dua", source=damaged_source(b"dua")))
    told = tag_file("BACA-SAYA.txt", content(items)).lower()
    for word in ("sidik jari", "instansi", "penjagaan", " map ", "bersifat pribadi"):
        assert word not in told
    assert "bermuatan seksual" in told
    assert "diserahkan langsung oleh pelapor kepada penyidik atas permintaan" in told


def test_the_bag_names_its_source_as_far_as_it_is_known() -> None:
    told = tag_file("bag-info.txt", content(contact=CONTACT))
    assert "Source-Organization: LBH Contoh\n" in told
    assert "Contact-Name: Lina\nContact-Phone: 0761 1\nContact-Email: a@contoh.invalid\n" in told
    assert "External-Identifier: p4ck3t0x-2025-03-07-140500\n" in told
    asked = tag_file("bag-info.txt", content(contact=CONTACT, asked_by="LBH Satu"))
    assert "Source-Organization: LBH Satu\n" in asked
    bare = tag_file("bag-info.txt", content())
    assert "External-Description: " in bare
    assert not re.search("^(Source|Contact)", bare, re.MULTILINE)


def test_two_packets_of_one_day_have_two_names() -> None:
    first = content(made_at=START.replace(hour=20))
    later = replace(first, made_at=first.made_at + timedelta(seconds=1))
    folders = [
        zipfile.ZipFile(io.BytesIO(written(each)[0])).namelist()[0].partition("/")[0]
        for each in (first, later, replace(first, packet_ref="q4ck3t0x"))
    ]
    assert folders == [
        "catatan-p4ck3t0x-2025-03-06-030500",
        "catatan-p4ck3t0x-2025-03-06-030501",
        "catatan-q4ck3t0x-2025-03-06-030500",
    ]


def test_what_the_format_says_is_signed_is_what_is_signed(tmp_path: Path) -> None:
    """An examiner's check with nothing but the text: label, digest, key, key id, commitment."""
    folder = unpacked(tmp_path, content())
    told = (folder / "FORMAT.txt").read_text()
    public = bytes.fromhex((folder / "data/keys/instance.pub").read_text().strip())
    assert hashlib.sha256(public).hexdigest()[:16] in told.replace(" ", "")
    for label in (labels.PACKET_MANIFEST, labels.ENTRY, labels.LOG_ENTRY):
        assert f'"{label.decode()}" ||' in told
    names = {each.name for each in folder.rglob("*") if each.is_file()}
    for name in names - {"001", "002"}:
        assert name.replace("original.jpg", "original.*") in told, name


def test_the_verifier_is_the_same_whenever_it_is_packed() -> None:
    first = verifier_app()
    verifier_app.cache_clear()
    assert verifier_app() == first
    packed = zipfile.ZipFile(io.BytesIO(first))
    assert packed.read("vaultverify/verify.py") == (SOURCES / "verify.py").read_bytes()


@pytest.mark.parametrize(("pin", "status"), [(key_id(KEY.verify_key), 0), ("0" * 16, 1), (None, 0)])
def test_the_verifier_in_the_bag_checks_the_bag_it_came_in(
    tmp_path: Path, pin: str | None, status: int
) -> None:
    tool = unpacked(tmp_path, content()) / VERIFIER
    command = [sys.executable, "-I", str(tool), "packet.zip", *(["--pin", pin] if pin else [])]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert f"HASIL / RESULT {status}" in done.stdout


def test_a_verifier_that_was_replaced_is_found_out(tmp_path: Path) -> None:
    tool = unpacked(tmp_path, content()) / VERIFIER
    packet, other = tmp_path / "packet.zip", tmp_path / "other.zip"
    with zipfile.ZipFile(packet) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"print()" if name.endswith(".pyz") else old.read(name))
    command = [sys.executable, "-I", str(tool), str(other), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert VERIFIER in done.stdout


def test_the_lists_are_those_that_sha256sum_reads(tmp_path: Path) -> None:
    folder = unpacked(tmp_path, content())
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "--check", "--strict", "--quiet", name]
        assert subprocess.run(command, cwd=folder, check=False).returncode == 0
