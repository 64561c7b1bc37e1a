"""An owner erases one item: the window, the way back, and what is left of it."""

import pytest

from cases.trail import trail_of
from core.exceptions import NotPermitted, PolicyRefused
from custody.enums import CustodyAction
from evidence.chronology import chronology_for
from evidence.models import Derivative, DoomedBlob, EvidenceItem
from evidence.services import (
    dispose_item,
    download_original,
    erase_due_items,
    keep_item,
    reveal_item,
    waive_window,
)
from evidence.storage import blob_exists
from jobs.models import Job, WorkerKey
from tests.cases.pages import acts
from tests.cast import Cast, make_cast
from tests.jobs.casework import keep_file, original
from tests.jobs.conftest import Clock

pytestmark = pytest.mark.django_db
Case = tuple[Cast, EvidenceItem]


@pytest.fixture
def one(db: None, worker: WorkerKey) -> Case:
    """Ani's case, shared and assigned, with one picture in it."""
    people = make_cast()
    return people, keep_file(people.ani, people.case)


def blobs_of(item: EvidenceItem) -> list[str]:
    return [item.blob, *item.derivatives.values_list("blob", flat=True)]


def dispose(one: Case, *, at_once: bool = False) -> None:
    cast, item = one
    dispose_item(cast.ani.actor, cast.ani.keys(cast.case), item, at_once=at_once)


def test_from_her_word_on_it_is_there_for_her_alone(one: Case) -> None:
    cast, item = one
    dispose(one)
    for person in (cast.budi, cast.lina):
        assert not EvidenceItem.objects.visible_to(person.actor).exists()
        assert chronology_for(person.keys(cast.case), with_previews=True).is_empty
    assert chronology_for(cast.ani.keys(cast.case), with_previews=False).is_empty
    assert [row.pk for row in EvidenceItem.objects.visible_to(cast.ani.actor).waiting()] == [
        item.pk
    ]


def test_a_page_that_was_open_gives_nothing_out_any_more(one: Case) -> None:
    cast, item = one
    keys = cast.budi.keys(cast.case)
    dispose(one)
    with pytest.raises(NotPermitted):
        reveal_item(cast.budi.actor, keys, item, "Memeriksa")
    with pytest.raises(NotPermitted):
        download_original(cast.budi.actor, keys, item, "Memeriksa")


def test_undo_restores_it_exactly(one: Case) -> None:
    cast, item = one
    keys = cast.ani.keys(cast.case)
    before, row = original(keys, item), EvidenceItem.objects.for_job(item.pk).values().get()
    dispose(one)
    keep_item(cast.ani.actor, keys, item)
    assert EvidenceItem.objects.for_job(item.pk).values().get() == row
    assert original(cast.lina.keys(cast.case), item) == before
    assert acts(cast.ani, cast.case)[-2:] == [CustodyAction.ITEM_DISPOSED, CustodyAction.ITEM_KEPT]


def test_nothing_of_it_is_left_when_the_window_is_over(one: Case, clock: Clock) -> None:
    _, item = one
    blobs = blobs_of(item)
    dispose(one)
    clock.forward(hours=23, minutes=59)
    assert erase_due_items() == 0
    clock.forward(minutes=1)
    assert erase_due_items() == 1
    assert not EvidenceItem.objects.for_job(item.pk).exists()
    assert not Derivative.objects.within(item_id=item.pk).exists()
    assert not Job.objects.filter(object_id=item.pk).exists()
    assert not DoomedBlob.objects.exists()
    assert [name for name in blobs if blob_exists(name)] == []


def test_its_number_is_never_given_again(one: Case) -> None:
    cast, item = one
    dispose(one, at_once=True)
    assert keep_file(cast.ani, cast.case).label == "B-02"
    assert item.label == "B-01"


def test_she_may_waive_the_window_later_too(one: Case) -> None:
    cast, item = one
    dispose(one)
    waive_window(cast.ani.actor, cast.ani.keys(cast.case), item)
    assert not EvidenceItem.objects.for_job(item.pk).exists()


def test_waiving_erases_nothing_that_is_kept(one: Case) -> None:
    cast, item = one
    waive_window(cast.ani.actor, cast.ani.keys(cast.case), item)
    assert EvidenceItem.objects.for_job(item.pk).exists()


def test_after_the_window_there_is_no_way_back(one: Case, clock: Clock) -> None:
    cast, item = one
    dispose(one)
    clock.forward(hours=24)
    with pytest.raises(PolicyRefused):
        keep_item(cast.ani.actor, cast.ani.keys(cast.case), item)


def test_a_second_word_changes_nothing(one: Case, clock: Clock) -> None:
    _, item = one
    dispose(one)
    until = EvidenceItem.objects.for_job(item.pk).get().erase_at
    clock.forward(hours=5)
    dispose(one)
    assert EvidenceItem.objects.for_job(item.pk).get().erase_at == until


def test_staff_cannot_give_it_up(one: Case) -> None:
    cast, item = one
    for person in (cast.budi, cast.lina):
        with pytest.raises(NotPermitted):
            dispose_item(person.actor, person.keys(cast.case), item)


@pytest.mark.parametrize("at_once", [False, True], ids=["waiting", "erased"])
def test_her_record_stays_whole(one: Case, at_once: bool) -> None:
    cast, _ = one
    dispose(one, at_once=at_once)
    trail = trail_of(cast.ani.keys(cast.case))
    assert (trail.broken_at, bool(trail.gaps)) == (0, False)
    assert trail.own[0].label == "B-01"


def test_a_row_marked_from_outside_is_noticed(one: Case, clock: Clock) -> None:
    cast, item = one
    EvidenceItem.objects.for_job(item.pk).update(erase_at=clock.now())
    assert trail_of(cast.ani.keys(cast.case)).gaps.items == ("B-01",)


def test_a_row_unmarked_from_outside_is_noticed(one: Case) -> None:
    cast, item = one
    dispose(one)
    EvidenceItem.objects.for_job(item.pk).update(erase_at=None)
    assert trail_of(cast.ani.keys(cast.case)).gaps.has_unlogged
