"""What the log tells of and the rows no longer hold is named by the packet and its verifier."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cases import services as cases
from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import CaseRecord, RecordRevision
from core.clock import now
from custody.enums import CustodyAction
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from jobs.enums import JobState
from packets.services import outcome_of
from tests import sample_files
from tests.cast import Cast, share
from tests.jobs.casework import keep_file, write_note
from tests.jobs.packetwork import (
    ask,
    build,
    download,
    hers,
    log_of_case,
    packet_in_hand,
)

pytestmark = pytest.mark.django_db


def keep_two(cast: Cast) -> tuple[EvidenceItem, EvidenceItem]:
    first = keep_file(cast.ani, cast.case, sample_files.png(seed=1))
    return first, keep_file(cast.ani, cast.case, sample_files.png(seed=2), name="hilang.png")


def take_away(item: EvidenceItem) -> None:
    EvidenceItem.objects.for_job(item.pk).delete()


def test_an_item_without_its_row_is_told_as_missing(cast: Cast, tmp_path: Path) -> None:
    _, second = keep_two(cast)
    take_away(second)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    meta = got.json("data/evidence/002/meta.json")
    assert (meta["label"], meta["original"], meta["name"]) == ("B-02", "missing", "hilang.png")
    assert meta["obj"] == str(second.pk)
    assert len(meta["sha256"]) == 64
    status, told = got.verified()
    assert (status, "B-02" in told) == (2, True)


def test_a_row_that_goes_after_the_request_is_told_too(cast: Cast, tmp_path: Path) -> None:
    _, second = keep_two(cast)
    packet = ask(cast.ani, cast.case)
    take_away(second)
    assert build(packet) == JobState.READY
    assert download(cast.ani, packet, tmp_path).verified()[0] == 2
    outcome = outcome_of(cast.ani.keys(cast.case), hers(cast.ani, packet))
    assert outcome.damaged == ("B-02",)


def test_a_number_given_away_again_is_not_told_twice(cast: Cast, tmp_path: Path) -> None:
    _, second = keep_two(cast)
    take_away(second)
    third = keep_file(cast.ani, cast.case, sample_files.png(seed=3))
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert third.label == "B-02"
    assert got.json("data/evidence/002/meta.json")["original"] == "included"
    assert got.json("data/evidence/003/meta.json")["obj"] == str(second.pk)
    assert got.verified()[0] == 2
    third.refresh_from_db()
    assert third.state == ItemState.READY


def set_back(row: CaseRecord) -> None:
    CaseRecord.objects.within(pk=row.pk).update(revision=1)


def lose_newest(row: CaseRecord) -> None:
    RecordRevision.objects.get(record=row, revision=2).delete()


def take_out(row: CaseRecord) -> None:
    CaseRecord.objects.within(pk=row.pk).update(removed_at=now())


def hide(row: CaseRecord) -> None:
    CaseRecord.objects.within(pk=row.pk).update(kind=RecordKind.GATE)


@pytest.mark.parametrize("change", [set_back, lose_newest, take_out, hide, CaseRecord.delete])
def test_a_record_that_is_not_as_the_log_left_it_is_named(
    change: Callable[[CaseRecord], object], cast: Cast, tmp_path: Path
) -> None:
    row, keys = write_note(cast.ani, cast.case, "satu"), cast.ani.keys(cast.case)
    revised = IncidentDetails(note="dua")
    cases.save_record(cast.ani.actor, keys, RecordKind.INCIDENT, revised, row)
    newest = list(log_of_case(cast.ani, cast.case))[-1]
    assert newest.act == CustodyAction.RECORD_REVISED
    change(row)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    status, told = got.verified()
    assert (status, f"entry {newest.seq}" in told) == (2, True)
    assert f"Rolled-Back: {newest.seq}\n".encode() in got.read("bag-info.txt")
    assert f"entri {newest.seq} riwayat".encode() in got.read("BACA-SAYA.txt")
    built = list(log_of_case(cast.ani, cast.case))[-2]
    assert built.details["rolled_back"] == str(newest.seq)


def test_a_record_taken_out_that_came_back_by_itself_is_named(cast: Cast, tmp_path: Path) -> None:
    row = write_note(cast.ani, cast.case, "satu")
    cases.remove_record(cast.ani.actor, cast.ani.keys(cast.case), row)
    CaseRecord.objects.within(pk=row.pk).update(removed_at=None)
    assert packet_in_hand(cast.ani, cast.case, tmp_path).verified()[0] == 2


def test_of_the_log_a_member_gets_no_other_organisation(cast: Cast, tmp_path: Path) -> None:
    share(owner=cast.ani, case=cast.case, organization=cast.dua)
    cases.note_opening(cast.dewi.actor, cast.dewi.keys(cast.case), "ALASAN-DUA")
    cases.note_opening(cast.lina.actor, cast.lina.keys(cast.case), "ALASAN-SATU")
    keep_file(cast.ani, cast.case)
    told = {}
    for person in (cast.ani, cast.budi):
        packet = ask(person, cast.case)
        build(packet)
        got = download(person, packet, tmp_path)
        assert got.verified()[0] == 0
        told[person.name] = got.read("data/custody/payloads.jsonl")
    assert b"ALASAN-DUA" in told["Ani"]
    assert b"LBH Dua" in told["Ani"]
    assert b"ALASAN-DUA" not in told["Budi"]
    assert b"LBH Dua" not in told["Budi"]
    assert b"ALASAN-SATU" in told["Budi"]
