"""A file that comes in parts is the same item as one that comes at once."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.details import IncidentDetails
from custody.reading import opened_events
from evidence.exceptions import Refusal
from evidence.models import EvidenceItem, Upload, UploadPart
from evidence.sealing import open_details, open_original
from evidence.storage import read_blob
from tests import cast, sample_files
from tests.cases.pages import make_record
from tests.evidence.conftest import Desk, files_left
from tests.evidence.parts import PARTS, TEXT, Sending, announced, begin, message, send


def opened(desk: Desk, item: EvidenceItem) -> bytes:
    keys = desk.person.keys(desk.case)
    size = open_details(keys, item).size
    return b"".join(open_original(keys, item, size, read_blob(item.blob)))


@pytest.mark.parametrize("size", [4096, 5000, 8192, 1 << 20])
@pytest.mark.parametrize(
    ("name", "make"),
    [("foto.jpg", sample_files.jpeg), ("video.mp4", sample_files.video), ("a.txt", lambda: TEXT)],
)
def test_it_comes_back_bit_for_bit(desk: Desk, name: str, make: Any, size: int) -> None:
    content = make()
    sending = send(desk, name, content, shows="Sebuah obrolan")
    sending.all(content, size)
    answer = sending.finish()
    [item] = desk.items
    assert (answer.status_code, answer["Location"]) == (
        201,
        reverse("evidence:item", args=[desk.case.ref, item.ref]),
    )
    assert opened(desk, item) == content
    details = open_details(desk.person.keys(desk.case), item)
    assert (details.name, details.shows) == (name, "Sebuah obrolan")
    assert details.sha256 == hashlib.sha256(content).hexdigest()


def test_each_answer_tells_where_the_next_part_begins(desk: Desk) -> None:
    answer = begin(desk, "a.txt", TEXT)
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "0")
    sending = Sending(desk, answer["Location"])
    assert sending.part(0, TEXT[:5000])["Upload-Offset"] == "5000"
    look = sending.look()
    assert (look.status_code, look["Upload-Offset"]) == (200, "5000")
    assert look["Upload-Length"] == str(len(TEXT))


@pytest.mark.parametrize("offset", [0, 4999, 5001, len(TEXT)])
def test_a_part_from_elsewhere_is_told_the_right_place(desk: Desk, offset: int) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:5000])
    answer = sending.part(offset, TEXT[:5000])
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "5000")
    assert len(sending.parts) == 1


def test_a_part_past_the_end_is_not_taken(desk: Desk, files_before: set[Path]) -> None:
    sending = send(desk, "a.txt", TEXT)
    assert sending.part(0, TEXT + b"a").status_code == 409
    assert set(files_left()) == files_before


def test_finishing_too_early_tells_what_is_missing(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:5000])
    answer = sending.finish()
    assert (answer.status_code, answer["Upload-Offset"], desk.items) == (409, "5000", [])


def test_finishing_twice_gives_the_same_item(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.all(TEXT)
    first, second = sending.finish(), sending.finish()
    assert (first.status_code, second.status_code) == (201, 201)
    assert first["Location"] == second["Location"]
    assert (len(desk.items), sending.offset, sending.parts) == (1, len(TEXT), [])
    assert sending.drop().status_code == 204
    assert len(desk.items) == 1


def test_only_the_item_is_left_of_it(desk: Desk, files_before: set[Path]) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.all(TEXT)
    sending.finish()
    left = [path for path in files_left() if path not in files_before]
    assert [path.name for path in left] == [desk.items[0].blob.rpartition("/")[2]]


def test_the_log_tells_of_one_admission(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.all(TEXT)
    sending.finish()
    events = opened_events(desk.case.id, desk.person.keys(desk.case).logs)
    told = [event for event in events if event.act == "evidence.item.admitted"]
    assert [one.details["number"] for one in told] == ["B-01"]


def test_a_file_other_than_the_announced_one_is_gone(desk: Desk, files_before: set[Path]) -> None:
    sending = send(desk, "a.txt", TEXT)
    other = TEXT[:-1] + b"!"
    sending.all(other)
    answer = sending.finish()
    assert (answer.status_code, message(answer)) == (422, str(Refusal.DIFFERS.label))
    assert (desk.items, sending.look().status_code) == ([], 404)
    assert set(files_left()) == files_before


def test_a_browser_that_made_no_digest_sends_none(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT, sha256="")
    sending.all(TEXT)
    assert sending.finish().status_code == 201
    assert begin(desk, "a.txt", TEXT, sha256="").status_code == 201


def test_choosing_the_same_file_again_goes_on(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT, shows="dulu")
    sending.part(0, TEXT[:5000])
    answer = begin(desk, "nama-lain.txt", TEXT, shows="kini")
    assert (answer.status_code, answer["Location"]) == (200, sending.address)
    assert answer["Upload-Offset"] == "5000"
    sending.part(5000, TEXT[5000:])
    sending.finish()
    details = open_details(desk.person.keys(desk.case), desk.items[0])
    assert (details.name, details.shows) == ("nama-lain.txt", "kini")


@pytest.mark.parametrize("change", ["another file", "another length", "finished"])
def test_what_is_not_the_same_begins_anew(desk: Desk, change: str) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.all(TEXT)
    if change == "finished":
        sending.finish()
    told = {
        "another file": {"sha256": hashlib.sha256(b"lain").hexdigest()},
        "another length": {"length": len(TEXT) + 1},
        "finished": {},
    }
    answer = begin(desk, "a.txt", TEXT, **told[change])
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "0")
    assert answer["Location"] != sending.address


def test_nobody_finds_the_digest_in_the_row(desk: Desk) -> None:
    row = send(desk, "a.txt", TEXT).row
    digest = hashlib.sha256(TEXT).hexdigest()
    assert len(row.index) == 32
    assert row.index not in digest
    assert digest.encode() not in bytes(row.sealed_details)


def test_the_file_of_another_case_has_another_index(desk: Desk) -> None:
    other = Desk(desk.person, cast.make_case(owner=desk.person), desk.client)
    assert send(desk, "a.txt", TEXT).row.index != send(other, "a.txt", TEXT).row.index


def test_the_exact_size_stands_nowhere_in_clear(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:8192])
    sending.part(8192, TEXT[8192:])
    assert [(part.offset, part.end) for part in sending.parts] == [(0, 8192), (8192, None)]


def test_a_dropped_upload_leaves_nothing(desk: Desk, files_before: set[Path]) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:5000])
    assert sending.drop().status_code == 204
    assert sending.look().status_code == 404
    assert set(files_left()) == files_before


def test_it_proves_the_incident_it_was_sent_for(desk: Desk) -> None:
    incident = make_record(owner=desk.person, case=desk.case, details=IncidentDetails(note="a"))
    sending = send(desk, "a.txt", TEXT, record=incident.ref)
    sending.all(TEXT)
    sending.finish()
    details = open_details(desk.person.keys(desk.case), desk.items[0])
    assert details.incident == str(incident.id)
    assert begin(desk, "a.txt", TEXT, record="zzzzzzzz").status_code == 404


BROKEN: dict[str, bytes] = {
    "no JSON": b"{",
    "a list": b"[]",
    "nothing": b"{}",
    "too deep": b"[" * 50_000,
    "no length": b'{"name": "a.txt"}',
    "a negative length": b'{"name": "a.txt", "length": -1}',
    "a huge length": b'{"name": "a.txt", "length": ' + b"9" * 5000 + b"}",
    "no name": b'{"name": "..", "length": 9}',
    "half a digest": b'{"name": "a.txt", "length": 9, "sha256": "0f"}',
    "no UTF-8": b'{"name": "\xff", "length": 9}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_broken_announcement_is_refused(desk: Desk, body: bytes) -> None:
    address = reverse("evidence:upload-new", args=[desk.case.ref])
    answer = desk.client.post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert message(answer)
    assert not Upload.objects.for_upkeep().exists()


HOSTILE = ["a\0.txt", "../../a.txt", "\u202etxt.a.txt", "a" * 5000 + ".txt", '\ud800".txt']


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_cleaned(desk: Desk, name: str) -> None:
    sending = send(desk, name, TEXT, shows="x\ud800y")
    sending.all(TEXT)
    assert sending.finish().status_code == 201
    shown = open_details(desk.person.keys(desk.case), desk.items[0]).name
    assert len(shown) <= 120
    assert not set("\0/\u202e\ud800") & set(shown)


@pytest.mark.parametrize(
    ("headers", "kind", "status"),
    [
        ({"Upload-Offset": "0"}, "application/octet-stream", 415),
        ({}, "application/offset+octet-stream", 400),
        ({"Upload-Offset": "-1"}, "application/offset+octet-stream", 400),
        ({"Upload-Offset": "0x1"}, "application/offset+octet-stream", 400),
        ({"Upload-Offset": "9" * 40}, "application/offset+octet-stream", 400),
    ],
)
def test_a_part_that_does_not_say_what_it_is_is_refused(
    desk: Desk, headers: dict[str, str], kind: str, status: int
) -> None:
    sending = send(desk, "a.txt", TEXT)
    answer = desk.client.patch(sending.address, TEXT, content_type=kind, headers=headers)
    assert (answer.status_code, sending.parts) == (status, [])


def empty_part(sending: Sending) -> HttpResponse:
    headers = {"Upload-Offset": str(len(TEXT)), "Content-Type": PARTS}
    return sending.desk.client.patch(sending.address, b"", headers=headers)


def test_an_empty_part_is_none(desk: Desk, files_before: set[Path]) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.all(TEXT)
    parts = len(sending.parts)
    for _ in range(2):
        assert empty_part(sending).status_code == 400
    assert len(sending.parts) == parts
    assert sending.finish().status_code == 201
    assert empty_part(sending).status_code == 400
    assert len(set(files_left()) - files_before) == 1


def test_a_length_without_end_is_none(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT)
    headers = {"Upload-Offset": "0", "Content-Length": "9" * 5000}
    answer = desk.client.patch(sending.address, TEXT, content_type=PARTS, headers=headers)
    assert (answer.status_code, sending.parts) == (400, [])


def test_an_announcement_is_json(desk: Desk) -> None:
    address = reverse("evidence:upload-new", args=[desk.case.ref])
    assert desk.client.post(address, announced("a.txt", TEXT)).status_code in (413, 415)
    body = b" " * 70_000 + b"{}"
    answer = desk.client.post(address, body, content_type="application/json")
    assert answer.status_code == 413


def test_nothing_is_taken_without_a_token(desk: Desk, files_before: set[Path]) -> None:
    sending = send(desk, "a.txt", TEXT)
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = desk.client.cookies
    theirs = Desk(desk.person, desk.case, guarded)
    assert begin(theirs, "b.txt", TEXT).status_code == 403
    blind = Sending(theirs, sending.address)
    for answer in (blind.part(0, TEXT), blind.finish(), blind.drop()):
        assert answer.status_code == 403
    assert (sending.offset, set(files_left())) == (0, files_before)


def test_another_owner_learns_nothing(desk: Desk, files_before: set[Path]) -> None:
    sending = send(desk, "a.txt", TEXT)
    wulan = cast.make_owner(name="Wulan")
    hers = cast.make_case(owner=wulan)
    theirs = Desk(desk.person, desk.case, cast.client_of(wulan))
    assert begin(theirs, "a.txt", TEXT).status_code == 404
    elsewhere = reverse("evidence:upload", args=[hers.ref, sending.row.ref])
    for address in (sending.address, elsewhere):
        strange = Sending(theirs, address)
        answers = (strange.look(), strange.part(0, TEXT), strange.finish(), strange.drop())
        assert [answer.status_code for answer in answers] == [404] * 4
    assert (sending.offset, set(files_left())) == (0, files_before)


def test_the_database_takes_one_part_at_an_offset(desk: Desk) -> None:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:5000])
    [part] = sending.parts
    twin = UploadPart.objects.within(pk=part.pk).get()
    twin.pk, twin.blob = None, "ab/" + "ab" * 16
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
