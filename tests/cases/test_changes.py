"""What changed in a plan, told by its cards and never by an answer."""

import pytest

from cases.changes import GONE, LATER, NEW, SOONER, WAITS, changes_between, places_in
from resources.plan import make_plan
from resources.questionnaire import questionnaire

TITLE = {card.id: str(card.title) for card in questionnaire().cards}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({}, {"A_BUKTI": "now"}, NEW),
        ({"A_BUKTI": "not_yet"}, {"A_BUKTI": "week"}, NEW),
        ({"A_BUKTI": "week"}, {"A_BUKTI": "day"}, SOONER),
        ({"A_BUKTI": "now"}, {"A_BUKTI": "later"}, LATER),
        ({"A_BUKTI": "now"}, {"A_BUKTI": "not_yet"}, WAITS),
        ({"A_BUKTI": "now"}, {}, GONE),
    ],
)
def test_each_way_a_card_can_move_has_its_words(before, after, kind):
    [change] = changes_between(before, after)
    assert (change.kind, change.title) == (kind, TITLE["A_BUKTI"])


def test_a_plan_that_stayed_tells_nothing():
    same = places_in(make_plan({"q06_tahap": ["publik"]}))
    assert same
    assert changes_between(same, same) == []


def test_a_card_of_an_older_release_is_left_out():
    assert changes_between({"A_LAMA": "now"}, {}) == []


def test_what_is_held_back_waits():
    before = places_in(make_plan({"q24_blokir": ["belum"], "q06_tahap": ["ancaman"]}))
    after = places_in(make_plan({"q24_blokir": ["belum"], "q12_serumah": ["ya"]}))
    told = {change.title: change.kind for change in changes_between(before, after)}
    assert after["A_PUTUS"] == "not_yet"
    assert told[TITLE["A_PUTUS"]] == WAITS
    assert told[TITLE["A_SERUMAH"]] == NEW
