"""File keys follow a case into its next epoch; what was sealed stays as it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization
from cases.services import grant_access, revoke_grant
from core.exceptions import NotOpened
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from evidence.sealing import file_key, open_details, open_original
from evidence.services import view_copy_address
from evidence.storage import blob_names, read_blob
from jobs.models import WorkerKey
from jobs.services import make_worker_key
from tests import cast
from tests.evidence.owned import Owned
from tests.jobs.casework import PICTURE, keep_file, original


@pytest.fixture
def organization(db: None) -> Organization:
    return cast.make_organization(name="LBH Satu", lead=cast.make_staff(name="Lina"))


def share_and_take_back(hers: Owned, organization: Organization) -> None:
    """Whoever held keys until now holds none of the next epoch."""
    ani = hers.person
    grant = grant_access(ani.actor, ani.keys(hers.case), organization, may_build_packets=False)
    revoke_grant(ani.actor, ani.keys(hers.case), grant)


def test_files_of_before_open_after_the_change(hers: Owned, organization: Organization) -> None:
    make_worker_key()
    item = keep_file(hers.person, hers.case)
    before = (item.blob, item.key_epoch + 1)
    share_and_take_back(hers, organization)
    item.refresh_from_db()
    keys = hers.person.keys(hers.case)
    assert (item.blob, item.key_epoch) == before
    assert original(keys, item) == PICTURE
    assert view_copy_address(keys, item).startswith("data:image/jpeg")


def test_keys_of_before_open_no_file_after_the_change(
    hers: Owned, organization: Organization
) -> None:
    held = hers.person.keys(hers.case)
    share_and_take_back(hers, organization)
    item = EvidenceItem.objects.within(pk=hers.item.pk).get()
    size = open_details(hers.person.keys(hers.case), item).size
    with pytest.raises(NotOpened):
        b"".join(open_original(held, item, size, read_blob(item.blob)))


def blobs_as_they_lie() -> dict[str, float]:
    return dict(blob_names())


def queries_of_taking_back(hers: Owned, organization: Organization) -> int:
    ani = hers.person
    grant = grant_access(ani.actor, ani.keys(hers.case), organization, may_build_packets=False)
    keys = ani.keys(hers.case)
    with CaptureQueriesContext(connection) as queries:
        revoke_grant(ani.actor, keys, grant)
    return len(queries)


def test_no_blob_is_touched_and_many_files_take_as_many_queries(
    hers: Owned, organization: Organization
) -> None:
    make_worker_key()
    keep_file(hers.person, hers.case)
    WorkerKey.objects.all().delete()
    few = queries_of_taking_back(hers, organization)
    for number in range(30):
        keep_file(hers.person, hers.case, f"{number}\n".encode(), name="lain.txt")
    before = blobs_as_they_lie()
    assert queries_of_taking_back(hers, organization) == few
    assert blobs_as_they_lie() == before
    items = EvidenceItem.objects.visible_to(hers.person.actor)
    assert set(items.values_list("key_epoch", flat=True)) == {3}


def test_a_picture_not_made_yet_gets_a_key_that_nobody_copied(
    hers: Owned, organization: Organization
) -> None:
    WorkerKey.objects.all().delete()
    item = keep_file(hers.person, hers.case)
    keys = hers.person.keys(hers.case)
    copied = {row.id: file_key(keys, row) for row in item.derivatives.all()}
    share_and_take_back(hers, organization)
    keys = hers.person.keys(hers.case)
    assert {row.id: file_key(keys, row) for row in item.derivatives.all()}.items().isdisjoint(
        copied.items()
    )


def test_a_key_that_does_not_open_keeps_nobody_from_being_shut_out(
    hers: Owned, organization: Organization
) -> None:
    whole, spoiled = (keep_file(hers.person, hers.case, b"a\n", name="a.txt") for _ in range(2))
    EvidenceItem.objects.within(pk=spoiled.pk).update(sealed_key=bytes(100))
    share_and_take_back(hers, organization)
    for item in (whole, spoiled):
        item.refresh_from_db()
    assert (whole.key_epoch, spoiled.state) == (2, ItemState.DAMAGED)
