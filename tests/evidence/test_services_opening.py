"""Opening an item: noted before anything leaves, with a reason where it is not one's own."""

import pytest
from django.db import transaction

from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from custody.enums import CustodyAction, CustodyRole
from custody.services import LogActor
from evidence.enums import ItemState
from evidence.models import Derivative, EvidenceItem
from evidence.services import download_original, mark_damaged, reveal_item, view_copy_address
from evidence.storage import delete_blob
from jobs.services import make_worker_key
from tests import cast
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file

WORKER = LogActor(None, CustodyRole.WORKER)


@pytest.fixture
def picture(hers: Owned) -> EvidenceItem:
    make_worker_key()
    return keep_file(hers.person, hers.case)


@pytest.fixture
def budi(hers: Owned) -> cast.Person:
    """A paralegal to whom the case was opened and assigned."""
    lina = cast.make_staff(name="Lina")
    satu = cast.make_organization(name="LBH Satu", lead=lina)
    person = cast.make_member(name="Budi", organization=satu)
    cast.share(owner=hers.person, case=hers.case, organization=satu)
    cast.assign(lead=lina, case=hers.case, member=person)
    return person


def test_the_entry_stands_before_the_first_byte(hers: Owned) -> None:
    actor, keys = hers.person.actor, hers.person.keys(hers.case)
    _, chunks = download_original(actor, keys, hers.item)
    assert len(hers.log(CustodyAction.ITEM_DOWNLOADED)) == 1
    assert b"".join(chunks) == b"satu baris\n"


@pytest.mark.parametrize("reason", ["", "   "])
def test_staff_open_nothing_without_a_reason(
    hers: Owned, budi: cast.Person, picture: EvidenceItem, reason: str
) -> None:
    actor, keys = budi.actor, budi.keys(hers.case)
    with pytest.raises(NotPermitted):
        reveal_item(actor, keys, picture, reason)
    with pytest.raises(NotPermitted):
        download_original(actor, keys, picture, reason)
    assert hers.log(CustodyAction.ITEM_REVEALED) == []
    assert hers.log(CustodyAction.ITEM_DOWNLOADED) == []


def test_the_reason_of_staff_is_for_the_owner_to_read(
    hers: Owned, budi: cast.Person, picture: EvidenceItem
) -> None:
    reveal_item(budi.actor, budi.keys(hers.case), picture, "Untuk surat")
    (event,) = hers.log(CustodyAction.ITEM_REVEALED)
    assert event.details == {"who": "LBH Satu · Budi", "number": "B-02", "reason": "Untuk surat"}


def test_she_opens_her_own_without_saying_why(hers: Owned, picture: EvidenceItem) -> None:
    reveal_item(hers.person.actor, hers.person.keys(hers.case), picture)
    (event,) = hers.log(CustodyAction.ITEM_REVEALED)
    assert "reason" not in event.details


@pytest.mark.parametrize("state", [ItemState.RECEIVED, ItemState.HELD, ItemState.DAMAGED])
def test_nobody_is_noted_for_a_picture_that_is_not_there(
    hers: Owned, picture: EvidenceItem, state: ItemState
) -> None:
    picture.state = state
    with pytest.raises(PolicyRefused):
        reveal_item(hers.person.actor, hers.person.keys(hers.case), picture)
    assert hers.log(CustodyAction.ITEM_REVEALED) == []


def test_a_view_copy_is_a_jpeg_in_the_page_itself(hers: Owned, picture: EvidenceItem) -> None:
    address = view_copy_address(hers.person.keys(hers.case), picture)
    assert address.startswith("data:image/jpeg;base64,/9j/")


def test_what_has_no_view_copy_has_no_address(hers: Owned) -> None:
    assert view_copy_address(hers.person.keys(hers.case), hers.item) == ""


def test_a_view_copy_that_is_gone_is_not_opened(hers: Owned, picture: EvidenceItem) -> None:
    delete_blob(Derivative.objects.within(item=picture, kind="view").get().blob or "")
    with pytest.raises(NotOpened):
        view_copy_address(hers.person.keys(hers.case), picture)


def test_an_original_is_noted_as_damaged_once(hers: Owned) -> None:
    keys = hers.person.keys(hers.case)
    for _ in range(2):
        with transaction.atomic():
            mark_damaged(keys, WORKER, hers.item)
    hers.item.refresh_from_db()
    assert hers.item.state == ItemState.DAMAGED
    assert len(hers.log(CustodyAction.ITEM_DAMAGED)) == 1
