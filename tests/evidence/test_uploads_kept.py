"""What is on its way is kept through what happens meanwhile, and goes where the case goes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import TestCase

from accounts.models import Organization
from cases.models import Grant
from cases.services import dispose_case, revoke_grant
from core.exceptions import NotOpened
from evidence import services
from evidence.exceptions import Refusal
from evidence.models import Upload, UploadPart
from evidence.sealing import file_key, open_details, open_part, open_upload_details
from evidence.storage import blob_exists, blob_names, delete_blob, read_blob
from evidence.tasks import sweep_blobs
from jobs.services import make_worker_key
from tests import cast
from tests.clock import Clock
from tests.evidence.conftest import Desk, files_left
from tests.evidence.parts import TEXT, Sending, begin, message, send
from tests.evidence.test_services_upkeep import let_grow_old
from tests.jobs.casework import keep_file

HALF = 13_000
DAY = 24


def half(desk: Desk) -> Sending:
    sending = send(desk, "a.txt", TEXT)
    sending.part(0, TEXT[:8000])
    sending.part(8000, TEXT[8000:HALF])
    return sending


def share(desk: Desk) -> tuple[cast.Person, Organization]:
    lina = cast.make_staff(name="Lina")
    satu = cast.make_organization(name="LBH Satu", lead=lina)
    cast.share(owner=desk.person, case=desk.case, organization=satu)
    return lina, satu


def take_back(desk: Desk) -> None:
    grant = Grant.objects.live().get(case=desk.case)
    revoke_grant(desk.person.actor, desk.person.keys(desk.case), grant)


def finished(sending: Sending) -> bool:
    """Whether the rest brings the item about, and it is the file that was announced."""
    offset = sending.offset
    sending.part(offset, TEXT[offset:])
    return sending.finish().status_code == 201


def test_new_keys_of_the_case_lose_nothing(desk: Desk) -> None:
    share(desk)
    sending = half(desk)
    take_back(desk)
    assert {part.key_epoch for part in sending.parts} == {2}
    assert begin(desk, "a.txt", TEXT)["Upload-Offset"] == str(HALF)
    assert finished(sending)
    assert {part.blob_epoch for part in sending.parts} == set()


def test_what_comes_after_opens_with_no_key_of_before(desk: Desk) -> None:
    """Each part has a key of its own: a key that was copied opens what was there, and no more."""
    lina, _ = share(desk)
    sending = half(desk)
    hers = lina.keys(desk.case)
    copied = {part.id: file_key(hers, part) for part in sending.parts}
    take_back(desk)
    sending.part(HALF, TEXT[HALF:])
    *_, last = sending.parts
    assert last.id not in copied
    assert (last.blob_epoch, last.key_epoch) == (2, 2)
    with pytest.raises(NotOpened):
        file_key(hers, last)


def test_keys_of_before_take_no_part(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sharing ends while the part is on its way: it is sent once more, under the new keys."""
    share(desk)
    sending = half(desk)
    write: Callable[..., Any] = services.uploading._write

    def late(*args: Any) -> None:
        monkeypatch.undo()
        take_back(desk)
        write(*args)

    monkeypatch.setattr(services.uploading, "_write", late)
    answer = sending.part(HALF, TEXT[HALF:])
    assert (answer.status_code, bool(message(answer)), sending.offset) == (409, True, HALF)
    assert finished(sending)


def test_new_keys_for_every_file_leave_it_alone(desk: Desk) -> None:
    make_worker_key()
    keep_file(desk.person, desk.case, b"lain", name="lain.txt")
    sending = half(desk)
    services.rekey_files(desk.person.actor, desk.person.keys(desk.case))
    assert finished(sending)


def test_it_waits_a_day_for_its_next_part(
    desk: Desk, clock: Clock, files_before: set[Path]
) -> None:
    sending = half(desk)
    clock.forward(hours=DAY - 1)
    again = Desk(desk.person, desk.case, cast.client_of(desk.person))
    Sending(again, sending.address).part(HALF, TEXT[HALF : HALF + 4096])
    clock.forward(hours=DAY - 1)
    services.sweep_uploads()
    assert Upload.objects.for_upkeep().count() == 1
    clock.forward(hours=2)
    with TestCase.captureOnCommitCallbacks(execute=True):
        sweep_blobs()
    assert not Upload.objects.for_upkeep().exists()
    assert set(files_left()) <= files_before


def test_a_finished_one_is_forgotten_after_a_day_and_its_item_stays(
    desk: Desk, clock: Clock
) -> None:
    sending = half(desk)
    assert finished(sending)
    clock.forward(hours=DAY + 1)
    services.sweep_uploads()
    assert not Upload.objects.for_upkeep().exists()
    assert blob_exists(desk.items[0].blob)


