"""What she sends is taken in sealed, or refused with a sentence and nothing left behind."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadhandler import load_handler
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from custody.reading import opened_events
from evidence.enums import ItemState
from evidence.exceptions import Refusal
from evidence.sealing import open_details, open_original
from evidence.storage import read_blob
from jobs.models import Job
from tests import cast, sample_files
from tests.evidence.conftest import Desk, files_left

TAKEN = {
    "foto.jpg": sample_files.jpeg,
    "foto.png": sample_files.png,
    "foto.webp": sample_files.webp,
    "foto.heic": sample_files.heic,
    "video.mp4": sample_files.video,
    "surat.pdf": sample_files.pdf,
    "catatan.txt": sample_files.text,
}


def says(answer: HttpResponse, refusal: Refusal) -> bool:
    """Whether the page gives this reason, in the language it is shown in."""
    return str(refusal.label) in answer.content.decode()


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_of_each_kind_comes_back_bit_for_bit(desk: Desk, name: str) -> None:
    content = TAKEN[name]()
    assert desk.send(name, content).status_code == 302
    item = desk.items[0]
    keys = desk.person.keys(desk.case)
    details = open_details(keys, item)
    assert details.sha256 == hashlib.sha256(content).hexdigest()
    opened = b"".join(open_original(keys, item, details.size, read_blob(item.blob)))
    assert (opened, details.name) == (content, name)


def test_nothing_of_the_file_stands_in_the_blob(desk: Desk) -> None:
    mark = b"KANARI-DI-DALAM-BERKAS"
    desk.send("catatan.txt", mark * 1000)
    stored = b"".join(read_blob(desk.items[0].blob))
    assert mark not in stored
    assert len(stored) > len(mark) * 1000


def test_a_picture_gets_a_job_and_a_text_none(desk: Desk) -> None:
    desk.send("foto.jpg", sample_files.jpeg())
    desk.send("catatan.txt", b"halo")
    picture, text = desk.items
    assert list(Job.objects.values_list("object_id", flat=True)) == [picture.id]
    assert (picture.state, text.state) == (ItemState.RECEIVED, ItemState.READY)


def test_the_log_tells_of_the_admission_with_its_digest(desk: Desk) -> None:
    desk.send("catatan.txt", b"halo")
    keys = desk.person.keys(desk.case)
    last = list(opened_events(desk.case.id, keys.logs))[-1]
    assert last.act.value == "evidence.item.admitted"
    assert last.details["sha256"] == hashlib.sha256(b"halo").hexdigest()


@pytest.mark.parametrize("name", sorted(sample_files.not_taken()))
def test_what_is_not_taken_leaves_a_sentence_and_nothing_else(
    desk: Desk, files_before: set[Path], name: str
) -> None:
    answer = desk.send(name, sample_files.not_taken()[name])
    assert answer.status_code == 200
    assert says(answer, Refusal.TYPE) or says(answer, Refusal.EMPTY)
    assert desk.items == []
    assert set(files_left()) == files_before


def test_a_file_over_its_limit_is_refused_and_gone(
    desk: Desk, files_before: set[Path], settings: pytest.FixtureRequest
) -> None:
    settings.UPLOAD_LIMITS = {**settings.UPLOAD_LIMITS, "text": 1000}  # type: ignore[attr-defined]
    answer = desk.send("catatan.txt", b"a" * 1001)
    assert says(answer, Refusal.TOO_LARGE)
    assert desk.items == []
    assert set(files_left()) == files_before


def test_a_case_without_room_takes_nothing_more(
    desk: Desk, files_before: set[Path], settings: pytest.FixtureRequest
) -> None:
    settings.CASE_QUOTA_BYTES = 0  # type: ignore[attr-defined]
    desk.send("besar.txt", b"a" * 70_000)
    assert desk.items == []
    assert set(files_left()) == files_before


def test_a_picture_that_claims_too_many_pixels_is_refused(
    desk: Desk, files_before: set[Path]
) -> None:
    answer = desk.send("bom.png", sample_files.png_claiming(100_000, 100_000))
    assert says(answer, Refusal.PIXELS)
    assert desk.items == []
    assert set(files_left()) == files_before


@pytest.mark.parametrize("name", [name for name in TAKEN if name != "catatan.txt"])
def test_with_the_gate_closed_only_text_is_taken(
    desk_of_a_minor: Desk, files_before: set[Path], name: str
) -> None:
    answer = desk_of_a_minor.send(name, TAKEN[name]())
    assert says(answer, Refusal.CLOSED)
    assert desk_of_a_minor.items == []
    assert set(files_left()) == files_before


def test_with_the_gate_closed_text_is_taken(desk_of_a_minor: Desk) -> None:
    assert desk_of_a_minor.send("catatan.txt", b"halo").status_code == 302


def test_a_stranger_uploads_nothing_to_her_case(desk: Desk, files_before: set[Path]) -> None:
    wulan = cast.make_owner(name="Wulan")
    cast.make_case(owner=wulan)
    theirs = Desk(desk.person, desk.case, cast.client_of(wulan))
    assert theirs.send("catatan.txt", b"halo").status_code == 404
    assert set(files_left()) == files_before


def test_a_file_sent_to_another_page_is_dropped(desk: Desk, files_before: set[Path]) -> None:
    address = reverse("accounts:sign-in")
    with Path(__file__).open("rb") as file:
        desk.client.post(address, {"words": "a", "file": file})
    assert set(files_left()) == files_before


def test_a_body_cut_off_in_the_middle_leaves_nothing(desk: Desk, files_before: set[Path]) -> None:
    body = (
        b"--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n"
        b"Content-Type: text/plain\r\n\r\n" + b"a" * 200_000
    )
    address = reverse("evidence:add", args=[desk.case.ref])
    answer = desk.client.generic("POST", address, body, "multipart/form-data; boundary=x")
    assert says(answer, Refusal.CUT_OFF)
    assert desk.items == []
    assert set(files_left()) == files_before


class Body(BytesIO):
    """Counts what is read of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


