"""What may not be kept is refused at each step, with a sentence, and nothing is left of it."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import TestCase

from cases.services import answer_question
from evidence.enums import DerivativeKind
from evidence.exceptions import Refusal
from evidence.models import Upload
from evidence.sealing import new_derivative
from evidence.services import uploading
from tests import sample_files
from tests.evidence.conftest import Desk, files_left
from tests.evidence.parts import TEXT, begin, message, send
from tests.jobs.casework import keep_file

PICTURE = sample_files.jpeg(640, 480)
AGE, WHOM = "q02_usia", "q01_siapa"
CLOSING = [(AGE, "u18_dulu"), (AGE, "tidak_tahu"), (WHOM, "orang_lain_belum")]
MEDIA = {"foto.jpg": sample_files.jpeg, "video.mp4": sample_files.video, "a.pdf": sample_files.pdf}
HIDDEN = b'{"a": "data:image/jpeg;base64,' + b"/9j/4AAQSkZJRgABAQ" * 300 + b'"}\n'


def says(answer: HttpResponse, refusal: Refusal) -> bool:
    return message(answer).startswith(str(refusal.label))


def close_gate(desk: Desk, question: str = AGE, chosen: str = "u18_dulu") -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer_question(desk.person.actor, desk.person.keys(desk.case), question, [chosen])


def nothing_is_left(desk: Desk, files_before: set[Path]) -> bool:
    return not Upload.objects.for_upkeep().exists() and set(files_left()) == files_before


@pytest.mark.parametrize("name", MEDIA)
def test_with_the_gate_closed_a_picture_does_not_begin(
    desk_of_a_minor: Desk, files_before: set[Path], name: str
) -> None:
    answer = begin(desk_of_a_minor, name, MEDIA[name]())
    assert (answer.status_code, says(answer, Refusal.CLOSED)) == (403, True)
    assert nothing_is_left(desk_of_a_minor, files_before)


@pytest.mark.parametrize("name", MEDIA)
def test_with_the_gate_closed_no_byte_of_a_picture_in_disguise_is_kept(
    desk_of_a_minor: Desk, files_before: set[Path], name: str
) -> None:
    content = MEDIA[name]()
    for disguise in ("tanpa-akhiran", "catatan.txt"):
        answer = send(desk_of_a_minor, disguise, content).part(0, content)
        assert answer.status_code in (403, 422), disguise
        assert nothing_is_left(desk_of_a_minor, files_before)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_with_the_gate_closed_no_part_carries_a_picture(
    desk_of_a_minor: Desk, files_before: set[Path], at: int
) -> None:
    parts = [TEXT[:8000]] * 3
    parts[at] = TEXT[:2000] + HIDDEN
    content = b"".join(parts)
    sending, offset = send(desk_of_a_minor, "a.txt", content), 0
    for part in parts[:at]:
        sending.part(offset, part)
        offset += len(part)
    answer = sending.part(offset, parts[at])
    assert (answer.status_code, says(answer, Refusal.CARRIES)) == (422, True)
    assert nothing_is_left(desk_of_a_minor, files_before)


@pytest.mark.parametrize("cut", [2030, 3000, 5000])
def test_what_stands_across_two_parts_is_seen_at_the_end(
    desk_of_a_minor: Desk, files_before: set[Path], cut: int
) -> None:
    content = TEXT[:4096] + HIDDEN + TEXT
    sending = send(desk_of_a_minor, "a.txt", content)
    answers = [sending.part(0, content[: 4096 + cut])]
    answers += [sending.part(4096 + cut, content[4096 + cut :]), sending.finish()]
    assert [answer.status_code for answer in answers if answer.status_code < 300][1:] == []
    assert (desk_of_a_minor.items, nothing_is_left(desk_of_a_minor, files_before)) == ([], True)


@pytest.mark.parametrize(("question", "chosen"), CLOSING)
@pytest.mark.parametrize("size", [0, 4096, len(PICTURE)])
def test_a_gate_that_closes_meanwhile_drops_what_is_there(
    desk: Desk, files_before: set[Path], size: int, question: str, chosen: str
) -> None:
    sending = send(desk, "foto.jpg", PICTURE)
    if size:
        sending.part(0, PICTURE[:size])
    close_gate(desk, question, chosen)
    assert nothing_is_left(desk, files_before)
    for answer in (sending.look(), sending.part(size, PICTURE[size:]), sending.finish()):
        assert answer.status_code == 404
    assert (desk.items, nothing_is_left(desk, files_before)) == ([], True)


def test_a_text_that_carries_something_and_a_gate_that_closes_at_the_end(
    desk: Desk, files_before: set[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    admit, carrying = uploading.admit_evidence, TEXT + base64.encodebytes(PICTURE)

    def late(*args: Any, **kwargs: Any) -> Any:
        close_gate(desk)
        return admit(*args, **kwargs)

    sending = send(desk, "a.txt", carrying)
    sending.all(carrying, len(carrying))
    monkeypatch.setattr(uploading, "admit_evidence", late)
    assert says(sending.finish(), Refusal.CUT_OFF)
    assert (desk.items, nothing_is_left(desk, files_before)) == ([], True)


def test_a_text_under_way_goes_on_behind_a_closed_gate(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:5000])
    close_gate(desk)
    sending.part(5000, TEXT[5000:])
    assert sending.finish().status_code == 201


@pytest.mark.parametrize("step", ["_write", "admit_evidence"])
def test_a_gate_that_closes_in_the_middle_of_a_step_wins(
    desk: Desk, files_before: set[Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The answer comes while the bytes are on their way to the disk."""
    whole: Callable[..., Any] = getattr(uploading, step)

    def late(*args: Any, **kwargs: Any) -> Any:
        close_gate(desk)
        return whole(*args, **kwargs)

    sending = send(desk, "foto.jpg", PICTURE)
    if step == "admit_evidence":
        sending.all(PICTURE, len(PICTURE))
    monkeypatch.setattr(uploading, step, late)
    answer = sending.part(0, PICTURE) if step == "_write" else sending.finish()
    assert answer.status_code in (403, 404)
    assert (desk.items, nothing_is_left(desk, files_before)) == ([], True)


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_a_picture_that_may_show_a_minor_does_not_begin(
    desk: Desk, files_before: set[Path], said: str
) -> None:
    answer = begin(desk, "foto.jpg", PICTURE, minor=said)
    assert (answer.status_code, says(answer, Refusal.MINOR)) == (403, True)
    nameless = send(desk, "foto", PICTURE, minor=said).part(0, PICTURE)
    assert (nameless.status_code, says(nameless, Refusal.MINOR)) == (403, True)
    assert nothing_is_left(desk, files_before)