def test_parts_that_a_row_names_are_no_orphans(desk: Desk) -> None:
    sending = half(desk)
    for part in sending.parts:
        let_grow_old(Path(site.BLOB_DIR) / part.blob)
    services.sweep_blobs()
    assert [blob_exists(part.blob) for part in sending.parts] == [True, True]
    assert {part.blob for part in sending.parts} <= services.own_blobs()


@pytest.mark.parametrize("at_once", [True, False])
def test_it_goes_with_its_case(desk: Desk, files_before: set[Path], at_once: bool) -> None:
    sending = half(desk)
    dispose_case(desk.person.actor, desk.person.keys(desk.case), at_once=at_once)
    answers = (sending.look(), sending.part(HALF, TEXT[HALF:]), sending.finish())
    assert {answer.status_code for answer in answers} == {404}
    assert Upload.objects.for_upkeep().count() == (0 if at_once else 1)
    assert (set(files_left()) == files_before) is at_once


def test_a_finished_one_goes_with_its_item(desk: Desk) -> None:
    sending = half(desk)
    assert finished(sending)
    services.dispose_item(
        desk.person.actor, desk.person.keys(desk.case), desk.items[0], at_once=True
    )
    assert sending.finish().status_code == 404


def test_those_who_read_the_case_do_not_see_what_is_on_its_way(desk: Desk) -> None:
    lina, _ = share(desk)
    half(desk)
    assert not Upload.objects.visible_to(lina.actor).exists()
    assert not UploadPart.objects.visible_to(lina.actor).exists()
    assert Upload.objects.visible_to(desk.person.actor).exists()


def change_blob(name: str, change: Callable[[bytes], bytes]) -> None:
    path = Path(site.BLOB_DIR) / name
    path.write_bytes(change(path.read_bytes()))


def swap(parts: list[UploadPart]) -> None:
    for part, other in ((parts[0], parts[1].blob), (parts[1], parts[0].blob)):
        UploadPart.objects.within(pk=part.pk).update(blob=part.blob + "x")
        part.blob = other
    for part in parts:
        UploadPart.objects.within(pk=part.pk).update(blob=part.blob)


SPOILED = {
    "gone": lambda parts: site.BLOB_DIR.joinpath(parts[0].blob).unlink(),
    "cut": lambda parts: change_blob(parts[1].blob, lambda data: data[:-1]),
    "changed": lambda parts: change_blob(parts[0].blob, lambda data: data[:-1] + b"\0"),
    "swapped": swap,
    "left out": lambda parts: (delete_blob(parts[0].blob), parts[0].delete()),
    "moved": lambda parts: UploadPart.objects.within(pk=parts[1].pk).update(offset=7000),
    "under another's key": lambda parts: UploadPart.objects.within(pk=parts[1].pk).update(
        sealed_key=parts[0].sealed_key
    ),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_parts_that_are_not_what_they_were_make_no_item(
    desk: Desk, files_before: set[Path], spoil: Callable[[list[UploadPart]], object]
) -> None:
    sending = send(desk, "a.txt", TEXT, sha256="")
    sending.part(0, TEXT[:11_000])
    sending.part(11_000, TEXT[11_000:])
    spoil(sending.parts)
    answer = sending.finish()
    assert (answer.status_code, message(answer)) == (400, str(Refusal.CUT_OFF.label))
    assert (desk.items, sending.look().status_code) == ([], 404)
    assert set(files_left()) == files_before


def test_no_part_holds_its_bytes_in_clear(desk: Desk) -> None:
    before = {name for name, _ in blob_names()}
    sending = half(desk)
    for name in {name for name, _ in blob_names()} - before:
        assert b"baris yang" not in b"".join(read_blob(name))
    keys = desk.person.keys(desk.case)
    first = sending.parts[0]
    assert b"".join(open_part(keys, first, 8000, read_blob(first.blob))) == TEXT[:8000]
    assert open_upload_details(keys, sending.row).name == "a.txt"
    assert b"a.txt" not in bytes(sending.row.sealed_details)


def test_a_refused_whole_is_said_and_gone(desk: Desk) -> None:
    """The kind is judged again from the parts: the column that a part set only sorts."""
    content = TEXT[:8000] + b"\xff" * 8000
    sending = send(desk, "a.txt", content)
    sending.part(0, content[:8000])
    Upload.objects.within(pk=sending.row.pk).update(file_class="video")
    assert sending.part(8000, content[8000:]).status_code == 204
    answer = sending.finish()
    assert (answer.status_code, desk.items) == (422, [])
    assert message(answer).startswith(str(Refusal.TYPE.label))


def test_an_item_that_came_in_parts_is_under_a_key_of_its_own(desk: Desk) -> None:
    sending = half(desk)
    keys = desk.person.keys(desk.case)
    used = {file_key(keys, part) for part in sending.parts}
    assert finished(sending)
    assert file_key(keys, desk.items[0]) not in used
    assert open_details(keys, desk.items[0]).size == len(TEXT)