HEAD = b"--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n"


def send_elsewhere(client: Client, address: str, size: int) -> tuple[int, int]:
    """The answer's status, and how much of the body was read for it."""
    content = HEAD + b"a" * size + b"\r\n--x--\r\n"
    body = Body(content)
    told = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": len(content)}
    answer = client.post(address, **told, **{"wsgi.input": body})
    return answer.status_code, body.taken


def test_nothing_is_read_where_no_file_belongs(desk: Desk) -> None:
    """Before there is a token to be checked: the view behind it does not run at all."""
    elsewhere = reverse("accounts:sign-in")
    upload = reverse("evidence:add", args=[desk.case.ref])
    nowhere = reverse("evidence:add", args=["zzzzzzzz"])
    stranger = cast.client_of(cast.make_owner(name="Wulan"))
    for client, address, status in (
        (Client(), elsewhere, 413),
        (desk.client, elsewhere, 413),
        (Client(enforce_csrf_checks=True), elsewhere, 403),
        (Client(), upload, 302),
        (stranger, upload, 404),
        (stranger, nowhere, 404),
    ):
        assert send_elsewhere(client, address, 1_000_000) == (status, 0)


def test_a_small_body_without_a_token_is_refused_as_ever(desk: Desk) -> None:
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = desk.client.cookies
    address = reverse("evidence:add", args=[desk.case.ref])
    assert send_elsewhere(guarded, address, 1000)[0] == 403
    assert send_elsewhere(guarded, address, 1_000_000)[0] == 403
    assert desk.items == []


def test_only_the_sealing_handler_is_installed(settings: pytest.FixtureRequest) -> None:
    (path,) = settings.FILE_UPLOAD_HANDLERS  # type: ignore[attr-defined]
    assert type(load_handler(path)).__name__ == "SealingUploadHandler"