def test_her_latest_answer_counts(desk: Desk) -> None:
    """Chosen again with another answer, what was begun does not go on."""
    sending = send(desk, "foto", PICTURE)
    sending.part(0, PICTURE[:4096])
    begin(desk, "foto", PICTURE, minor="yes")
    assert says(sending.part(4096, PICTURE[4096:]), Refusal.MINOR)
    assert sending.look().status_code == 404


def test_a_picture_without_an_answer_is_asked_about(desk: Desk) -> None:
    answer = begin(desk, "foto.jpg", PICTURE, minor="")
    assert (answer.status_code, bool(message(answer))) == (400, True)
    assert begin(desk, "a.txt", TEXT, minor="").status_code == 201


@pytest.mark.parametrize("name", sorted(sample_files.not_taken()))
def test_what_is_not_taken_is_gone_with_its_first_part(
    desk: Desk, files_before: set[Path], name: str
) -> None:
    content = sample_files.not_taken()[name]
    begun = begin(desk, name, content)
    if begun.status_code == 201:
        answer = send(desk, name, content, sha256="").part(0, content[: 1 << 20])
        assert (answer.status_code, bool(message(answer))) == (422, True)
        Upload.objects.for_upkeep().delete()
    assert nothing_is_left(desk, files_before)


def test_bytes_that_are_no_text_are_refused_once_all_are_here(
    desk: Desk, files_before: set[Path]
) -> None:
    content = TEXT[:8192] + b"\0" * 8192
    sending = send(desk, "a.txt", content)
    sending.all(content)
    assert says(sending.finish(), Refusal.TYPE)
    assert nothing_is_left(desk, files_before)


def test_with_the_gate_closed_bytes_that_are_no_text_are_refused_in_a_later_part(
    desk_of_a_minor: Desk, files_before: set[Path]
) -> None:
    content = TEXT[:8192] + b"\0" * 8192
    sending = send(desk_of_a_minor, "a.txt", content)
    sending.part(0, content[:8192])
    assert says(sending.part(8192, content[8192:]), Refusal.TYPE)
    assert nothing_is_left(desk_of_a_minor, files_before)


