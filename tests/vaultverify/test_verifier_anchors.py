"""What the verifier says of time stamps, with and without the library that can check them."""

import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from tests.authority import NAME, papers
from tests.jobs.site import ROOT
from tests.packets.making import KEY, content, item, log_for, written
from tests.vaultverify.anchored import (
    Place,
    anchored,
    anchored_packet,
    checkpoint,
    in_two_checkpoints,
)
from vault.signing import key_id
from vaultverify.verdict import Check, Status, Verdict
from vaultverify.verify import verify


@cache
def whole() -> bytes:
    return written(anchored_packet())[0]


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    path = tmp_path / "packet.zip"
    path.write_bytes(whole())
    return path


def command(*arguments: object, without: str = "") -> subprocess.CompletedProcess[str]:
    """`python -m vaultverify` in a process of its own, where a library may be missing."""
    hidden = f"import sys; sys.modules[{without!r}] = None;" if without else "import sys;"
    call = "from vaultverify.__main__ import main; sys.exit(main(sys.argv[1:]))"
    line = [sys.executable, "-c", hidden + call, *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)


def root_sha256() -> str:
    return load_pem_x509_certificate(papers().roots.read_bytes()).fingerprint(SHA256()).hex()


def checked(tmp_path: Path, *places: Place) -> Verdict:
    items = (item(1), item(2, b"dua"))
    log = log_for(items)
    points = [checkpoint(log, place) for place in places]
    path = tmp_path / "other.zip"
    path.write_bytes(written(anchored(content(items, log), *points))[0])
    return verify(path)


def found(verdict: Verdict, status: Status) -> dict[Check, str]:
    return {line.check: line.found for line in verdict.lines if line.status is status}


def test_json_names_time_authority_and_root(packet: Path) -> None:
    done = command(packet, "--json", "--pin", key_id(KEY.verify_key))
    told: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, told["result"]) == (0, "good")
    newest, older = told["anchors"]
    assert (newest["entries"], older["entries"]) == (4, 3)
    assert newest["authority"] == NAME
    assert newest["root_sha256"] == root_sha256()
    assert newest["is_checked"]
    assert newest["time"].endswith("Z")


def test_the_text_names_time_authority_and_root(packet: Path) -> None:
    done = command(packet)
    assert done.returncode == 0, done.stdout
    [anchor, _] = verify(packet).anchors
    for told in (NAME, root_sha256(), f"{anchor.at:%Y-%m-%d %H:%M:%S} UTC", "entry 4"):
        assert told in done.stdout


def test_without_the_library_it_is_incomplete_and_says_how_to_go_on(packet: Path) -> None:
    done = command(packet, without="rfc3161_client")
    assert done.returncode == Status.INCOMPLETE, done.stdout + done.stderr
    assert "openssl ts -verify -data data/anchors/5.checkpoint -in data/anchors/5-1.tsr" in (
        done.stdout
    )
    assert "not checked here" in done.stdout


def test_without_the_library_the_imprint_is_checked_all_the_same(tmp_path: Path) -> None:
    first, second = anchored_packet().checkpoints
    mixed = replace(first, stamps=second.stamps)
    path = tmp_path / "packet.zip"
    path.write_bytes(written(replace(anchored_packet(), checkpoints=(mixed, second)))[0])
    done = command(path, without="rfc3161_client")
    assert done.returncode == Status.FAILED
    assert "something else" in done.stdout


def test_the_roots_to_lead_to_can_be_brought_along(packet: Path) -> None:
    assert command(packet, "--tsa-roots", papers().roots).returncode == 0
    assert command(packet, "--tsa-roots", papers("other").roots).returncode == 1


@pytest.mark.parametrize("content_of", [b"", b"no certificate", b"\0" * 100_000])
def test_roots_that_cannot_be_read_are_a_wrong_call(
    content_of: bytes, packet: Path, tmp_path: Path
) -> None:
    path = tmp_path / "roots.pem"
    assert command(packet, "--tsa-roots", path).returncode == Status.UNREADABLE
    path.write_bytes(content_of)
    assert command(packet, "--tsa-roots", path).returncode == Status.UNREADABLE


def test_a_log_that_waits_for_its_stamp_is_incomplete(tmp_path: Path) -> None:
    verdict = checked(tmp_path, Place(5, 4, is_stamped=False))
    assert verdict.status is Status.INCOMPLETE
    assert found(verdict, Status.INCOMPLETE) == {Check.ANCHORING: "not yet anchored in time"}


def test_an_earlier_stamp_is_told_while_the_newest_is_awaited(tmp_path: Path) -> None:
    items = (item(1), item(2, b"dua"))
    log = log_for(items)
    points = in_two_checkpoints(log, Place(4, 3), Place(5, 4, is_stamped=False))
    path = tmp_path / "other.zip"
    path.write_bytes(written(anchored(content(items, log), *points))[0])
    verdict = verify(path)
    assert verdict.status is Status.INCOMPLETE
    assert [anchor.length for anchor in verdict.anchors] == [3]


def test_a_log_whose_end_is_in_no_checkpoint_is_incomplete(tmp_path: Path) -> None:
    verdict = checked(tmp_path, Place(4, 3))
    assert verdict.status is Status.INCOMPLETE
    assert "no checkpoint" in found(verdict, Status.INCOMPLETE)[Check.CHECKPOINT]


def test_a_lone_log_in_its_checkpoint_needs_no_path(tmp_path: Path) -> None:
    items = (item(1), item(2, b"dua"))
    log = log_for(items)
    point = checkpoint(log, Place(1, 4), others=0)
    path = tmp_path / "other.zip"
    path.write_bytes(written(anchored(content(items, log), point))[0])
    assert (verify(path).status, point.path) == (Status.GOOD, ())
