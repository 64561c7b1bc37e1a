"""What is covered once a packet is made, or while it is written, is in no packet that leaves."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.redaction import BAR
from cases.services import save_record
from evidence.covers import EVERYTHING
from evidence.models import EvidenceItem
from evidence.services import redact_item
from jobs.enums import JobState
from jobs.services import run_job
from packets.models import ReportPacket
from packets.services import building
from tests.cases.pages import make_record
from tests.cast import Cast
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import ask, build, download, job_of

pytestmark = pytest.mark.django_db

PLAIN = IncidentDetails(note="Rina menulis")
COVERED = replace(PLAIN, covered=("rina",))


def write(cast: Cast, details: IncidentDetails, row: CaseRecord) -> None:
    keys = cast.ani.keys(cast.case)
    row.refresh_from_db()
    save_record(cast.ani.actor, keys, RecordKind.INCIDENT, details, row)


def cover_note(cast: Cast, note: CaseRecord, item: EvidenceItem) -> None:
    write(cast, COVERED, note)


def cover_picture(cast: Cast, note: CaseRecord, item: EvidenceItem) -> None:
    redact_item(cast.ani.actor, cast.ani.keys(cast.case), item, (EVERYTHING,))


def change_note(cast: Cast, note: CaseRecord, item: EvidenceItem) -> None:
    write(cast, replace(PLAIN, platform="telegram"), note)


def uncover_note(cast: Cast, note: CaseRecord, item: EvidenceItem) -> None:
    write(cast, PLAIN, note)


Act = Callable[[Cast, CaseRecord, EvidenceItem], None]


@pytest.mark.parametrize("name", ["ani", "budi"])
@pytest.mark.parametrize("cover", [cover_note, cover_picture])
def test_a_packet_that_shows_it_is_gone(cover: Act, name: str, cast: Cast) -> None:
    note = make_record(owner=cast.ani, case=cast.case, details=PLAIN)
    item = keep_file(cast.ani, cast.case)
    packet = ask(cast.everybody[name], cast.case)
    assert build(packet) == JobState.READY
    cover(cast, note, item)
    assert not ReportPacket.objects.for_upkeep().exists()


@pytest.mark.parametrize("change", [change_note, uncover_note])
def test_a_packet_in_which_nothing_more_is_covered_stays(change: Act, cast: Cast) -> None:
    note = make_record(owner=cast.ani, case=cast.case, details=COVERED)
    item = keep_file(cast.ani, cast.case)
    packet = ask(cast.ani, cast.case)
    build(packet)
    change(cast, note, item)
    assert ReportPacket.objects.for_upkeep().filter(pk=packet.pk).exists()


def test_a_packet_that_is_being_written_is_begun_anew(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She covers between the reading of the log and the end of the run."""
    note = make_record(owner=cast.ani, case=cast.case, details=PLAIN)
    packet, whole = ask(cast.ani, cast.case), building.write_packet

    def slowly(*args: object) -> object:
        written = whole(*args)
        if not CaseRecord.objects.within(pk=note.pk, revision=2).exists():
            write(cast, COVERED, note)
        return written

    monkeypatch.setattr(building, "write_packet", slowly)
    assert build(packet) == JobState.QUEUED
    run_job(job_of(packet).id)
    assert download(cast.ani, packet, tmp_path).notes == [f"{BAR} menulis"]
