"""Packets with anchors: as far as an authority has stamped the log, and never waiting for one."""

import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from core.exceptions import NotPermitted
from custody.models import Checkpoint, TimeStamp
from custody.services import ask_authorities, erase_log, make_checkpoint
from jobs.enums import JobState
from jobs.models import WorkerKey
from jobs.services import make_worker_key
from tests.authority import NAME, Authority, papers, patience_with, running_authority
from tests.cast import Cast, client_of, make_cast
from tests.custody.logs import log_of_three
from tests.jobs.casework import write_note
from tests.jobs.packetwork import Downloaded, ask, build, download
from vaultverify.verdict import Status, Verdict
from vaultverify.verify import verify

pytestmark = pytest.mark.django_db

MODES = ["nonce", "imprint", "expired", "untrusted", "slow", "error", "garbage", "huge"]


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.RUN_DIR = tmp_path
    return make_cast()


@pytest.fixture(autouse=True)
def worker(cast: Cast) -> WorkerKey:
    return make_worker_key()


@pytest.fixture
def authority(settings: Any) -> Iterator[Authority]:
    with running_authority() as running:
        settings.TSA_URLS = [running.url]
        settings.TSA_ROOTS_FILE = str(papers().roots)
        settings.TSA_TIMEOUT_SECONDS = patience_with(running.mode)
        settings.TSA_PATIENCE_SECONDS = 0
        yield running


def packet_of(cast: Cast, folder: Path, *, is_asked: bool = True) -> Downloaded:
    packet = ask(cast.ani, cast.case)
    if is_asked:
        ask_authorities()
    assert build(packet) == JobState.READY
    return download(cast.ani, packet, folder)


def info_of(got: Downloaded) -> dict[str, str]:
    lines = got.read("bag-info.txt").decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def incomplete(verdict: Verdict) -> set[str]:
    return {line.found for line in verdict.lines if line.status is Status.INCOMPLETE}


def test_a_request_puts_its_own_entry_into_a_checkpoint(cast: Cast, tmp_path: Path) -> None:
    got = packet_of(cast, tmp_path)
    [proof] = got.json("data/custody/inclusion.json")["proofs"]
    info = info_of(got)
    assert (proof["length"], proof["head"]) == (info["Log-Entries"], info["Log-Head"])
    assert (info["Anchoring"], verify(got.path).status) == ("none configured", Status.GOOD)
    assert not any(name.endswith((".tsr", ".tsq", ".pem")) for name in got.names())


def test_a_request_that_fails_makes_no_checkpoint(cast: Cast) -> None:
    before = Checkpoint.objects.count()
    with pytest.raises((NotPermitted, Case.DoesNotExist)):
        ask(cast.dewi, cast.case)
    assert Checkpoint.objects.count() == before


def test_a_stamped_log_is_anchored_to_its_end(
    cast: Cast, authority: Authority, tmp_path: Path
) -> None:
    got = packet_of(cast, tmp_path)
    verdict = verify(got.path)
    assert (info_of(got)["Anchoring"], verdict.status) == ("anchored", Status.GOOD)
    [anchor] = verdict.anchors
    assert (anchor.length, anchor.authority) == (verdict.log_entries, NAME)
    assert got.read("data/keys/tsa-chain.pem") == papers().roots.read_bytes()


def test_openssl_believes_the_stamp_too(cast: Cast, authority: Authority, tmp_path: Path) -> None:
    got = packet_of(cast, tmp_path)
    [anchor] = verify(got.path).anchors
    with zipfile.ZipFile(got.path) as archive:
        archive.extractall(tmp_path / "out")
    [folder] = (tmp_path / "out").iterdir()
    assert openssl_verifies(folder, anchor.checkpoint, int(anchor.at.timestamp()))


def openssl_verifies(folder: Path, number: int, moment: int) -> bool:
    """With the command that the verifier prints."""
    files = f"-data data/anchors/{number}.checkpoint -in data/anchors/{number}-1.tsr"
    command = f"openssl ts -verify {files} -CAfile data/keys/tsa-chain.pem -attime {moment}"
    done = subprocess.run(command.split(), cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def test_a_packet_before_its_stamp_says_so_and_carries_an_earlier_one(
    cast: Cast, authority: Authority, tmp_path: Path
) -> None:
    make_checkpoint()
    ask_authorities()
    stamped = Checkpoint.objects.get()
    write_note(cast.ani, cast.case, "Catatan sesudah cap")
    got = packet_of(cast, tmp_path, is_asked=False)
    verdict = verify(got.path)
    assert (info_of(got)["Anchoring"], verdict.status) == ("pending", Status.INCOMPLETE)
    assert incomplete(verdict) == {"not yet anchored in time"}
    assert [anchor.checkpoint for anchor in verdict.anchors] == [stamped.number]
    assert len(got.json("data/custody/inclusion.json")["proofs"]) == 2


def test_a_packet_before_any_stamp_is_pending(
    cast: Cast, authority: Authority, tmp_path: Path
) -> None:
    got = packet_of(cast, tmp_path, is_asked=False)
    assert (info_of(got)["Anchoring"], verify(got.path).status) == ("pending", Status.INCOMPLETE)


@pytest.mark.parametrize("mode", MODES)
def test_no_authority_keeps_a_packet_or_a_page(
    mode: str, cast: Cast, authority: Authority, tmp_path: Path, settings: Any
) -> None:
    authority.mode, settings.TSA_TIMEOUT_SECONDS = mode, patience_with(mode)
    browser = client_of(cast.ani)
    got = packet_of(cast, tmp_path)
    assert verify(got.path).status is Status.INCOMPLETE
    assert TimeStamp.objects.get().failure
    assert shows_her_case(browser, cast)


def shows_her_case(browser: Client, cast: Cast) -> bool:
    page = browser.get(reverse("cases:task-list", args=[cast.case.ref]), secure=True)
    return page.status_code == 200


def test_the_report_and_both_readmes_say_how_far_and_when(
    cast: Cast, authority: Authority, tmp_path: Path
) -> None:
    got = packet_of(cast, tmp_path)
    length = info_of(got)["Log-Entries"]
    moment = f"{TimeStamp.objects.get().stamped_at:%Y-%m-%d %H:%M:%S} UTC"
    texts = (got.read(name).decode() for name in ("README.txt", "BACA-SAYA.txt"))
    english, indonesian = (" ".join(text.split()) for text in texts)
    assert f"up to entry {length}, at {moment}, by {NAME}" in english
    assert f"sampai entri {length}, pada " in indonesian
    assert moment in indonesian


def test_another_case_that_is_erased_takes_nothing_from_a_packet(
    cast: Cast, authority: Authority, tmp_path: Path
) -> None:
    other = log_of_three()
    make_checkpoint()
    erase_log(other.case)
    got = packet_of(cast, tmp_path)
    assert verify(got.path).status is Status.GOOD
