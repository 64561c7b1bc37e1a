"""File keys follow a case into its next epoch; what was sealed stays as it is."""

import pytest

from accounts.models import Organization
from cases.services import grant_access, revoke_grant
from core.exceptions import NotOpened
from evidence.models import EvidenceItem
from evidence.sealing import open_details, open_original
from evidence.services import view_copy_address
from evidence.storage import read_blob
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
