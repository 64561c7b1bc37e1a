"""Whoever is or may be under 18, or has not agreed: no picture comes in, and none stays open."""

import base64
import re
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from cases.services import answer_question
from core.exceptions import PolicyRefused
from custody.enums import CustodyAction
from custody.reading import opened_events
from evidence.chronology import shown_items
from evidence.details import ItemDetails
from evidence.enums import DerivativeKind, ItemState
from evidence.exceptions import Refusal, UploadRefused
from evidence.models import EvidenceItem
from evidence.policies import check_media_is_open
from evidence.sandbox.pictures import Derivatives, make_picture_derivatives
from evidence.sealing import open_details, open_original
from evidence.selectors import derivative_of
from evidence.services import (
    Admission,
    admit_evidence,
    download_original,
    queue_derivatives,
    reveal_item,
    view_copy_address,
)
from evidence.services.derivatives import MAKERS
from evidence.sniffing import FileClass
from evidence.storage import blob_exists, read_blob
from evidence.uploads import Incoming, sealed_upload
from jobs.models import JobGrant
from jobs.services import make_worker_key
from packets.models import ReportPacket
from tests import sample_files
from tests.evidence.conftest import Desk, files_left
from tests.jobs.casework import keep_file, run_jobs
from tests.jobs.packetwork import ask, build, download

AGE, WHOM = "q02_usia", "q01_siapa"
CLOSING = [
    (AGE, "u18_dulu"),
    (AGE, "u18_dulu_kini"),
    (AGE, "tidak_tahu"),
    (WHOM, "orang_lain_belum"),
    (WHOM, "anak_saya"),
]
Committing = Callable[..., Any]


def says(answer: HttpResponse, refusal: Refusal) -> bool:
    return str(refusal.label) in answer.content.decode()


def answer(desk: Desk, question: str, chosen: str) -> None:
    answer_question(desk.person.actor, desk.person.keys(desk.case), question, [chosen])


def arrive(incoming: Incoming, content: bytes, size: int) -> None:
    for at in range(0, len(content), size):
        incoming.write(content[at : at + size])
    incoming.finish()


@pytest.fixture
def worker(settings: Any, tmp_path: Path) -> None:
    settings.RUN_DIR = tmp_path
    make_worker_key()


@pytest.fixture
def picture(desk: Desk, worker: None) -> EvidenceItem:
    """A photograph with both its pictures made, kept while the gate was open."""
    return keep_file(desk.person, desk.case, sample_files.jpeg(), name="foto.jpg")


def again(desk: Desk, item: EvidenceItem) -> EvidenceItem:
    return EvidenceItem.objects.visible_to(desk.person.actor).get(pk=item.pk)


HIDDEN = {
    "a picture after a page of text": b"x" * 4096 + sample_files.jpeg(),
    "a picture after a MiB of text": b"x" * (1 << 20) + sample_files.jpeg(),
    "a PDF after a line": b"\n" + sample_files.pdf(),
    "a PDF of letters alone": b"catatan\n%PDF-1.4\n1 0 obj<</Subtype/Image>>stream\nffd8",
    "a NUL far behind": b"x" * 100_000 + b"\0",
    "a character cut off at the end": b"x" * 5000 + "é".encode()[:1],
    "a picture after a blank": b" " + sample_files.png(),
}


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN)
def test_what_is_no_text_to_its_end_is_not_taken_as_text(
    desk_of_a_minor: Desk, files_before: set[Path], content: bytes
) -> None:
    assert says(desk_of_a_minor.send("catatan.txt", content), Refusal.TYPE)
    assert desk_of_a_minor.items == []
    assert set(files_left()) == files_before


@pytest.mark.parametrize("size", [1, 2, 3, 4095, 4096, 4097])
@pytest.mark.parametrize("make", [sample_files.webp, sample_files.pdf, sample_files.heic])
def test_small_pieces_hide_nothing(
    desk_of_a_minor: Desk, make: Callable[[], bytes], size: int, files_before: set[Path]
) -> None:
    """The first piece that arrives may be a single byte: the head is looked at when it is whole."""
    content = make()
    incoming = Incoming(desk_of_a_minor.case, "catatan.txt", frozenset({FileClass.TEXT}))
    with closing(incoming), pytest.raises(UploadRefused):
        arrive(incoming, content, size)
    assert set(files_left()) == files_before


@pytest.mark.parametrize("size", [1, 7, 4096, 1 << 20])
def test_a_text_in_pieces_of_any_size_comes_back(desk_of_a_minor: Desk, size: int) -> None:
    content = ("catatan é 👋\n" * 1000).encode()
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    upload = sealed_upload(desk_of_a_minor.case, "catatan.txt", pieces)
    keys = desk_of_a_minor.person.keys(desk_of_a_minor.case)
    item = admit_evidence(desk_of_a_minor.person.actor, keys, upload, Admission())
    opened = b"".join(open_original(keys, item, len(content), read_blob(item.blob)))
    assert opened == content


