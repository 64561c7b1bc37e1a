"""What may be shared at all, and what the answers take out of every share."""

import pytest

from cases.services import answer_question, change_shared_items
from core.exceptions import NotPermitted, PolicyRefused
from evidence.details import ChatFacts
from evidence.enums import DerivativeKind, Purpose
from evidence.models import EvidenceItem, SharedItem, SharedPicture
from evidence.selectors import derivative_of
from evidence.services import (
    Admission,
    admit_evidence,
    download_shared,
    item_choices,
    reveal_shared,
)
from evidence.uploads import sealed_upload
from jobs.services import make_worker_key
from tests import cast
from tests.cases.shared import REASON, Shared, lay_out
from tests.evidence.noted import keep_address, keep_print
from tests.jobs.casework import keep_file, run_jobs

pytestmark = pytest.mark.django_db
MINOR = ("q02_usia", ["u18_dulu"])


@pytest.fixture
def shared() -> Shared:
    make_worker_key()
    return lay_out()


@pytest.fixture
def picture(shared: Shared) -> EvidenceItem:
    item = keep_file(shared.people.ani, shared.case)
    choose(shared, item)
    return item


def choose(shared: Shared, *items: EvidenceItem) -> None:
    ani = shared.people.ani
    refs = [item.ref for item in items]
    change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, refs)


def answer_minor(shared: Shared) -> None:
    ani = shared.people.ani
    answer_question(ani.actor, ani.keys(shared.case), *MINOR)


def test_an_answer_that_locks_a_picture_takes_it_out_of_the_share(
    shared: Shared, picture: EvidenceItem
) -> None:
    choose(shared, picture, shared.other)
    held, row = shared.fitri.share_keys(shared.grant), shared.row(picture)
    answer_minor(shared)
    left = SharedItem.objects.visible_to(shared.fitri.actor)
    assert [one.item_id for one in left] == [shared.other.id]
    assert not SharedPicture.objects.filter(shared_item__grant=shared.grant).exists()
    for attempt in (reveal_shared, download_shared):
        with pytest.raises(NotPermitted):
            attempt(shared.fitri.actor, held, row, REASON)


def test_a_locked_item_is_neither_offered_nor_taken(shared: Shared, picture: EvidenceItem) -> None:
    answer_minor(shared)
    keys = shared.people.ani.keys(shared.case)
    assert picture.ref not in {one.ref for one in item_choices(keys)}
    with pytest.raises(PolicyRefused):
        choose(shared, picture)


def test_an_item_that_is_erased_is_in_no_share(shared: Shared) -> None:
    EvidenceItem.objects.within(pk=shared.chosen[0].pk).delete()
    assert [row.item_id for row in shared.grant.shared_items.all()] == [shared.chosen[1].id]


def test_an_item_of_another_case_is_not_taken(shared: Shared) -> None:
    other = cast.make_case(owner=shared.people.ani)
    item = keep_file(shared.people.ani, other, b"lain\n", name="lain.txt")
    choose(shared, item)
    assert not shared.grant.shared_items.exists()


def test_pictures_come_with_their_item(shared: Shared, picture: EvidenceItem) -> None:
    rows = SharedPicture.objects.filter(shared_item__item=picture)
    assert {row.picture.kind for row in rows} == {"preview", "view"}


def test_nothing_is_opened_without_a_reason(shared: Shared, picture: EvidenceItem) -> None:
    held, row = shared.fitri.share_keys(shared.grant), shared.row(picture)
    for attempt in (reveal_shared, download_shared):
        with pytest.raises(NotPermitted):
            attempt(shared.fitri.actor, held, row, " ")


def test_what_stays_is_sealed_with_what_is_known_now(shared: Shared) -> None:
    item = shared.chosen[0]
    before = bytes(shared.row(item).sealed_details)
    choose(shared, *shared.chosen)
    assert bytes(shared.row(item).sealed_details) != before


def test_what_was_read_of_a_chat_stays_with_its_owner(shared: Shared) -> None:
    ani, words = shared.people.ani, b"21/07/26 03.15 - Andi: Halo\n"
    told = Admission(chat=ChatFacts(zone="WIB"), purpose=Purpose.CHAT, shows_adults_only=True)
    upload = sealed_upload(shared.case, "chat.txt", [words])
    chat = admit_evidence(ani.actor, ani.keys(shared.case), upload, told)
    choose(shared, chat)
    run_jobs(chat.id)
    choose(shared, chat)
    assert derivative_of(chat, DerivativeKind.TRANSCRIPT) is not None
    assert not shared.row(chat).pictures.exists()


def test_the_boxes_say_of_what_kind_each_item_is(shared: Shared) -> None:
    ani = shared.people.ani
    kept = {keep_print(ani, shared.case): "Sidik jari", keep_address(ani, shared.case): "Tautan"}
    labels = {one.ref: one.label for one in item_choices(ani.keys(shared.case))}
    for item, kind in kept.items():
        assert f"{item.label} · {kind}" in labels[item.ref]