@pytest.mark.parametrize("size", [4096, 4097, 4098, 4099])
def test_a_character_may_be_cut_between_parts(desk: Desk, size: int) -> None:
    content = ("é👋" * 3000).encode()
    sending = send(desk, "a.txt", content)
    sending.all(content, size)
    assert sending.finish().status_code == 201


def test_a_file_over_its_limit_does_not_begin(
    desk: Desk, files_before: set[Path], settings: Any
) -> None:
    settings.UPLOAD_LIMITS = {**settings.UPLOAD_LIMITS, "text": 1000}
    answer = begin(desk, "a.txt", TEXT)
    assert (answer.status_code, says(answer, Refusal.TOO_LARGE)) == (413, True)
    nameless = send(desk, "a", TEXT).part(0, TEXT)
    assert (nameless.status_code, says(nameless, Refusal.TOO_LARGE)) == (413, True)
    assert nothing_is_left(desk, files_before)


@pytest.mark.parametrize("length", [1, 4095])
def test_a_first_part_too_small_to_tell_the_kind_is_not_kept(desk: Desk, length: int) -> None:
    sending = send(desk, "a.txt", TEXT)
    assert sending.part(0, TEXT[:length]).status_code == 400
    assert (sending.offset, sending.part(0, TEXT[:4096]).status_code) == (0, 204)


def test_a_whole_file_may_be_smaller_than_that(desk: Desk) -> None:
    sending = send(desk, "a.txt", b"halo")
    sending.part(0, b"halo")
    assert sending.finish().status_code == 201


def test_a_part_is_8_mib_at_most(desk: Desk, files_before: set[Path]) -> None:
    content = b"a" * ((8 << 20) + 1)
    sending = send(desk, "a.txt", content)
    assert sending.part(0, content).status_code == 413
    assert (sending.offset, set(files_left())) == (0, files_before)
    assert sending.part(0, content[:-1]).status_code == 204


FULL = {"CASE_QUOTA_BYTES": Refusal.QUOTA, "INSTANCE_QUOTA_BYTES": Refusal.FULL}


@pytest.mark.parametrize("setting", FULL)
def test_without_room_nothing_begins(desk: Desk, settings: Any, setting: str) -> None:
    setattr(settings, setting, len(TEXT) - 1)
    answer = begin(desk, "a.txt", TEXT)
    assert (answer.status_code, says(answer, FULL[setting])) == (413, True)


@pytest.mark.parametrize("setting", FULL)
def test_parts_on_their_way_take_room(desk: Desk, settings: Any, setting: str) -> None:
    sending, other = send(desk, "a.txt", TEXT), send(desk, "b.txt", TEXT[::-1])
    sending.part(0, TEXT[:12_000])
    setattr(settings, setting, 24_000)
    answer = other.part(0, TEXT[:12_000])
    assert (answer.status_code, says(answer, FULL[setting])) == (413, True)
    sending.drop()
    assert other.part(0, TEXT[:12_000]).status_code == 204


def test_room_that_is_gone_keeps_what_is_there(desk: Desk, settings: Any) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:12_000])
    settings.CASE_QUOTA_BYTES = 12_000
    assert says(sending.part(12_000, TEXT[12_000:]), Refusal.QUOTA)
    settings.CASE_QUOTA_BYTES = 1_000_000
    assert sending.offset == 12_000


def test_the_parts_make_room_for_the_whole(desk: Desk, settings: Any) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.all(TEXT)
    settings.CASE_QUOTA_BYTES = 30_000
    assert sending.finish().status_code == 201


def test_of_too_many_the_one_that_stood_still_longest_goes(desk: Desk) -> None:
    first, *others = [send(desk, "a.txt", TEXT + bytes([65 + at])) for at in range(21)]
    assert first.look().status_code == 404
    assert {other.look().status_code for other in others} == {200}


@pytest.mark.parametrize("setting", FULL)
def test_what_is_made_of_files_takes_room(desk: Desk, settings: Any, setting: str) -> None:
    """A small archive can hold the messages of years."""
    item = keep_file(desk.person, desk.case, TEXT, name="chat.txt")
    row = new_derivative(desk.person.keys(desk.case), item, DerivativeKind.TRANSCRIPT)
    row.blob, row.blob_bytes = "ab/cd", 900_000
    row.save(force_insert=True)
    setattr(settings, setting, 900_000)
    assert says(begin(desk, "a.txt", TEXT), FULL[setting])
