"""What a packet tells its reader, whoever asked for it and in whatever language."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from cases import services as cases
from cases.details import IncidentDetails, ReportDetails
from cases.enums import RecordKind
from cases.models import CaseRecord
from core.dates import ClaimedTime, Precision, Zone
from jobs.models import WorkerKey
from jobs.services import make_worker_key
from resources.services import load_resources
from tests.cast import Cast, make_cast
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import Downloaded, packet_in_hand
from tests.packets.test_builders_report import flat, raw_text_of

pytestmark = pytest.mark.django_db

ENGLISH = (
    *("Threat", "former partner", "about 5", "not remembered", "Sent", "March", "Paralegal of"),
    *("Spread", "January", "Extortion"),
)


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.RUN_DIR = tmp_path
    load_resources()
    return make_cast()


@pytest.fixture(autouse=True)
def worker(cast: Cast) -> WorkerKey:
    return make_worker_key()


def happened(cast: Cast, row: CaseRecord | None = None, **changes: Any) -> CaseRecord:
    claimed = ClaimedTime(Precision.ABOUT, 2026, 3, 5, 14, 5, Zone.WITA)
    told = {"forms": ("sextortion",), "relation": "mantan", "respondent": "R.", "note": "Catatan."}
    details = IncidentDetails(**told | {"claimed": claimed.to_json()} | changes)
    keys = cast.ani.keys(cast.case)
    return cases.save_record(cast.ani.actor, keys, RecordKind.INCIDENT, details, row)


def report_of(got: Downloaded) -> str:
    return flat(raw_text_of(got.read("data/report.pdf")))


def test_asked_for_in_english_it_is_written_in_indonesian(cast: Cast, tmp_path: Path) -> None:
    details = ReportDetails(platform="instagram", status="sent", sent_on="2026-03-06")
    keys = cast.ani.keys(cast.case)
    cases.save_record(cast.ani.actor, keys, RecordKind.PLATFORM_REPORT, details)
    happened(cast)
    keep_file(cast.ani, cast.case)
    with override("en"):
        got = packet_in_hand(cast.ani, cast.case, tmp_path)
    told = report_of(got)
    assert "sekitar 5 Maret 2026, pukul 14.05 WITA" in told
    assert "R. (mantan pasangan)" in told
    assert "Language: id\n" in got.read("bag-info.txt").decode()
    timeline = (got.read("data/timeline.json") + got.read("data/timeline.csv")).decode()
    assert [word for word in ENGLISH if word in told + timeline] == []


def test_a_revised_incident_tells_when_it_was_first_kept_and_when_changed(
    cast: Cast, tmp_path: Path
) -> None:
    row = happened(cast)
    happened(cast, row, note="Diperbaiki.")
    [incident] = packet_in_hand(cast.ani, cast.case, tmp_path).json("data/timeline.json")[
        "incidents"
    ]
    row.refresh_from_db()
    last = row.revisions.get(revision=2)
    assert (incident["note"], incident["revision"]) == ("Diperbaiki.", 2)
    assert incident["recorded_at"] == f"{row.created_at:%Y-%m-%dT%H:%M:%SZ}"
    assert incident["revised_at"] == f"{last.created_at:%Y-%m-%dT%H:%M:%SZ}"


def test_incidents_in_three_zones_keep_one_order(cast: Cast, tmp_path: Path) -> None:
    """Half past midnight in the east is before half past eleven in the west, the day before."""
    west = ClaimedTime(Precision.EXACT, 2026, 2, 28, 23, 30, Zone.WIB)
    east = ClaimedTime(Precision.EXACT, 2026, 3, 1, 0, 30, Zone.WIT)
    for claimed in (west, east):
        happened(cast, claimed=claimed.to_json())
    incidents = packet_in_hand(cast.ani, cast.case, tmp_path).json("data/timeline.json")[
        "incidents"
    ]
    assert [each["number"] for each in incidents] == [1, 2]
    assert [each["claimed"]["zone"] for each in incidents] == ["WIT", "WIB"]


def test_an_unknown_relation_is_not_told(cast: Cast, tmp_path: Path) -> None:
    happened(cast, relation="tidak_tahu")
    [incident] = packet_in_hand(cast.ani, cast.case, tmp_path).json("data/timeline.json")[
        "incidents"
    ]
    assert (incident["respondent"], incident["relation"]) == ("R.", "")


@pytest.mark.parametrize(("name", "source"), [("ani", "LBH Penyelenggara"), ("budi", "LBH Satu")])
def test_the_packet_names_whom_to_ask_and_which_organisation_asked(
    name: str, source: str, cast: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.CONTACT = {"name": "LBH Penyelenggara", "email": "halo@contoh.invalid"}
    got = packet_in_hand(cast.everybody[name], cast.case, tmp_path)
    info, told = got.read("bag-info.txt").decode(), report_of(got)
    assert f"Source-Organization: {source}\n" in info
    assert "Contact-Email: halo@contoh.invalid\n" in info
    assert "LBH Penyelenggara, halo@contoh.invalid" in told
    assert ("Diminta oleh LBH Satu" in told) is (name == "budi")


def test_two_packets_of_one_case_have_two_numbers(cast: Cast, tmp_path: Path) -> None:
    numbers = set()
    for _ in range(2):
        info = packet_in_hand(cast.ani, cast.case, tmp_path).read("bag-info.txt").decode()
        numbers.add(info.partition("External-Identifier: ")[2].partition("\n")[0])
    assert len(numbers) == 2


def test_staff_are_named_singly_with_their_reasons(cast: Cast, tmp_path: Path) -> None:
    cases.note_opening(cast.budi.actor, cast.budi.keys(cast.case), "melengkapi kronologi")
    told = report_of(packet_in_hand(cast.ani, cast.case, tmp_path))
    assert "Catatan kasus dibuka Paralegal" in told
    assert "melengkapi kronologi" in told
