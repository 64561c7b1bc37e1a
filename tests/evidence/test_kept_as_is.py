"""What is on no list comes in by her own word, is held, and leaves as bytes; a ZIP with a chat."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import reverse

from evidence.enums import HeldReason, ItemState, Purpose
from evidence.exceptions import Refusal, UploadRefused
from evidence.policies import classes_open, classes_taken
from evidence.sandbox.contract import Reason
from evidence.sealing import open_details
from evidence.services import Admission, admit_evidence
from evidence.sniffing import FileClass
from evidence.uploads import sealed_upload
from tests import sample_files, sample_kinds
from tests.evidence.conftest import Desk, files_left

DRAWING = sample_files.not_taken()["gambar.svg"]
OPEN = {"q01_siapa": ["diri"], "q02_usia": ["dewasa"]}
SHUT = {"q01_siapa": ["diri"], "q02_usia": ["tidak_tahu"]}


def says(answer: HttpResponse, text: object) -> bool:
    return str(text) in answer.content.decode()


def test_without_her_word_it_is_refused_and_gone(desk: Desk, files_before: set[Path]) -> None:
    answer = desk.send("gambar.svg", DRAWING)
    assert says(answer, Refusal.TYPE.label)
    assert (desk.items, set(files_left())) == ([], files_before)


def test_with_her_word_it_is_held_from_the_start(desk: Desk) -> None:
    assert desk.send("gambar.svg", DRAWING, as_is="on").status_code == 302
    [item] = desk.items
    details = open_details(desk.person.keys(desk.case), item)
    assert (item.file_class, item.state) == (FileClass.OTHER, ItemState.HELD)
    assert (details.held_reason, details.extension) == ("kept_as_is", "bin")
    assert not item.derivatives.exists()
    page = desk.client.get(reverse("evidence:item", args=[desk.case.ref, item.ref]))
    assert says(page, details.held_sentence)


def test_her_word_opens_no_gate(desk: Desk, desk_of_a_minor: Desk) -> None:
    assert says(desk.send("a.svg", DRAWING, as_is="on", minor="unknown"), Refusal.MINOR.label)
    assert says(desk_of_a_minor.send("a.svg", DRAWING, as_is="on"), Refusal.TYPE.label)
    assert desk.items == desk_of_a_minor.items == []


def test_a_tick_on_what_is_known_changes_nothing(desk: Desk) -> None:
    desk.send("foto.jpg", sample_files.jpeg(), as_is="on")
    assert desk.items[0].file_class == FileClass.IMAGE


def test_two_kinds_at_once_say_so_and_can_be_kept_unopened(desk: Desk) -> None:
    both = sample_files.jpeg_and_zip()
    assert says(desk.send("foto.jpg", both), Refusal.TWO_KINDS.label)
    assert desk.send("foto.jpg", both, as_is="on").status_code == 302
    assert desk.items[0].file_class == FileClass.OTHER


def test_a_ZIP_is_told_where_a_chat_goes(desk: Desk, files_before: set[Path]) -> None:
    answer = desk.send("WhatsApp Chat.zip", sample_kinds.archive(), as_is="on")
    assert says(answer, Refusal.CHAT_ONLY.label)
    assert (desk.items, set(files_left())) == ([], files_before)


@pytest.mark.parametrize(("purpose", "is_taken"), [(Purpose.KEEP, False), (Purpose.CHAT, True)])
def test_an_archive_comes_in_with_a_chat_alone(
    desk: Desk, purpose: Purpose, is_taken: bool
) -> None:
    upload = sealed_upload(desk.case, "a.zip", [sample_kinds.archive()])
    told = Admission(shows_adults_only=True, purpose=purpose, is_kept_as_is=True)
    keys = desk.person.keys(desk.case)
    if is_taken:
        assert admit_evidence(desk.person.actor, keys, upload, told).file_class == "archive"
    else:
        with pytest.raises(UploadRefused, match=Refusal.CHAT_ONLY):
            admit_evidence(desk.person.actor, keys, upload, told)


def test_the_service_takes_nothing_unknown_without_her_word(desk: Desk) -> None:
    upload = sealed_upload(desk.case, "a.exe", [b"MZ\0"])
    keys = desk.person.keys(desk.case)
    with pytest.raises(UploadRefused):
        admit_evidence(desk.person.actor, keys, upload, Admission(shows_adults_only=True))


def test_it_leaves_as_bytes_after_a_warning(desk: Desk) -> None:
    desk.send("gambar.svg", DRAWING, as_is="on")
    where = reverse("evidence:download", args=[desk.case.ref, desk.items[0].ref])
    desk.client.cookies["__Host-l"] = "en"
    assert says(desk.client.get(where), "never shown here, and could harm a device")
    answer = desk.client.post(where)
    assert re.search(r'filename="[\w-]+\.bin"', answer["Content-Disposition"])
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"".join(answer) == DRAWING


@pytest.mark.parametrize("name", sample_kinds.every_kind())
def test_with_the_gate_closed_only_texts_come_in(desk_of_a_minor: Desk, name: str) -> None:
    answer = desk_of_a_minor.send(name, sample_kinds.every_kind()[name], as_is="on")
    is_text = name.endswith((".txt", ".json"))
    assert (answer.status_code == 302, len(desk_of_a_minor.items)) == (is_text, int(is_text))


def test_with_the_gate_closed_JSON_carries_nothing(desk_of_a_minor: Desk) -> None:
    hidden = b'{"uri": "data:image/png;base64,iVBORw0KGgo="}'
    assert says(desk_of_a_minor.send("message_1.json", hidden), Refusal.CARRIES.label)


def test_what_may_stay_is_more_than_what_may_come_in() -> None:
    """An archive that came with a chat is not locked by what the plain form takes."""
    assert FileClass.ARCHIVE in classes_open(OPEN)
    assert FileClass.ARCHIVE not in classes_taken(OPEN)
    for purpose in Purpose:
        assert classes_taken(SHUT, purpose) == classes_open(SHUT) == {FileClass.TEXT}


def test_every_reason_of_the_sandbox_has_its_sentence() -> None:
    assert {one.value for one in Reason} - {Reason.NOT_CONFINED} <= set(HeldReason.values)
