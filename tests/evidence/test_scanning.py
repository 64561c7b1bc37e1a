"""A virus scanner is asked where one is configured; it holds nothing up, and tells nobody."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.exceptions import NotOpened
from custody.enums import CustodyAction
from evidence.details import ItemDetails
from evidence.enums import HeldReason, ItemState
from evidence.models import EvidenceItem
from evidence.scanning import Finding, Scan, address_of, scan
from evidence.sealing import open_details
from evidence.services import Admission, admit_evidence
from evidence.storage import delete_blob
from evidence.uploads import sealed_upload
from jobs.models import Job
from jobs.services import make_worker_key
from tests import clamd, sample_files, sample_kinds
from tests.clamd import EICAR, SIGNATURE, Clamd
from tests.evidence.owned import Owned
from tests.jobs.casework import run_jobs

FOUND = Finding(Scan.FOUND, SIGNATURE)


@pytest.fixture(params=["socket", "port"])
def scanner(request: Any, settings: Any, tmp_path: Path) -> Iterator[Clamd]:
    with clamd.listening(tmp_path / "s" if request.param == "socket" else None) as (it, address):
        settings.CLAMD_SOCKET = address
        yield it


@pytest.fixture
def worker(hers: Owned, settings: Any, tmp_path: Path) -> None:
    settings.RUN_DIR = tmp_path
    make_worker_key()


@pytest.fixture
def one(settings: Any, tmp_path: Path, worker: None) -> Iterator[Clamd]:
    with clamd.listening(tmp_path / "s") as (it, address):
        settings.CLAMD_SOCKET = address
        yield it


def keep(hers: Owned, name: str, content: bytes, *, is_run: bool = True) -> EvidenceItem:
    keys = hers.person.keys(hers.case)
    told = Admission("Isi", shows_adults_only=True, is_kept_as_is=True)
    upload = sealed_upload(hers.case, name, [content])
    item = admit_evidence(hers.person.actor, keys, upload, told)
    if is_run:
        run_jobs(item.id)
    item.refresh_from_db()
    return item


def details_of(hers: Owned, item: EvidenceItem) -> ItemDetails:
    return open_details(hers.person.keys(hers.case), item)


class TestProtocol:
    def test_pieces_arrive_as_one_file(self, scanner: Clamd) -> None:
        pieces = [b"a" * 700_000, b"", b"b" * 3]
        assert scan(pieces) == Finding(Scan.CLEAN)
        assert scanner.files == [b"".join(pieces)]

    def test_what_is_found_has_a_name(self, scanner: Clamd) -> None:
        assert scan([b"x" * 300_000, EICAR]) == FOUND

    @pytest.mark.parametrize(
        "answer",
        [b"stream: Heuristic ERROR\0", b"OK\0", b"stream: OKAY\0", b"x" * 9000 + b"\0", b"\0"],
    )
    def test_no_clear_answer_is_none(self, scanner: Clamd, answer: bytes) -> None:
        scanner.answer = answer
        assert scan([b"isi"]) == Finding(Scan.NOT_DONE)

    def test_a_long_name_is_cut(self, scanner: Clamd) -> None:
        scanner.answer = b"stream: " + b"\xff" * 3000 + b" FOUND\0"
        assert len(scan([b"isi"]).signature) == 200

    def test_a_file_above_its_limit_is_not_looked_at(self, scanner: Clamd) -> None:
        scanner.most_bytes = 1000
        assert scan([b"a" * 1000] * 4000).scan == Scan.NOT_DONE

    def test_one_that_hangs_up_has_said_nothing(self, scanner: Clamd) -> None:
        scanner.is_rude = True
        assert scan([b"isi"]).scan == Scan.NOT_DONE

    @pytest.mark.parametrize("address", ["/nobody/here", "127.0.0.1:1", "no address"])
    def test_one_that_is_not_there_has_said_nothing(self, settings: Any, address: str) -> None:
        settings.CLAMD_SOCKET = address
        pieces = iter([b"a", b"b"])
        assert scan(pieces).scan == Scan.NOT_DONE
        assert list(pieces) == []

    def test_one_that_never_answers_is_not_waited_for(self, settings: Any, tmp_path: Path) -> None:
        with clamd.socket.socket(clamd.socket.AF_UNIX) as silent:
            silent.bind(str(tmp_path / "s"))
            silent.listen()
            settings.CLAMD_SOCKET, settings.CLAMD_TIMEOUT_SECONDS = str(tmp_path / "s"), 0.05
            assert scan([b"isi"]).scan == Scan.NOT_DONE

    def test_a_file_that_does_not_open_is_no_fault_of_the_scanner(self, scanner: Clamd) -> None:
        def pieces() -> Iterator[bytes]:
            yield b"isi"
            raise NotOpened

        with pytest.raises(NotOpened):
            scan(pieces())
        assert scanner.files == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("scanner.internal:3310", ("scanner.internal", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_an_address_is_a_path_or_a_host_and_a_port(text: str, address: object) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize("text", ["clamd.ctl", "host:", ":3310", "host:0", "host:70000", "a:b"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        address_of(text)


KEPT = {
    "a picture": ("foto.jpg", sample_files.jpeg()),
    "a text": ("catatan.txt", sample_files.text()),
    "a document": ("surat.docx", sample_kinds.docx()),
    "a sound": ("suara.amr", sample_kinds.amr()),
}


@pytest.mark.parametrize(("name", "content"), KEPT.values(), ids=KEPT)
def test_every_file_is_shown_to_the_scanner_once(
    hers: Owned, one: Clamd, name: str, content: bytes
) -> None:
    item = keep(hers, name, content)
    assert one.files == [content]
    assert item.state == ItemState.READY
    assert details_of(hers, item).facts["is_scanned"] is True


@pytest.mark.parametrize(
    ("name", "content"),
    [("catatan.txt", EICAR), ("foto.jpg", sample_files.jpeg() + EICAR), ("a.exe", b"MZ\0" + EICAR)],
)
def test_what_is_found_is_held_and_has_no_preview(
    hers: Owned, one: Clamd, name: str, content: bytes
) -> None:
    item = keep(hers, name, content)
    details = details_of(hers, item)
    assert (item.state, details.held_reason) == (ItemState.HELD, HeldReason.MALWARE)
    assert details.sent_as(item.state) == "bin"
    assert not item.derivatives.filter(blob__isnull=False).exists()


def test_the_name_of_what_was_found_stands_sealed_and_nowhere_else(
    hers: Owned, one: Clamd, caplog: pytest.LogCaptureFixture
) -> None:
    item = keep(hers, "catatan.txt", EICAR)
    assert details_of(hers, item).facts["signature"] == SIGNATURE
    [event] = hers.log(CustodyAction.ITEM_HELD)
    assert event.details["reason"] == "malware"
    assert SIGNATURE not in str(event.details)
    page = hers.text(hers.item_page("item", item))
    assert "virus scanner found something" in page
    assert SIGNATURE not in page + caplog.text


def test_without_an_answer_the_item_is_ready_and_says_so(hers: Owned, one: Clamd) -> None:
    one.is_rude = True
    item = keep(hers, "foto.jpg", sample_files.jpeg())
    assert item.has_picture
    assert details_of(hers, item).facts["is_scanned"] is False
    assert "Has not checked it" in hers.text(hers.item_page("item", item))


def test_what_is_kept_as_it_is_stays_held_when_nothing_is_found(hers: Owned, one: Clamd) -> None:
    item = keep(hers, "a.exe", b"MZ\0")
    assert (item.state, details_of(hers, item).held_reason) == (ItemState.HELD, "kept_as_is")
    assert hers.log(CustodyAction.ITEM_CHECKED)[-1].obj == item.id


def test_a_file_that_waits_for_the_scanner_says_so(hers: Owned, one: Clamd) -> None:
    item = keep(hers, "catatan.txt", b"isi", is_run=False)
    assert item.state == ItemState.RECEIVED
    assert "is being checked for viruses" in hers.text(hers.item_page("item", item))


def test_an_original_that_is_gone_is_noted_as_damaged(hers: Owned, one: Clamd) -> None:
    item = keep(hers, "catatan.txt", b"isi", is_run=False)
    delete_blob(item.blob)
    run_jobs(item.id)
    item.refresh_from_db()
    assert (item.state, one.files) == (ItemState.DAMAGED, [])


def test_without_a_scanner_nothing_is_sent_and_only_pictures_get_a_job(
    hers: Owned, worker: None
) -> None:
    item = keep(hers, "catatan.txt", b"isi")
    assert (item.state, Job.objects.count()) == (ItemState.READY, 0)
    picture = keep(hers, "foto.jpg", sample_files.jpeg())
    assert "is_scanned" not in details_of(hers, picture).facts


@pytest.mark.skipif(shutil.which("clamd") is None, reason="no clamd on this machine")
def test_the_real_one_agrees(settings: Any, tmp_path: Path) -> None:
    where = tmp_path / "clamd.ctl"
    database = tmp_path / "own.ndb"
    database.write_text(f"{SIGNATURE}:0:0:{EICAR.hex()}\n")
    config = tmp_path / "clamd.conf"
    config.write_text(f"LocalSocket {where}\nDatabaseDirectory {tmp_path}\nForeground yes\n")
    with subprocess.Popen(["clamd", "-c", str(config)], stdout=subprocess.PIPE) as daemon:
        try:
            for line in daemon.stdout or ():
                if b"Self checking" in line or b"Unix socket file" in line:
                    break
            settings.CLAMD_SOCKET = str(where)
            assert scan([b"isi"]).scan == Scan.CLEAN
            assert scan([EICAR]).scan == Scan.FOUND
        finally:
            daemon.terminate()
