"""What a file says of itself, as its owner reads it; its place only when she asks."""

import pytest

from cases.services import answer_question
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from jobs.services import make_worker_key
from tests import sample_files
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file

PLACE = "-6.17500, 106.81667"


@pytest.fixture
def photograph(hers: Owned) -> EvidenceItem:
    make_worker_key()
    return keep_file(hers.person, hers.case, sample_files.jpeg(), name="foto.jpg")


def test_what_the_file_says_stands_folded_with_a_warning(
    hers: Owned, photograph: EvidenceItem
) -> None:
    page = hers.text(hers.item_page("item", photograph))
    folded = page[page.index("<details") : page.index("</details>")]
    for text in ("By itself it proves nothing", "1 May 2026, 12:30 (UTC+07:00)", "Kamera Uji 7"):
        assert text in folded
    assert "64 × 48" not in folded
    assert "64 × 48" in page.partition("Technical details")[2].partition("</details>")[0]


def test_her_place_is_shown_once_and_her_log_tells(hers: Owned, photograph: EvidenceItem) -> None:
    where = hers.item_page("item", photograph)
    assert PLACE not in hers.text(where)
    assert hers.client.post(hers.item_page("place", photograph))["Location"] == where
    assert PLACE in hers.text(where)
    assert PLACE not in hers.text(where)
    (event,) = hers.log(CustodyAction.ITEM_LOCATED)
    assert (event.obj, event.role.value) == (photograph.id, "owner")
    assert not any("106" in text for text in event.details.values())


def test_to_look_up_the_address_shows_no_place(hers: Owned, photograph: EvidenceItem) -> None:
    assert hers.client.get(hers.item_page("place", photograph)).status_code == 302
    assert PLACE not in hers.text(hers.item_page("item", photograph))
    assert hers.log(CustodyAction.ITEM_LOCATED) == []


def test_a_file_without_a_place_has_none_to_show(hers: Owned) -> None:
    assert "Show the place" not in hers.text(hers.item_page("item"))
    assert hers.client.post(hers.item_page("place")).status_code == 409
    assert hers.log(CustodyAction.ITEM_LOCATED) == []


def test_a_second_picture_inside_is_told(hers: Owned, photograph: EvidenceItem) -> None:
    assert "another picture inside" not in hers.text(hers.item_page("item", photograph))
    two = keep_file(hers.person, hers.case, sample_files.jpeg_of_two(), name="dua.jpg")
    page = hers.text(hers.item_page("item", two))
    assert "There may be another picture inside this file" in page
    assert "Has further pictures" in page


def test_markup_in_what_it_says_is_text(hers: Owned) -> None:
    make_worker_key()
    data = sample_files.jpeg(model="<i>K</i>\x07")
    page = hers.text(hers.item_page("item", keep_file(hers.person, hers.case, data, name="a.jpg")))
    assert "&lt;i&gt;K&lt;/i&gt;⟦U+0007⟧" in page
    assert "<i>K" not in page


def test_the_place_is_sealed_apart(hers: Owned, photograph: EvidenceItem) -> None:
    details = open_details(hers.person.keys(hers.case), photograph)
    assert details.location == PLACE
    assert not any("106.8" in text for text in details.metadata.values())


def test_of_a_locked_file_nothing_is_told(hers: Owned, photograph: EvidenceItem) -> None:
    answer_question(hers.person.actor, hers.person.keys(hers.case), "q02_usia", ["u18_dulu"])
    page = hers.text(hers.item_page("item", photograph))
    assert "This file is locked" in page
    assert "By itself it proves nothing" not in page
    assert "Kamera Uji 7" not in page
