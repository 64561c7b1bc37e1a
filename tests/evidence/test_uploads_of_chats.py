"""An exported chat that comes in parts is taken as the page of a chat takes it."""

from pathlib import Path

import pytest

from core.dates import Zone
from core.forms import CHOICE_NEEDED
from evidence.exceptions import Refusal
from evidence.forms.files import CHATS_TAKEN, KEPT_AS_IS, KINDS_TAKEN
from evidence.sealing import open_details
from evidence.sniffing import FileClass
from tests import sample_files, sample_kinds
from tests.evidence.conftest import Desk, files_left
from tests.evidence.parts import TEXT, begin, message, send

PAGE = b"<!doctype html><title>Chat</title><p>" + TEXT
DRAWING = sample_files.not_taken()["gambar.svg"]


def kept(desk: Desk, name: str, content: bytes, **told: object) -> None:
    sending = send(desk, name, content, **told)
    sending.all(content)
    answer = sending.finish()
    assert answer.status_code == 201, answer.content


@pytest.mark.parametrize(
    ("zone", "offset", "clock"), [("WITA", "", Zone.WITA), ("elsewhere", "UTC+05:30", "UTC+05:30")]
)
def test_its_clock_is_kept_with_it(desk: Desk, zone: str, offset: str, clock: str) -> None:
    kept(desk, "chat.txt", TEXT, zone=zone, offset=offset, intimate="yes")
    details = open_details(desk.person.keys(desk.case), desk.items[0])
    assert details.chat is not None
    assert (details.chat.zone, details.is_intimate) == (clock, False)


@pytest.mark.parametrize(
    ("name", "content", "file_class"),
    [
        ("chat.zip", sample_kinds.archive(), FileClass.ARCHIVE),
        ("messages.html", PAGE, FileClass.OTHER),
        ("chat.txt", TEXT, FileClass.TEXT),
    ],
)
def test_an_archive_and_a_page_are_taken_with_a_clock(
    desk: Desk, name: str, content: bytes, file_class: FileClass
) -> None:
    kept(desk, name, content, zone="WIB")
    assert desk.items[0].file_class == file_class


def test_an_archive_without_a_clock_is_told_where_it_goes(desk: Desk) -> None:
    answer = begin(desk, "chat.zip", sample_kinds.archive())
    assert message(answer) == str(Refusal.CHAT_ONLY.label)


@pytest.mark.parametrize(
    ("clock", "field"),
    [({"zone": ""}, "zone"), ({"zone": "Mars"}, "zone"), ({"zone": "elsewhere"}, "offset")],
)
def test_a_clock_that_is_none_is_asked_for(desk: Desk, clock: dict[str, str], field: str) -> None:
    answer = begin(desk, "chat.txt", TEXT, **clock)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_a_picture_is_no_chat_and_the_sentence_says_what_is(desk: Desk) -> None:
    answer = begin(desk, "foto.jpg", sample_files.jpeg(640, 480), zone="WIB")
    assert message(answer) == f"{Refusal.TYPE.label} {CHATS_TAKEN}"


def test_who_is_shown_in_an_archive_is_asked(desk: Desk) -> None:
    answer = begin(desk, "chat.zip", sample_kinds.archive(), zone="WIB", minor="")
    assert message(answer) == str(CHOICE_NEEDED)


def test_with_the_gate_closed_a_chat_is_text(
    desk_of_a_minor: Desk, files_before: set[Path]
) -> None:
    assert begin(desk_of_a_minor, "chat.zip", TEXT, zone="WIB").status_code == 403
    for content in (sample_kinds.archive(), PAGE):
        answer = send(desk_of_a_minor, "chat", content, zone="WIB").part(0, content)
        assert answer.status_code in (403, 422)
    assert set(files_left()) == files_before
    kept(desk_of_a_minor, "chat.txt", TEXT, zone="WIB", minor="")
    assert [item.file_class for item in desk_of_a_minor.items] == [FileClass.TEXT]


def test_an_unknown_kind_comes_in_parts_by_her_own_word(desk: Desk) -> None:
    kept(desk, "gambar.svg", DRAWING, as_is="on")
    [item] = desk.items
    assert (item.file_class, item.state) == (FileClass.OTHER, "held")


def test_without_her_word_an_unknown_kind_is_refused_with_the_way_to_keep_it(
    desk: Desk, files_before: set[Path]
) -> None:
    answer = send(desk, "gambar.svg", DRAWING).part(0, DRAWING)
    assert message(answer) == f"{Refusal.TYPE.label} {KINDS_TAKEN} {KEPT_AS_IS}"
    assert (desk.items, set(files_left())) == ([], files_before)
