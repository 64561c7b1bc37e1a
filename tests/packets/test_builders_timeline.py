"""The chronology as data, for programs and for spreadsheets."""

import csv
import io
import json

import pytest

from packets.builders.timeline import COLUMNS, timeline_csv, timeline_json
from tests.packets.making import content, incident, item


def rows_of(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_incidents_are_in_the_order_of_their_claimed_time() -> None:
    incidents = (incident(3), incident(1, claimed_sort_key=""), incident(2))
    told = json.loads(timeline_json(content(incidents=incidents)))
    assert [each["number"] for each in told["incidents"]] == [2, 3, 1]


def test_an_incident_names_its_items_from_either_side() -> None:
    items = (item(1), item(2, incident_number=1), item(3, incident_number=2))
    whole = content(items, incidents=(incident(1, evidence_numbers=(1, 77)),))
    assert json.loads(timeline_json(whole))["incidents"][0]["evidence"] == ["B-01", "B-02"]
    assert rows_of(timeline_csv(whole))[0]["evidence"] == "B-01; B-02"


def test_text_comes_back_from_json_as_it_was() -> None:
    note = "kata “petik”, 😭\u202e\nbaris dua \ud83d"
    told = json.loads(timeline_json(content(incidents=(incident(1, note=note),))))
    assert told["incidents"][0]["note"] == note


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    note = f'{start}HYPERLINK("http://contoh")'
    row = rows_of(timeline_csv(content(incidents=(incident(1, note=note, accounts=(note,)),))))[0]
    assert row["note"] == f"'{note}"
    assert row["accounts"].startswith("'")


def test_rows_keep_their_columns_whatever_is_in_them() -> None:
    note = 'satu;"dua",\r\ntiga\0'
    rows = rows_of(timeline_csv(content(incidents=(incident(1, note=note), incident(2)))))
    assert len(rows) == 2
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["note"] == 'satu;"dua",\r\ntiga␀'
