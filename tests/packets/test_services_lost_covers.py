"""Somebody with the database takes a revision away: what was covered in it comes out nowhere."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cases.details import IncidentDetails, Quote, ReportDetails
from cases.enums import RecordKind
from cases.models import CaseRecord, RecordRevision
from cases.redaction import BAR
from cases.services import remove_record, save_record
from packets.builders.wording import WORDLESS
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.services import outcome_of, request_packet
from tests.cases.pages import make_record
from tests.cast import Cast
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import (
    Downloaded,
    ask,
    build,
    download,
    hers,
    log_of_case,
    packet_in_hand,
)
from tests.packets.test_builders_report import raw_text_of

pytestmark = pytest.mark.django_db

PLAIN = IncidentDetails(
    note="Rina menulis", respondent="Rina", accounts=("@rina",), addresses=("https://t.me/rina",)
)
COVERED = replace(PLAIN, covered=("rina",))


def write(cast: Cast, details: IncidentDetails, row: CaseRecord | None = None) -> CaseRecord:
    keys = cast.ani.keys(cast.case)
    return save_record(cast.ani.actor, keys, RecordKind.INCIDENT, details, row)


def set_back(row: CaseRecord) -> None:
    """As after a theft: the newest revision is gone, and the row says the one before."""
    RecordRevision.objects.filter(record=row, revision__gt=1).delete()
    CaseRecord.objects.within(pk=row.pk).update(revision=1)


def covered_and_set_back(cast: Cast) -> CaseRecord:
    row = write(cast, PLAIN)
    write(cast, COVERED, row)
    set_back(row)
    return row


def in_hand(cast: Cast, packet: ReportPacket, folder: Path) -> Downloaded:
    build(packet)
    return download(cast.ani, packet, folder)


def test_the_words_of_a_note_set_back_stay_out_everywhere(cast: Cast, tmp_path: Path) -> None:
    covered_and_set_back(cast)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert b"rina" not in got.everything.lower()
    assert "rina" not in raw_text_of(got.read("data/report.pdf")).lower()
    assert got.notes == [WORDLESS]
    assert WORDLESS.encode() in got.read("data/timeline.csv")
    [told] = got.json("data/timeline.json")["incidents"]
    assert (told["words_left_out"], told["addresses"], told["accounts"]) == (True, [], [])


def test_the_packet_its_texts_and_the_verifier_tell_it(cast: Cast, tmp_path: Path) -> None:
    covered_and_set_back(cast)
    packet = ask(cast.ani, cast.case)
    got = in_hand(cast, packet, tmp_path)
    assert b"Words-Left-Out: 1\n" in got.read("bag-info.txt")
    assert b"kejadian 1: kata-kata pelapor tidak disertakan" in got.read("BACA-SAYA.txt")
    assert b"incident 1: its words are left out" in got.read("README.txt")
    status, told = got.verified()
    assert (status, "without its words: incident 1" in told) == (2, True), told
    assert outcome_of(cast.ani.keys(cast.case), hers(cast.ani, packet)).wordless == (1,)


def test_what_a_lost_note_covered_elsewhere_is_covered_still(cast: Cast, tmp_path: Path) -> None:
    """Nobody knows any more which words those were: of all texts none leaves."""
    item = keep_file(cast.ani, cast.case, name="dari rina.png")
    report = ReportDetails(platform="telegram", addresses=("https://t.me/rina",), ticket="Rina 1")
    make_record(owner=cast.ani, case=cast.case, details=report)
    write(cast, IncidentDetails(note="Kata Rina"))
    row = write(cast, COVERED)
    row.delete()
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert b"rina" not in got.everything.lower()
    meta = got.json("data/evidence/001/meta.json")
    assert (meta["label"], meta["name"], meta["statement"]) == (item.label, BAR, BAR)
    assert got.notes == [WORDLESS]
    assert got.verified()[0] == 2


def test_covers_lost_while_a_packet_waits_keep_its_words_out(cast: Cast, tmp_path: Path) -> None:
    row = write(cast, PLAIN)
    packet = ask(cast.ani, cast.case)
    write(cast, COVERED, row)
    set_back(row)
    got = in_hand(cast, packet, tmp_path)
    assert (got.notes, b"Rolled-Back: none" in got.read("bag-info.txt")) == ([WORDLESS], True)


def test_writing_on_over_a_note_set_back_brings_nothing_out(cast: Cast, tmp_path: Path) -> None:
    """The next revision has the number of the one that is gone: only the log tells them apart."""
    row = covered_and_set_back(cast)
    over = [event.seq for event in log_of_case(cast.ani, cast.case)][-1]
    row.refresh_from_db()
    write(cast, replace(PLAIN, platform="telegram"), row)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert b"rina" not in got.everything.lower()
    assert f"Rolled-Back: {over}\n".encode() in got.read("bag-info.txt")


def test_an_older_revision_under_a_newer_number_brings_nothing_out(
    cast: Cast, tmp_path: Path
) -> None:
    row = write(cast, PLAIN)
    older = write(cast, replace(PLAIN, platform="telegram"), row)
    kept = bytes(RecordRevision.objects.get(record=older, revision=2).sealed)
    set_back(row)
    row.refresh_from_db()
    write(cast, COVERED, row)
    RecordRevision.objects.filter(record=row, revision=2).update(sealed=kept)
    assert packet_in_hand(cast.ani, cast.case, tmp_path).notes == [WORDLESS]


def test_a_chat_of_which_a_lost_note_covered_a_message_stays_out(
    cast: Cast, tmp_path: Path
) -> None:
    item = keep_file(cast.ani, cast.case, b"21/07/26 03.15 - Rina: halo\n", name="obrolan.txt")
    row = write(cast, replace(PLAIN, note=""))
    quote = Quote(item=str(item.id), sender="Rina", text="halo")
    write(cast, replace(COVERED, quotes=(quote,)), row)
    CaseRecord.objects.within(pk=row.pk).update(revision=1)
    assert packet_in_hand(cast.ani, cast.case, tmp_path).originals == []


def test_a_note_taken_out_that_came_back_says_nothing(cast: Cast, tmp_path: Path) -> None:
    row = write(cast, PLAIN)
    remove_record(cast.ani.actor, cast.ani.keys(cast.case), row)
    CaseRecord.objects.within(pk=row.pk).update(removed_at=None)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert b"rina" not in got.everything.lower()


def test_a_report_set_back_stays_out(cast: Cast, tmp_path: Path) -> None:
    report = ReportDetails(platform="telegram", addresses=("https://t.me/rina",))
    row = make_record(owner=cast.ani, case=cast.case, details=report)
    keys, newer = cast.ani.keys(cast.case), replace(report, addresses=())
    save_record(cast.ani.actor, keys, RecordKind.PLATFORM_REPORT, newer, row)
    set_back(row)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert got.json("data/timeline.json")["platform_reports"] == []


def take_out(cast: Cast, row: CaseRecord) -> None:
    remove_record(cast.ani.actor, cast.ani.keys(cast.case), row)


def leave(cast: Cast, row: CaseRecord) -> None:
    assert row.pk


@pytest.mark.parametrize(("act", "notes"), [(leave, [WORDLESS] * 2), (take_out, ["Kata Sari"])])
def test_a_note_that_she_takes_out_holds_nothing_back(
    act: Callable[[Cast, CaseRecord], None], notes: list[str], cast: Cast, tmp_path: Path
) -> None:
    """Then she writes it down anew, and all other words leave as before."""
    row = covered_and_set_back(cast)
    write(cast, IncidentDetails(note="Kata Sari"))
    act(cast, row)
    assert packet_in_hand(cast.ani, cast.case, tmp_path).notes == notes


def test_where_nothing_was_covered_other_words_leave(cast: Cast, tmp_path: Path) -> None:
    row = write(cast, PLAIN)
    write(cast, replace(PLAIN, platform="telegram"), row)
    write(cast, IncidentDetails(note="Kata Sari"))
    set_back(row)
    assert packet_in_hand(cast.ani, cast.case, tmp_path).notes == [WORDLESS, "Kata Sari"]


def test_with_the_originals_other_words_leave_whatever_was_covered(
    cast: Cast, tmp_path: Path
) -> None:
    covered_and_set_back(cast)
    write(cast, IncidentDetails(note="Kata Sari"))
    keys = cast.ani.keys(cast.case)
    packet = request_packet(cast.ani.actor, keys, PacketKind.POLICE, uses_originals=True)
    assert in_hand(cast, packet, tmp_path).notes == [WORDLESS, "Kata Sari"]
