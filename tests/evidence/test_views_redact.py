"""The page on which she covers parts of a picture."""

import pytest

from custody.enums import CustodyAction
from evidence.covers import EVERYTHING, Box
from evidence.details import ItemDetails
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from jobs.models import Job, WorkerKey
from jobs.services import make_worker_key
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file, run_jobs

PICTURE = "data:image/jpeg"


@pytest.fixture(autouse=True)
def worker(hers: Owned, settings: object, tmp_path: object) -> WorkerKey:
    settings.RUN_DIR = tmp_path
    return make_worker_key()


@pytest.fixture
def picture(hers: Owned) -> EvidenceItem:
    return keep_file(hers.person, hers.case)


def where(hers: Owned, item: EvidenceItem) -> str:
    return hers.item_page("redact", item)


def details_of(hers: Owned, item: EvidenceItem) -> ItemDetails:
    item.refresh_from_db()
    return open_details(hers.person.keys(hers.case), item)


def test_the_picture_is_shown_after_a_press_alone_once_and_noted(
    hers: Owned, picture: EvidenceItem
) -> None:
    assert PICTURE not in hers.text(where(hers, picture))
    assert not hers.log(CustodyAction.ITEM_REVEALED)
    hers.client.post(where(hers, picture), {"look": "picture"})
    assert len(hers.log(CustodyAction.ITEM_REVEALED)) == 1
    assert PICTURE in hers.text(where(hers, picture))
    assert PICTURE not in hers.text(where(hers, picture))


def test_a_press_there_uncovers_no_other_page(hers: Owned, picture: EvidenceItem) -> None:
    other = keep_file(hers.person, hers.case)
    hers.client.post(where(hers, picture), {"look": "picture"})
    assert PICTURE not in hers.text(where(hers, other))
    hers.client.post(where(hers, picture), {"look": "picture"})
    assert PICTURE not in hers.text(hers.item_page("item", picture))


def test_what_she_types_is_covered(hers: Owned, picture: EvidenceItem) -> None:
    answer = hers.client.post(where(hers, picture), {"boxes": "10 20 30 40\n0 0 12,5 1"})
    assert answer["Location"] == hers.item_page("item", picture)
    covers = (Box(1000, 2000, 3000, 4000), Box(0, 0, 1250, 100))
    assert details_of(hers, picture).covers == covers
    assert "covered copy is being made" in hers.text(hers.item_page("item", picture))
    run_jobs(picture.id)
    assert "2 parts. Packets take the covered copy." in hers.text(hers.item_page("item", picture))
    assert "10 20 30 40\n0 0 12.5 1" in hers.text(where(hers, picture))


def test_one_press_covers_all_of_it(hers: Owned, picture: EvidenceItem) -> None:
    hers.client.post(where(hers, picture), {"boxes": "no numbers", "all": "1"})
    assert details_of(hers, picture).covers == (EVERYTHING,)


def test_nothing_typed_uncovers(hers: Owned, picture: EvidenceItem) -> None:
    hers.client.post(where(hers, picture), {"all": "1"})
    hers.client.post(where(hers, picture), {"boxes": ""})
    assert details_of(hers, picture).covers == ()
    assert "Packets take" not in hers.text(hers.item_page("item", picture))


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ("1 2 3 4\n10 20 30", "Line 2: write four numbers"),
        ("60 0 50 10", "Line 1: this goes beyond the picture"),
        ("1 1 0 5", "Line 1: width and height"),
        ("\n".join(f"{n} 0 1 1" for n in range(60)), "At most 50 parts"),
    ],
)
def test_what_is_no_part_is_told_and_nothing_covered(
    hers: Owned, picture: EvidenceItem, boxes: str, told: str
) -> None:
    answer = hers.client.post(where(hers, picture), {"boxes": boxes})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert told in page
    assert boxes.splitlines()[0] in page
    assert details_of(hers, picture).covers == ()


def test_she_can_look_at_the_copy(hers: Owned, picture: EvidenceItem) -> None:
    hers.client.post(where(hers, picture), {"all": "1"})
    assert 'value="copy"' not in hers.text(where(hers, picture))
    run_jobs(picture.id)
    assert 'value="copy"' in hers.text(where(hers, picture))
    hers.client.post(where(hers, picture), {"look": "copy"})
    page = hers.text(where(hers, picture))
    assert PICTURE in page
    assert "Hide it again" in page


def test_a_copy_that_stands_still_offers_her_to_continue(
    hers: Owned, picture: EvidenceItem
) -> None:
    hers.client.post(where(hers, picture), {"all": "1"})
    Job.objects.update(state="needs_owner")
    assert "Press “Continue” to make it" in hers.text(hers.item_page("item", picture))
    hers.client.post(hers.item_page("continue", picture))
    run_jobs(picture.id)
    assert "Press “Continue” to make it" not in hers.text(hers.item_page("item", picture))


def test_what_is_no_picture_cannot_be_covered(hers: Owned) -> None:
    page = hers.text(where(hers, hers.item))
    assert "There is no picture of this file" in page
    assert 'name="boxes"' not in page
