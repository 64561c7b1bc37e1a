"""What becomes of an item after it was shared: its share tells the truth at the next look."""

from typing import Any

import pytest

from cases.services import change_shared_items, revoke_grant
from evidence.chronology import shown_shared
from evidence.details import ItemDetails
from evidence.enums import DERIVATIVE_FIELDS, DerivativeKind, ItemState
from evidence.models import EvidenceItem
from evidence.sealing import open_shared_details
from evidence.services import (
    dispose_item,
    keep_item,
    queue_derivatives,
    rekey_files,
    shared_view_address,
)
from jobs import services as jobs
from jobs.exceptions import LeaseLost
from jobs.models import Job
from jobs.sealing import open_grant, own_worker_key
from jobs.services import make_worker_key
from tests import sample_files
from tests.cases.shared import Shared, lay_out
from tests.cast import share_items
from tests.jobs.casework import PICTURE, keep_file, run_jobs

pytestmark = pytest.mark.django_db

BROKEN = sample_files.truncated(PICTURE)


@pytest.fixture
def shared(settings: Any, tmp_path: object) -> Shared:
    settings.RUN_DIR = tmp_path
    return lay_out()


def choose(shared: Shared, *items: EvidenceItem) -> None:
    ani = shared.people.ani
    refs = [item.ref for item in items]
    change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, refs)


def shared_unmade(shared: Shared, data: bytes = PICTURE) -> EvidenceItem:
    """Kept while no worker lived, and chosen; then one comes."""
    item = keep_file(shared.people.ani, shared.case, data)
    choose(shared, item)
    make_worker_key()
    return item


def go_on(shared: Shared, item: EvidenceItem) -> Job:
    ani = shared.people.ani
    item.refresh_from_db()
    return queue_derivatives(ani.actor, ani.keys(shared.case), item)


def known(shared: Shared, item: EvidenceItem) -> ItemDetails:
    """What Fitri, who holds the share and nothing else, reads of it."""
    return open_shared_details(shared.fitri.share_keys(shared.grant), shared.row(item))


def seen(shared: Shared, item: EvidenceItem) -> str:
    return shared_view_address(shared.fitri.share_keys(shared.grant), shared.row(item))


def test_a_picture_made_later_is_seen_with_all_that_is_known(shared: Shared) -> None:
    item = shared_unmade(shared)
    assert (seen(shared, item), known(shared, item).facts) == ("", {})
    go_on(shared, item)
    run_jobs(item.id)
    assert seen(shared, item).startswith("data:image/jpeg")
    assert known(shared, item).facts["pdq"]


def test_a_file_held_later_says_why(shared: Shared) -> None:
    item = shared_unmade(shared, BROKEN)
    go_on(shared, item)
    run_jobs(item.id)
    told = known(shared, item)
    assert (shared.row(item).item.state, told.held_reason) == (ItemState.HELD, "damaged")
    assert str(told.held_sentence)


def test_neither_note_nor_place_comes_in_with_it(shared: Shared) -> None:
    item = shared_unmade(shared, sample_files.jpeg(400, 300))
    go_on(shared, item)
    run_jobs(item.id)
    told = known(shared, item)
    assert (told.facts["has_location"], told.location, told.incident) == (True, "", "")


def test_work_on_its_way_begins_anew_where_the_item_is_shared_meanwhile(shared: Shared) -> None:
    ani, keys = shared.people.ani, shared.people.ani.keys(shared.case)
    item = keep_file(ani, shared.case)
    make_worker_key()
    queued = queue_derivatives(ani.actor, keys, item)
    lease = jobs._claim(queued.id)
    choose(shared, item)
    with pytest.raises(LeaseLost):
        lease.beat()
    run_jobs(item.id)
    assert known(shared, item).facts["pdq"]


def test_the_job_is_lent_what_is_told_in_the_shares_of_this_item(shared: Shared) -> None:
    """Of the share's keys no other, and of other shares none."""
    people = shared.people
    revoke_grant(people.ani.actor, people.ani.keys(shared.case), whole_grant(shared))
    other = share_items(
        owner=people.ani, case=shared.case, organization=people.satu, items=[shared.other]
    )
    item = shared_unmade(shared)
    access = open_grant(go_on(shared, item).grants.get(), own_worker_key()[1])
    assert (set(access.shares), other.id in access.shares) == ({shared.grant.id}, False)
    keys = shared.fitri.share_keys(shared.grant)
    assert keys.inner not in access.shares.values()
    assert keys.log.key not in [*access.shares.values(), *access.files.values()]


def whole_grant(shared: Shared) -> Any:
    return shared.case.grants.live().of_whole_cases().get()


def test_a_picture_made_after_a_new_epoch_is_seen(shared: Shared) -> None:
    item = shared_unmade(shared)
    ani = shared.people.ani
    revoke_grant(ani.actor, ani.keys(shared.case), whole_grant(shared))
    shared.case.refresh_from_db()
    go_on(shared, item)
    run_jobs(item.id)
    assert seen(shared, item).startswith("data:image/jpeg")


def test_a_picture_made_after_new_keys_were_asked_for_is_seen(shared: Shared) -> None:
    item = shared_unmade(shared)
    ani = shared.people.ani
    run_jobs(rekey_files(ani.actor, ani.keys(shared.case)).id)
    go_on(shared, item)
    run_jobs(item.id)
    assert seen(shared, item).startswith("data:image/jpeg")


def key_of_view(shared: Shared, item: EvidenceItem) -> bytes:
    row = shared.row(item).pictures.get(picture__kind=DerivativeKind.VIEW)
    field = DERIVATIVE_FIELDS[DerivativeKind.VIEW]
    return shared.fitri.share_keys(shared.grant).file(item.id, bytes(row.sealed_key), field)


def test_a_key_copied_before_a_new_epoch_opens_no_picture_made_after_it(shared: Shared) -> None:
    item = shared_unmade(shared)
    copied, ani = key_of_view(shared, item), shared.people.ani
    revoke_grant(ani.actor, ani.keys(shared.case), whole_grant(shared))
    assert key_of_view(shared, item) != copied


def test_an_item_that_is_given_up_is_in_no_list_until_she_keeps_it(shared: Shared) -> None:
    ani, one = shared.people.ani, shared.chosen[0]
    keys, held = ani.keys(shared.case), shared.fitri.share_keys(shared.grant)
    dispose_item(ani.actor, keys, one)
    assert [item.row.id for item in shown_shared(held)] == [shared.chosen[1].id]
    keep_item(ani.actor, keys, one)
    assert [item.row.id for item in shown_shared(held)] == [item.id for item in shared.chosen]


def test_a_share_whose_key_was_changed_keeps_no_work_from_its_end(shared: Shared) -> None:
    item, people = shared_unmade(shared), shared.people
    revoke_grant(people.ani.actor, people.ani.keys(shared.case), whole_grant(shared))
    other = share_items(owner=people.ani, case=shared.case, organization=people.satu, items=[item])
    shared.case.grants.filter(pk=other.pk).update(sealed_key=b"x")
    shared.case.refresh_from_db()
    go_on(shared, item)
    run_jobs(item.id)
    item.refresh_from_db()
    assert item.state == ItemState.READY
    assert known(shared, item).facts["pdq"]
