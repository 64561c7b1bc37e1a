"""The chronology as data, for programs and for spreadsheets."""

import csv
import io
import json

import pytest

from packets.builders.content import PacketTime
from packets.builders.timeline import COLUMNS, timeline_csv, timeline_json
from packets.builders.wording import WORDLESS, claimed
from tests.packets.making import START, content, incident, item


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


SEPARATORS = [";", ",", "\t", "\n", "\r\n", "; ", ';"', '\n""']


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
@pytest.mark.parametrize("separator", SEPARATORS)
def test_no_formula_begins_inside_a_cell(separator: str, sign: str) -> None:
    """Excel in Indonesian splits at semicolons; the quotation marks of a comma file are text."""
    note = f"halo{separator}{sign}HYPERLINK(1)"
    raw = timeline_csv(content(incidents=(incident(1, note=note),)))
    row = rows_of(raw)[0]
    assert row["note"] == f"halo{separator}'{sign}HYPERLINK(1)"
    for delimiter in ";,\t":
        lines = raw.decode("utf-8-sig").splitlines()
        cells = [cell for row in csv.reader(lines, delimiter=delimiter) for cell in row]
        assert not [cell for cell in cells if cell.lstrip(' "').startswith(sign)]


def test_no_sign_turns_what_follows_in_a_cell() -> None:
    note = "a\u202eb\u2067c\u200ed"
    [row] = rows_of(timeline_csv(content(incidents=(incident(1, note=note),))))
    assert row["note"] == "a‹U+202E›b‹U+2067›c\u200ed"


def test_plain_words_with_signs_inside_stay_as_they_are() -> None:
    note = "nilai 1=1, a-b; surel ani@contoh.id +62"
    assert rows_of(timeline_csv(content(incidents=(incident(1, note=note),))))[0]["note"] == note


def test_rows_keep_their_columns_whatever_is_in_them() -> None:
    note = 'satu;"dua",\r\ntiga\0'
    rows = rows_of(timeline_csv(content(incidents=(incident(1, note=note), incident(2)))))
    assert len(rows) == 2
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["note"] == 'satu;"dua",\r\ntiga␀'


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (PacketTime("exact", 2025, 3, 5, 14, 5, "WITA"), "5 Maret 2025, pukul 14.05 WITA"),
        (PacketTime("about", 2025, 3, 5, 0, 0, "WIB"), "sekitar 5 Maret 2025, pukul 00.00 WIB"),
        (PacketTime("day", 2025, 3, 5), "5 Maret 2025 (hanya tanggal)"),
        (PacketTime("about", 2025, 3, 5), "sekitar 5 Maret 2025 (hanya tanggal)"),
        (PacketTime("month", 2025, 3), "Maret 2025 (hanya bulan)"),
        (PacketTime("about", 2025), "sekitar 2025 (hanya tahun)"),
        (PacketTime(), "Waktu tidak diingat"),
    ],
)
def test_a_time_says_how_far_it_is_known(time: PacketTime, told: str) -> None:
    assert claimed(time) == told


def test_parts_of_a_time_that_are_not_known_are_absent() -> None:
    day, exact = PacketTime("day", 2025, 3, 5), PacketTime("exact", 2025, 3, 6, 14, 0, "WIT")
    whole = content(incidents=(incident(1, claimed=day), incident(2, claimed=exact)))
    first, second = json.loads(timeline_json(whole))["incidents"]
    assert first["claimed"] == {"precision": "day", "year": 2025, "month": 3, "day": 5}
    assert (second["claimed"]["minute"], second["claimed"]["zone"]) == (0, "WIT")
    rows = rows_of(timeline_csv(whole))
    assert [(row["precision"], row["zone"]) for row in rows] == [
        ("hanya tanggal", ""),
        ("tepat", "WIT"),
    ]


def test_a_revised_incident_tells_both_its_times() -> None:
    revised = incident(1, revision=3, revised_at=START.replace(day=9))
    whole = content(incidents=(revised, incident(2)))
    first, second = json.loads(timeline_json(whole))["incidents"]
    assert (first["revision"], first["revised_at"]) == (3, "2025-03-09T07:05:00Z")
    assert first["recorded_at"] == "2025-03-05T08:05:00Z"
    assert (second["revision"], second["revised_at"]) == (1, "")
    row = rows_of(timeline_csv(whole))[0]
    assert (row["revision"], row["revised_at_utc"]) == ("3", "2025-03-09T07:05:00Z")


def test_relation_and_respondent_are_one_phrase_in_the_spreadsheet() -> None:
    whole = content(incidents=(incident(1), incident(2, respondent="")))
    rows = rows_of(timeline_csv(whole))
    assert [row["respondent"] for row in rows] == ["R. (mantan pasangan)", "Mantan pasangan"]


def test_of_an_incident_without_words_a_sentence_stands_in_their_place() -> None:
    told = incident(1, note="Rina", quotes=()).without_words()
    whole = content(incidents=(told, incident(2)))
    first, second = json.loads(timeline_json(whole))["incidents"]
    assert (first["note"], first["words_left_out"], second["words_left_out"]) == (
        WORDLESS,
        True,
        False,
    )
    assert (first["accounts"], first["addresses"], first["respondent"]) == ([], [], "")
    assert (first["forms"], first["claimed_time"]) == (second["forms"], claimed(told.claimed))
    assert rows_of(timeline_csv(whole))[0]["note"] == WORDLESS