BROKEN = {
    "a sign in the middle": lambda good: good[:2_000_000] + b"=" + good[2_000_000:2_000_003],
    "a sign at the end": lambda good: good[:-1] + b"A=A",
    "a letter too many": lambda good: good + b"A",
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_a_body_that_cannot_be_decoded_leaves_nothing(
    desk: Desk, files_before: set[Path], spoil: Callable[[bytes], bytes]
) -> None:
    body = (
        b"--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + spoil(base64.b64encode(b"t" * 3_000_000))
        + b"\r\n--x--\r\n"
    )
    address = reverse("evidence:add", args=[desk.case.ref])
    sent = desk.client.generic("POST", address, body, "multipart/form-data; boundary=x")
    assert sent.status_code == 400
    assert set(files_left()) == files_before


@pytest.mark.parametrize("said", ["yes", "unknown"])
@pytest.mark.parametrize("name", ["foto.jpg", "surat.pdf", "video.mp4"])
def test_a_file_that_may_show_a_minor_is_refused_and_gone(
    desk: Desk, files_before: set[Path], name: str, said: str
) -> None:
    make = {"jpg": sample_files.jpeg, "pdf": sample_files.pdf, "mp4": sample_files.video}
    sent = desk.send(name, make[name[-3:]](), minor=said)
    assert says(sent, Refusal.MINOR)
    assert desk.items == []
    assert set(files_left()) == files_before


def test_a_picture_without_an_answer_is_asked_about_again(
    desk: Desk, files_before: set[Path]
) -> None:
    assert "minor" in desk.send("foto.jpg", sample_files.jpeg(), minor="").context["form"].errors
    assert (desk.items, set(files_left())) == ([], files_before)


def test_a_text_needs_no_answer(desk: Desk) -> None:
    assert desk.send("catatan.txt", b"halo", minor="").status_code == 302


def test_the_service_takes_no_picture_without_her_no(desk: Desk, files_before: set[Path]) -> None:
    upload = sealed_upload(desk.case, "foto.jpg", [sample_files.jpeg()])
    with pytest.raises(UploadRefused):
        admit_evidence(desk.person.actor, desk.person.keys(desk.case), upload, Admission())
    assert (desk.items, set(files_left())) == ([], files_before)


def test_a_case_that_is_full_says_so_on_the_form(
    desk: Desk, files_before: set[Path], settings: Any
) -> None:
    settings.CASE_QUOTA_BYTES = 100_000
    assert says(desk.send("a.txt", b"t" * 120_000), Refusal.QUOTA)
    assert (desk.items, set(files_left())) == ([], files_before)


@pytest.mark.parametrize(("question", "chosen"), CLOSING)
def test_a_closing_answer_locks_what_was_kept(
    desk: Desk,
    picture: EvidenceItem,
    django_capture_on_commit_callbacks: Committing,
    question: str,
    chosen: str,
) -> None:
    """Its pictures are destroyed and its jobs hold no key; the sealed original stays."""
    blobs = [str(row.blob) for row in picture.derivatives.all()]
    with django_capture_on_commit_callbacks(execute=True):
        answer(desk, question, chosen)
    locked = again(desk, picture)
    assert locked.state == ItemState.HELD
    assert open_details(desk.person.keys(desk.case), locked).is_locked
    assert (locked.derivatives.count(), JobGrant.objects.count()) == (0, 0)
    assert [blob_exists(blob) for blob in blobs] == [False, False]
    assert blob_exists(locked.blob)


def test_the_log_names_what_was_locked_once(desk: Desk, picture: EvidenceItem) -> None:
    answer(desk, AGE, "u18_dulu")
    answer(desk, AGE, "tidak_tahu")
    events = opened_events(desk.case.id, desk.person.keys(desk.case).logs)
    locked = [event for event in events if event.act == CustodyAction.ITEM_LOCKED]
    assert [(one.obj, one.details["number"]) for one in locked] == [(picture.id, "B-01")]


def test_text_stays_open(desk: Desk, picture: EvidenceItem) -> None:
    desk.send("catatan.txt", b"halo")
    answer(desk, AGE, "u18_dulu")
    keys, text = desk.person.keys(desk.case), desk.items[1]
    assert b"".join(download_original(desk.person.actor, keys, text)[1]) == b"halo"


@pytest.mark.parametrize("opened_again", [False, True])
def test_nobody_opens_a_locked_item(desk: Desk, picture: EvidenceItem, opened_again: bool) -> None:
    """Not its owner either, and not after the gate was opened again."""
    answer(desk, AGE, "u18_dulu")
    if opened_again:
        answer(desk, AGE, "dewasa")
    actor, keys, item = desk.person.actor, desk.person.keys(desk.case), again(desk, picture)
    for act in (reveal_item, download_original):
        with pytest.raises(PolicyRefused):
            act(actor, keys, item)
    with pytest.raises(PolicyRefused):
        queue_derivatives(actor, keys, item)
    assert view_copy_address(keys, item) == ""
    assert [one.preview for one in shown_items(keys, with_previews=True)] == [""]


def test_the_gate_counts_even_where_nothing_was_locked(
    desk: Desk, picture: EvidenceItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.services.records.ON_ANSWER", ())
    answer(desk, AGE, "u18_dulu")
    actor, keys, item = desk.person.actor, desk.person.keys(desk.case), again(desk, picture)
    assert derivative_of(item, DerivativeKind.VIEW) is not None
    for act in (reveal_item, download_original, queue_derivatives):
        with pytest.raises(PolicyRefused):
            act(actor, keys, item)
    with pytest.raises(PolicyRefused):
        view_copy_address(keys, item)
    assert [one.preview for one in shown_items(keys, with_previews=True)] == [""]


def test_a_job_that_waits_is_left_without_keys(desk: Desk, worker: None) -> None:
    desk.send("foto.jpg", sample_files.jpeg())
    answer(desk, AGE, "u18_dulu")
    run_jobs()
    [item] = desk.items
    assert (item.state, item.derivatives.count()) == (ItemState.HELD, 0)


def test_a_job_at_work_drops_what_it_made(
    desk: Desk, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes while the pictures are being made."""
    desk.send("foto.jpg", sample_files.jpeg())
    before = set(files_left())

    def slow(original: Iterable[bytes], media_type: str) -> Derivatives:
        answer(desk, AGE, "u18_dulu")
        return make_picture_derivatives(original, media_type)

    monkeypatch.setitem(MAKERS, FileClass.IMAGE, slow)
    run_jobs()
    [item] = desk.items
    assert (item.state, item.derivatives.count()) == (ItemState.HELD, 0)
    assert set(files_left()) == before


def test_a_packet_lists_a_locked_item_and_holds_nothing_of_it(
    desk: Desk, picture: EvidenceItem, tmp_path: Path
) -> None:
    answer(desk, AGE, "u18_dulu")
    packet = ask(desk.person, desk.case)
    build(packet)
    got = download(desk.person, packet, tmp_path)
    assert got.originals == []
    assert not any(name.endswith(".jpg") for name in got.names())
    meta = got.json("data/evidence/001/meta.json")
    assert (meta["label"], meta["original"], meta["state"]) == ("B-01", "withheld", "locked")
    assert {meta[name] for name in ("name", "statement", "media_type", "class")} == {""}


def test_a_packet_tells_nothing_to_recognise_a_locked_item_by(
    desk: Desk, picture: EvidenceItem, tmp_path: Path
) -> None:
    """Its admission stays in the log, signed; the digest and the name in it are not shown."""
    details = open_details(desk.person.keys(desk.case), picture)
    answer(desk, AGE, "u18_dulu")
    packet = ask(desk.person, desk.case)
    build(packet)
    got = download(desk.person, packet, tmp_path)
    for told in (details.sha256, details.name, details.shows):
        assert told.encode() not in got.everything
    assert b"evidence.item.admitted" in got.read("data/custody/log.jsonl")
    status, verdict = got.verified()
    assert (status, "does not show this item's details" in verdict) == (2, True)


def test_a_locked_item_whose_row_is_gone_is_not_told_from_the_log(
    desk: Desk, picture: EvidenceItem, tmp_path: Path
) -> None:
    details = open_details(desk.person.keys(desk.case), picture)
    answer(desk, AGE, "u18_dulu")
    EvidenceItem.objects.for_job(picture.pk).delete()
    packet = ask(desk.person, desk.case)
    build(packet)
    got = download(desk.person, packet, tmp_path)
    assert details.sha256.encode() not in got.everything
    assert got.verified()[0] == 2


def test_packets_made_before_go_with_the_lock(
    desk: Desk, picture: EvidenceItem, django_capture_on_commit_callbacks: Committing
) -> None:
    packet = ask(desk.person, desk.case)
    build(packet)
    packet.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        answer(desk, AGE, "u18_dulu")
    assert not ReportPacket.objects.visible_to(desk.person.actor).exists()
    assert not blob_exists(str(packet.blob))


def test_the_owners_page_says_it_and_offers_nothing(desk: Desk, picture: EvidenceItem) -> None:
    answer(desk, AGE, "u18_dulu")
    page = desk.client.get(reverse("evidence:item", args=[desk.case.ref, picture.ref]))
    assert page.context["details"].is_locked
    assert not re.search(rb"/b/\w+/[123]/", page.content)


def test_pictures_that_come_after_the_gate_opened_again_are_taken(desk: Desk) -> None:
    for chosen in ("u18_dulu", "dewasa"):
        answer(desk, AGE, chosen)
    assert desk.send("foto.jpg", sample_files.jpeg()).status_code == 302


def test_media_is_open_by_class() -> None:
    check_media_is_open({}, ItemDetails(media_type="text/plain"))
    for kind in ("image/jpeg", "video/mp4", "application/pdf", "font/woff"):
        with pytest.raises(PolicyRefused):
            check_media_is_open({}, ItemDetails(media_type=kind))
