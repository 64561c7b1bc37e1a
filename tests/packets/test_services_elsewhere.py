"""Fingerprints and addresses in packets: told, listed, and checked like any item."""

import json
from pathlib import Path

import pytest

from cases.services import answer_question
from evidence.models import EvidenceItem
from jobs.enums import JobState
from packets.services import outcome_of
from tests.cast import Cast
from tests.evidence.noted import DIGEST, LOOKS, POST, keep_address, keep_print, print_of
from tests.jobs.casework import write_note
from tests.jobs.packetwork import Downloaded, ask, build, download, hers, packet_in_hand
from tests.packets.test_builders_report import text_of


@pytest.fixture
def got(cast: Cast, tmp_path: Path) -> Downloaded:
    incident = write_note(cast.ani, cast.case, "Ada akun palsu.")
    keep_print(cast.ani, cast.case, incident=incident)
    keep_address(cast.ani, cast.case, incident=incident)
    return packet_in_hand(cast.ani, cast.case, tmp_path)


def meta(got: Downloaded, number: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(got.read(f"data/evidence/{number:03d}/meta.json"))
    return found


def test_a_packet_with_both_verifies(got: Downloaded) -> None:
    status, said = got.verified()
    assert status == 0, said


def test_the_statements_are_in_it_and_can_be_read(got: Downloaded) -> None:
    statement = json.loads(got.read("data/evidence/001/original.json"))
    assert statement["fingerprint"]["sha256"] == DIGEST
    assert "was not received" in statement["is_not"]
    assert json.loads(got.read("data/evidence/002/original.json"))["address"]["url"] == POST


def test_what_is_told_of_a_fingerprint(got: Downloaded) -> None:
    told = meta(got, 1)["fingerprint"]
    assert (told["sha256"], told["pdq"], told["size"]) == (DIGEST, LOOKS, "81920")
    assert (told["kept_where"], told["is_typed"], told["taken"]) == ("HP lama", False, {})


def test_what_is_told_of_an_address(got: Downloaded) -> None:
    told = meta(got, 2)["sighting"]
    assert (told["url"], told["handle"], told["platform"]) == (POST, "akun.palsu", "instagram")
    assert told["seen"]["zone"] == "WITA"


def test_the_timeline_leads_to_both(got: Downloaded) -> None:
    [incident] = json.loads(got.read("data/timeline.json"))["incidents"]
    assert [one["label"] for one in incident["elsewhere"]] == ["B-01", "B-02"]
    assert incident["evidence"] == ["B-01", "B-02"]


def test_the_report_says_where_the_file_is_and_when_it_was_seen(got: Downloaded) -> None:
    shown = " ".join(text_of(got.read("data/report.pdf")).split())
    for told in ("01234567 89abcdef", "tetap pada pelapor", POST, "21 Juli 2026, pukul 21.30 WITA"):
        assert told in shown
    assert "sidik jari" not in shown.lower()


def test_neither_is_counted_as_an_original_that_was_received(got: Downloaded) -> None:
    shown = " ".join(text_of(got.read("data/report.pdf")).split())
    assert "2, berkas asli yang disertakan: 0, catatan tentang tautan, akun, atau" in shown


def test_a_fingerprint_that_is_locked_is_named_and_nothing_more(cast: Cast, tmp_path: Path) -> None:
    keep_print(cast.ani, cast.case, print_of(name="rahasia.jpg"))
    answer_question(cast.ani.actor, cast.ani.keys(cast.case), "q02_usia", ["u18_dulu"])
    packet = ask(cast.ani, cast.case)
    assert build(packet) == JobState.READY
    inside = download(cast.ani, packet, tmp_path)
    assert outcome_of(cast.ani.keys(cast.case), hers(cast.ani, packet)).withheld == ("B-01",)
    whole = b"".join(inside.read(name) for name in inside.names())
    assert not any(word in whole for word in (DIGEST.encode(), b"rahasia.jpg", LOOKS.encode()))
    assert EvidenceItem.objects.visible_to(cast.ani.actor).get().state == "held"
