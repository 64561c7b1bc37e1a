"""What a case adds to the numbers: items that are statements count as what they tell of."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import override

from cases.details import IncidentDetails, ReportDetails
from evidence.details import ChatFacts, Fingerprint, ItemDetails, Sighting
from resources.services import load_resources
from workbench.countpage import Numbers, Table, numbers_of
from workbench.facts import Answers, CaseFacts, facts_of
from workbench.suppression import Mark

DAY, TODAY = date(2026, 5, 17), date(2026, 11, 27)
QUARTERS = "Quarter in which the notes were begun"
POST = Sighting(url="https://contoh.example/p/1", platform="telegram")


def facts(
    *,
    day: date = DAY,
    answers: tuple[Answers, Answers] = ({}, {}),
    incidents: tuple[IncidentDetails, ...] = (),
    items: tuple[ItemDetails, ...] = (),
    reports: tuple[ReportDetails, ...] = (),
) -> CaseFacts:
    return facts_of(day, answers, incidents, items, reports)


@pytest.fixture
def known(db: None) -> Iterator[None]:
    """What the ids are called, in English."""
    load_resources()
    with override("en"):
        yield


def table(numbers: Numbers, title: str) -> Table:
    return next(one for one in numbers.tables if one.title == title)


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (ItemDetails(media_type="image/jpeg"), "image"),
        (ItemDetails(media_type="video/mp4"), "video"),
        (ItemDetails(media_type="text/plain"), "text"),
        (ItemDetails(media_type="text/plain", fingerprint=Fingerprint()), "fingerprint"),
        (ItemDetails(media_type="text/plain", sighting=POST), "address"),
        (ItemDetails(media_type="text/plain", sighting=Sighting(handle="akun")), "account"),
        (ItemDetails(media_type="text/plain", chat=ChatFacts()), "chat"),
        (ItemDetails(media_type="application/zip", chat=ChatFacts()), "chat"),
    ],
)
def test_an_item_counts_as_what_it_is_of(item: ItemDetails, kind: str) -> None:
    assert facts(items=(item, item)).proof == {kind: 2}


def test_cases_and_acts_are_two_counts() -> None:
    found = facts(
        incidents=(IncidentDetails(("ncii", "doxing", "ncii")), IncidentDetails(("ncii",)))
    )
    assert (found.acts, found.forms) == (2, {"ncii": 2, "doxing": 1})


def test_a_place_counts_once_however_it_is_known() -> None:
    noted = (IncidentDetails(platform="telegram"), IncidentDetails(platform=""))
    assert facts(incidents=noted, items=(ItemDetails(sighting=POST),)).platforms == {"telegram"}


def test_who_did_it_is_known_from_notes_and_from_the_risk_map() -> None:
    noted = (IncidentDetails(relation="mantan"),)
    found = facts(answers=({}, {"q11_pelaku": ["asing"]}), incidents=noted)
    assert found.relations == {"mantan", "asing"}


@pytest.mark.parametrize(
    ("first", "later", "age"),
    [
        ([], [], ""),
        (["dewasa"], [], "dewasa"),
        (["tidak_tahu"], ["dewasa"], "dewasa"),
        (["dewasa"], ["u18_dulu"], "u18_dulu"),
    ],
)
def test_of_two_ages_the_younger_counts(first: list[str], later: list[str], age: str) -> None:
    assert facts(answers=({"q02_usia": first}, {"q02_usia": later})).age == age


def test_a_report_that_was_not_sent_is_none() -> None:
    states = ("draft", "sent", "down", "reappeared", "down")
    found = facts(reports=tuple(ReportDetails(status=one) for one in states))
    assert found.reports == {"sent": 1, "down": 2, "reappeared": 1}


def test_of_a_day_only_its_quarter_is_left() -> None:
    assert facts().quarter == date(2026, 4, 1)


@pytest.mark.usefixtures("known")
def test_quarters_stand_in_the_same_rows_whatever_was_counted() -> None:
    days = [date(2020, 1, 1)] * 6 + [DAY] * 7
    told = table(numbers_of([facts(day=day) for day in days], 0, TODAY), QUARTERS)
    assert [row.label for row in told.rows][:2] == ["Before", "2024, quarter 4"]
    assert len(told.rows) == 9
    assert {row.label: row.cases.count for row in told.told} == {"Before": 6}


@pytest.mark.usefixtures("known")
def test_things_are_told_only_beside_a_number_of_cases() -> None:
    with_print = ItemDetails(fingerprint=Fingerprint())
    some = [facts(items=(with_print,) * 3)] * 5 + [facts(items=(ItemDetails(sighting=POST),))] * 4
    numbers = numbers_of([*some, *[facts()] * 3], 0, TODAY)
    proof = {row.label: row for row in table(numbers, "Proof").rows}
    kept = proof["Fingerprint of a file"]
    assert (kept.cases.count, kept.things.count) == (5, 15)
    assert (proof["Address"].cases.mark, proof["Address"].things.mark) == (Mark.FEW, Mark.HIDDEN)
