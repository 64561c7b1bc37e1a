"""New keys for every file: who was given single files opens them as before, and nothing else."""

from typing import Any

import pytest

from cases.services import change_shared_items, revoke_grant
from core.exceptions import NotOpened
from evidence.models import EvidenceItem, PendingShareKey
from evidence.sealing import open_shared_original
from evidence.services import download_shared, rekey_files, shared_view_address
from evidence.storage import read_blob
from jobs.services import make_worker_key
from tests.cases.shared import REASON, Shared, lay_out
from tests.jobs.casework import PICTURE, keep_file, run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(settings: Any, tmp_path: object) -> Shared:
    settings.RUN_DIR = tmp_path
    make_worker_key()
    return lay_out()


@pytest.fixture
def picture(shared: Shared) -> EvidenceItem:
    """Chosen for the share, after the two texts."""
    item = keep_file(shared.people.ani, shared.case)
    refs = [*(each.ref for each in shared.chosen), item.ref]
    ani = shared.people.ani
    change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, refs)
    return item


def rekey(shared: Shared) -> None:
    ani = shared.people.ani
    run_jobs(rekey_files(ani.actor, ani.keys(shared.case)).id)


def downloaded(shared: Shared, item: EvidenceItem) -> bytes:
    fitri = shared.fitri
    held, row = fitri.share_keys(shared.grant), shared.row(item)
    return b"".join(download_shared(fitri.actor, held, row, REASON)[1])


def test_chosen_files_and_their_picture_open_afterwards(
    shared: Shared, picture: EvidenceItem
) -> None:
    before = {each.blob for each in (*shared.chosen, picture)}
    rekey(shared)
    assert not before & {shared.row(each).item.blob for each in (*shared.chosen, picture)}
    assert downloaded(shared, shared.chosen[0]) == b"baris satu\n"
    assert downloaded(shared, picture) == PICTURE
    held = shared.fitri.share_keys(shared.grant)
    assert shared_view_address(held, shared.row(picture)).startswith("data:image/jpeg")
    assert not PendingShareKey.objects.exists()


def test_keys_of_a_share_taken_back_open_nothing_that_is_stored_afterwards(
    shared: Shared, picture: EvidenceItem
) -> None:
    held, row = shared.fitri.share_keys(shared.grant), shared.row(picture)
    ani = shared.people.ani
    revoke_grant(ani.actor, ani.keys(shared.case), shared.grant)
    rekey(shared)
    row.item.refresh_from_db()
    with pytest.raises(NotOpened):
        b"".join(open_shared_original(held, row, len(PICTURE), read_blob(row.item.blob)))
