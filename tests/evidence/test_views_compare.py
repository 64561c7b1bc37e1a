import pytest

from cases.services import answer_question
from evidence.pdq import METHOD
from tests.evidence.noted import DIGEST, LOOKS, details_of, keep_address, keep_print
from tests.evidence.owned import Owned

OTHER = "f" * 64


def compared(hers: Owned, **fields: str) -> str:
    item = keep_print(hers.person, hers.case)
    answer = hers.client.post(hers.item_page("compare", item), fields)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"typed": DIGEST}, "Yes, this is the same file."),
        ({"typed": " ".join(DIGEST.upper())}, "Yes, this is the same file."),
        ({"sha256": DIGEST}, "Yes, this is the same file."),
        ({"typed": OTHER}, "This is not the same file."),
        ({"sha256": OTHER, "pdq": LOOKS, "pdq_method": METHOD}, "the picture looks alike"),
        ({"sha256": OTHER, "pdq": LOOKS, "pdq_method": "other"}, "This is not the same file"),
        ({"typed": "abc"}, "has 64 letters and digits. This one has 3."),
        ({}, "There is no fingerprint here yet."),
    ],
)
def test_it_says_whether_it_is_the_same_file(
    hers: Owned, fields: dict[str, str], told: str
) -> None:
    assert told in compared(hers, **fields)


def test_nothing_of_the_other_file_is_kept(hers: Owned) -> None:
    before = len(hers.log())
    compared(hers, typed=OTHER)
    assert len(hers.log()) == before + 1


def test_a_stored_file_can_be_compared_too(hers: Owned) -> None:
    digest = details_of(hers.person, hers.case, hers.item).sha256
    answer = hers.client.post(hers.item_page("compare"), {"typed": digest})
    assert "Yes, this is the same file." in answer.content.decode()


def test_without_the_script_it_says_what_to_write_and_how_to_make_it(hers: Owned) -> None:
    page = hers.text(hers.item_page("compare"))
    assert '<p class="lead">Only fingerprints are compared.' in page
    assert "64 letters and digits" in page
    assert "sha256sum" in page


def test_the_script_finds_what_to_compare_with(hers: Owned) -> None:
    item = keep_print(hers.person, hers.case)
    page = hers.text(hers.item_page("compare", item))
    assert f'data-compare="{DIGEST}"' in page
    assert f'data-pdq="{LOOKS}"' in page


def test_an_address_is_no_file(hers: Owned) -> None:
    item = keep_address(hers.person, hers.case)
    assert hers.client.get(hers.item_page("compare", item)).status_code == 404


def test_a_locked_one_is_compared_with_nothing(hers: Owned) -> None:
    item = keep_print(hers.person, hers.case)
    keys = hers.person.keys(hers.case)
    answer_question(hers.person.actor, keys, "q02_usia", ["u18_dulu"])
    page = hers.client.get(hers.item_page("compare", item))
    assert DIGEST not in page.content.decode()
    assert page.status_code == 409 or "locked" in page.content.decode()
    assert LOOKS not in hers.text(hers.item_page("item", item))
