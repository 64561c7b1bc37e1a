"""What the verifier says of whole packets: untouched, damaged, waiting, and put together anew."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from packets.builders.content import Anchoring, SourceMissing
from tests.packets.making import (
    KEY,
    OTHER_KEY,
    START,
    LogMaker,
    content,
    damaged_source,
    incident,
    item,
    log_for,
    written,
)
from tests.vaultverify.tampering import files_of, zipped
from vault.signing import key_id
from vaultverify.__main__ import main
from vaultverify.verdict import Status, Verdict
from vaultverify.verify import verify

PROJECT = Path(__file__).resolve().parents[2]


def verdict_on(tmp_path: Path, packet: bytes, pin: str | None = None) -> Verdict:
    path = tmp_path / "packet.zip"
    path.write_bytes(packet)
    return verify(path, pin)


def test_an_untouched_packet_is_good(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, written(content())[0], key_id(KEY.verify_key))
    assert verdict.status is Status.GOOD
    assert verdict.included == ["B-01", "B-02"]
    assert verdict.log_entries == 4


def test_a_packet_without_anything_in_it_is_good(tmp_path: Path) -> None:
    empty = content(evidence=(), incidents=(), reports=())
    assert verdict_on(tmp_path, written(empty)[0]).status is Status.GOOD


def test_a_damaged_item_makes_the_packet_incomplete_and_is_named(tmp_path: Path) -> None:
    items = (item(1), item(2, b"dua", source=damaged_source(b"dua")))
    verdict = verdict_on(tmp_path, written(content(items))[0])
    assert verdict.status is Status.INCOMPLETE
    assert verdict.damaged == ["B-02"]


def test_a_missing_item_makes_the_packet_incomplete_and_is_named(tmp_path: Path) -> None:
    def gone() -> None:
        raise SourceMissing

    verdict = verdict_on(tmp_path, written(content((item(1, source=gone),)))[0])
    assert verdict.status is Status.INCOMPLETE
    assert verdict.missing == ["B-01"]


def test_a_record_that_was_set_back_makes_the_packet_incomplete(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, written(content(rolled_back=(3, 12)))[0])
    assert verdict.status is Status.INCOMPLETE
    assert verdict.rolled_back == ["3", "12"]


def test_an_incident_without_its_words_makes_the_packet_incomplete(tmp_path: Path) -> None:
    incidents = (incident(1), incident(2).without_words())
    verdict = verdict_on(tmp_path, written(content(incidents=incidents))[0])
    assert verdict.status is Status.INCOMPLETE
    assert verdict.words_left_out == ["2"]


def test_an_item_of_the_log_cannot_be_passed_over(tmp_path: Path) -> None:
    log = log_for((item(1), item(2, b"dua")))
    verdict = verdict_on(tmp_path, written(content((item(1),), log))[0])
    assert verdict.status is Status.FAILED
    assert [line.where for line in verdict.lines if line.status is Status.FAILED] == ["entry 3"]


def test_an_item_left_out_on_purpose_leaves_the_packet_good(tmp_path: Path) -> None:
    items = (item(1, is_intimate=True), item(2, b"dua", source=None))
    verdict = verdict_on(tmp_path, written(content(items))[0])
    assert verdict.status is Status.GOOD
    assert verdict.left_out == ["B-01", "B-02"]


def test_a_packet_that_waits_for_its_time_stamp_is_incomplete(tmp_path: Path) -> None:
    packet, _ = written(content(anchoring=Anchoring.PENDING))
    assert verdict_on(tmp_path, packet).status is Status.INCOMPLETE


def test_an_admission_without_details_leaves_the_item_unproven(tmp_path: Path) -> None:
    log = LogMaker()
    log.admit(item(1), is_shown=False)
    verdict = verdict_on(tmp_path, written(content((item(1),), log))[0])
    assert verdict.status is Status.INCOMPLETE


@pytest.mark.parametrize("form", [str, str.upper, lambda pin: f"{pin[:4]} {pin[4:]}"])
def test_the_right_pin_is_accepted_however_it_is_written(tmp_path: Path, form: object) -> None:
    pin = form(key_id(KEY.verify_key))
    assert verdict_on(tmp_path, written(content())[0], pin).status is Status.GOOD


def test_a_packet_made_wholly_under_another_key_fails_only_by_its_pin(tmp_path: Path) -> None:
    items = (item(1),)
    forged, _ = written(content(items, log_for(items, OTHER_KEY), OTHER_KEY))
    assert verdict_on(tmp_path, forged).status is Status.GOOD
    assert verdict_on(tmp_path, forged, key_id(KEY.verify_key)).status is Status.FAILED


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_packet_unpacked_and_zipped_again_is_still_good(tmp_path: Path, method: int) -> None:
    files = files_of(written(content())[0])
    folders = {name: b"" for name in ("", "data/", "data/custody/")}
    packet = zipped(folders | files, "nama lain (1)/", method)
    assert verdict_on(tmp_path, packet).status is Status.GOOD


def test_a_long_log_is_followed_to_its_head(tmp_path: Path) -> None:
    log = log_for((item(1),))
    for _ in range(300):
        log.add("case.opened", role="paralegal", is_shown=False)
    verdict = verdict_on(tmp_path, written(content((item(1),), log))[0])
    assert (verdict.status, verdict.log_entries) == (Status.GOOD, 303)
    assert verdict.log_head == log.head


@pytest.mark.parametrize("garbage", [b"", b"PK", b"\0" * 5000, b"%PDF-1.7\n" * 1000])
def test_what_is_no_zip_is_unreadable(tmp_path: Path, garbage: bytes) -> None:
    assert verdict_on(tmp_path, garbage).status is Status.UNREADABLE


def test_a_path_that_cannot_be_read_is_unreadable(tmp_path: Path) -> None:
    assert verify(tmp_path / "nothing.zip").status is Status.UNREADABLE
    assert verify(tmp_path).status is Status.UNREADABLE


def test_the_command_runs_with_nothing_but_cryptography(tmp_path: Path) -> None:
    path = tmp_path / "packet.zip"
    path.write_bytes(written(content())[0])
    missing = ("django", "vault", "rfc8785", "rfc3161_client")
    allowed = f"import sys; sys.modules.update(dict.fromkeys({missing}));"
    call = "from vaultverify.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", allowed + call, str(path), "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["result"] == "good"
    assert told["fingerprint"] == key_id(KEY.verify_key)


def test_the_report_for_people_is_in_both_languages_and_safe(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pa\x1b[31mcket.zip"
    path.write_bytes(written(content())[0])
    assert main([str(path)]) == 0
    told = capfd.readouterr().out
    assert "cocok di dalam berkas; asalnya belum diperiksa" in told
    assert "\x1b" not in told


def test_a_wrong_call_does_not_end_like_an_incomplete_packet() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--unknown"])
    assert ended.value.code == Status.UNREADABLE


def test_times_in_the_packet_are_those_of_its_making(tmp_path: Path) -> None:
    packet, _ = written(content(made_at=START))
    path = tmp_path / "packet.zip"
    path.write_bytes(packet)
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 3, 5, 14, 5, 0)}
