"""Messages of a chat in a packet: word for word, by the export's clock, with where they stand."""

import json

import pytest

from packets.builders.content import PacketQuote
from packets.builders.quotes import NO_TEXT, PRINTED_LETTERS, clock_of, quote_as_data, source_of
from packets.builders.report import report_data
from packets.builders.timeline import timeline_json
from tests.packets.making import content, incident, item
from tests.packets.test_builders_timeline import rows_of, timeline_csv


def quote(**changes: object) -> PacketQuote:
    told = {
        "label": "B-01",
        "sha256": "a" * 64,
        "member": "",
        "line_from": 12,
        "line_to": 12,
        "raw_sha256": "b" * 64,
        "reader": "whatsapp/1",
        "wall": "2026-07-21T03:15",
        "zone": "WIB",
        "sender": "Andi",
        "text": "Halo",
    }
    return PacketQuote(**(told | changes))


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, "21 Juli 2026, pukul 03.15 WIB"),
        ({"wall": "2026-07-21T03:15:42"}, "21 Juli 2026, pukul 03.15.42 WIB"),
        ({"zone": "UTC+10.00"}, "21 Juli 2026, pukul 03.15 UTC+10.00"),
        ({"wall": "entah"}, "entah"),
    ],
)
def test_a_message_tells_the_clock_of_its_export(changes: dict[str, str], printed: str) -> None:
    assert clock_of(quote(**changes)) == printed


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, "B-01, baris 12"),
        ({"member": "_chat.txt", "line_to": 14}, "B-01, _chat.txt, baris 12–14"),
        ({"label": ""}, "berkas yang tidak disertakan, baris 12"),
    ],
)
def test_a_message_tells_where_it_stands(changes: dict[str, object], printed: str) -> None:
    assert source_of(quote(**changes)) == printed


def test_a_long_message_is_cut_on_paper_and_whole_in_the_data() -> None:
    text = "kata " * PRINTED_LETTERS
    whole = content((item(1),), incidents=(incident(1, quotes=(quote(text=text),)),))
    printed = quote_as_data(quote(text=text))["text"]
    assert printed.endswith("(selengkapnya dalam B-01, baris 12)")
    assert json.loads(timeline_json(whole))["incidents"][0]["quotes"][0]["text"] == text


def test_a_message_without_text_names_its_file_or_says_so() -> None:
    assert quote_as_data(quote(text=""))["text"] == NO_TEXT
    assert quote_as_data(quote(text="", media="IMG-1.jpg"))["text"] == "[IMG-1.jpg]"


def test_the_report_prints_each_line_of_a_message_and_what_to_know_of_it() -> None:
    said = quote(text="satu\ndua \u202e", flags=("edited", "like_a_header"))
    data, _ = report_data(content((item(1),), incidents=(incident(1, quotes=(said,)),)), [])
    printed = data["incidents"][0]["quotes"][0]
    assert printed["text"] == ["satu", "dua ‹U+202E›"]
    assert printed["flags"].startswith("pernah diubah oleh pengirimnya, memuat baris")


def test_a_spreadsheet_runs_no_message() -> None:
    whole = content((item(1),), incidents=(incident(1, quotes=(quote(text="=1+1\n=2"),)),))
    cell = rows_of(timeline_csv(whole))[0]["quotes"]
    assert cell == "[2026-07-21T03:15 WIB] Andi: =1+1\n'=2 (B-01, baris 12)"
