"""Times as she remembers them: what the words mean, what is refused, how it is said back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.dates import (
    ClaimedTime,
    ClaimedTimeField,
    Precision,
    TypedTime,
    Zone,
    month_number,
    read_claimed_time,
)
from core.forms import BaseForm

TODAY = date(2026, 11, 22)
NIGHT = ClaimedTime(Precision.EXACT, 2026, 7, 21, 3, 15, Zone.WIB)


class WhenForm(BaseForm):
    when = ClaimedTimeField(label="When?")


def read(**typed: Any) -> ClaimedTime:
    return read_claimed_time(TypedTime(**typed), TODAY)


def refused(**typed: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        read(**typed)
    return caught.value


@pytest.mark.parametrize(
    ("quick", "expected"),
    [
        ("today", ClaimedTime(Precision.DAY, 2026, 11, 22)),
        ("yesterday", ClaimedTime(Precision.DAY, 2026, 11, 21)),
        ("week", ClaimedTime(Precision.ABOUT, 2026, 11, 22)),
        ("month", ClaimedTime(Precision.MONTH, 2026, 11)),
        ("unknown", ClaimedTime(Precision.UNKNOWN)),
    ],
)
def test_quick_answers_mean_the_day_that_was_given(quick: str, expected: ClaimedTime) -> None:
    assert read(quick=quick) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"day": "21", "month": "7", "year": "2026"}, (Precision.DAY, 2026, 7, 21)),
        ({"day": "21", "month": "Juli", "year": "26"}, (Precision.DAY, 2026, 7, 21)),
        ({"month": "july", "year": "2026"}, (Precision.MONTH, 2026, 7)),
        ({"month": "7", "year": "2026", "about": True}, (Precision.ABOUT, 2026, 7)),
        ({"year": "2024"}, (Precision.ABOUT, 2024)),
    ],
)
def test_a_picked_date_is_no_more_exact_than_what_was_typed(
    typed: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert read(quick="pick", **typed) == ClaimedTime(*expected)


def test_typed_parts_without_a_quick_answer_are_a_picked_date() -> None:
    assert read(day="1", month="feb", year="2026") == ClaimedTime(Precision.DAY, 2026, 2, 1)


def test_a_quick_answer_wins_over_parts_left_from_before() -> None:
    assert read(quick="unknown", day="1", month="2", year="2026") == ClaimedTime.unknown()


@pytest.mark.parametrize("written", ["3.15", "03.15", "03:15", "03,15"])
def test_a_time_makes_it_exact_in_its_zone(written: str) -> None:
    claimed = read(quick="yesterday", time=written, zone="WIT")
    assert claimed == ClaimedTime(Precision.EXACT, 2026, 11, 21, 3, 15, Zone.WIT)


def test_a_time_that_is_rough_is_about() -> None:
    claimed = read(quick="today", time="21.30", about=True)
    assert (claimed.precision, claimed.hour) == (Precision.ABOUT, 21)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"day": "31", "month": "2", "year": "2026"}, "day"),
        ({"day": "0", "month": "2", "year": "2026"}, "day"),
        ({"day": "first", "month": "2", "year": "2026"}, "day"),
        ({"day": "1", "month": "13", "year": "2026"}, "month"),
        ({"day": "1", "month": "ma", "year": "2026"}, "month"),
        ({"day": "1", "year": "2026"}, "month"),
        ({"day": "1", "month": "2"}, "year"),
        ({"day": "1", "month": "2", "year": "1" * 5000}, "year"),
        ({"day": "1", "month": "2", "year": "0026"}, "year"),
        ({}, "year"),
        ({"month": "2", "year": "2026", "time": "21.30"}, "day"),
        ({"day": "1", "month": "2", "year": "2026", "time": "24.00"}, "time"),
        ({"day": "1", "month": "2", "year": "2026", "time": "9"}, "time"),
        ({"day": "1", "month": "2", "year": "2026", "time": "9.00", "zone": "UTC"}, "zone"),
    ],
)
def test_what_cannot_be_a_date_names_the_control_to_correct(
    typed: dict[str, Any], part: str
) -> None:
    assert refused(quick="pick", **typed).code == part


def test_an_impossible_day_says_how_many_there_are() -> None:
    with translation.override("en"):
        message = refused(quick="pick", day="31", month="2", year="2026").messages[0]
    assert message == "February 2026 has days 1 to 28. Check the day."


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "23", "month": "11", "year": "2026"},
        {"month": "12", "year": "2026"},
        {"year": "2027"},
    ],
)
def test_what_is_still_to_come_is_refused(typed: dict[str, str]) -> None:
    with translation.override("en"):
        assert "still to come" in refused(quick="pick", **typed).messages[0]


def test_an_answer_that_is_not_on_the_page_is_refused() -> None:
    assert refused(quick="tomorrow").code == "quick"


@pytest.mark.parametrize(
    ("word", "number"),
    [("Mei", 5), ("may", 5), ("agt", 8), ("Okt.", 10), ("12", 12), ("0", None), ("xyz", None)],
)
def test_months_are_known_by_number_and_name(word: str, number: int | None) -> None:
    assert month_number(word) == number


@pytest.mark.parametrize(
    "claimed",
    [
        NIGHT,
        ClaimedTime(Precision.ABOUT, 2024),
        ClaimedTime(Precision.MONTH, 2026, 7),
        ClaimedTime.unknown(),
    ],
)
def test_json_there_and_back_is_the_same(claimed: ClaimedTime) -> None:
    assert ClaimedTime.from_json(claimed.to_json()) == claimed


@pytest.mark.parametrize(
    "parts",
    [
        (Precision.DAY, 2026, None, 3),
        (Precision.EXACT, 2026, 7, 21),
        (Precision.MONTH, 2026, 7, 21),
        (Precision.UNKNOWN, 2026),
        (Precision.DAY, 2026, 2, 30),
        (Precision.ABOUT, 2026, 2, 3, 4),
        (Precision.EXACT, 2026, 2, 3, 4, 60),
    ],
)
def test_parts_that_do_not_fit_the_precision_are_never_built(parts: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        ClaimedTime(*parts)


def test_the_order_is_by_the_earliest_moment_meant() -> None:
    month = ClaimedTime(Precision.MONTH, 2026, 7)
    day = ClaimedTime(Precision.DAY, 2026, 7, 21)
    eastern = ClaimedTime(Precision.EXACT, 2026, 7, 21, 4, 15, Zone.WIT)
    mixed = [ClaimedTime.unknown(), NIGHT, day, eastern, month]
    assert sorted(mixed, key=lambda when: when.sort_key) == [
        month,
        day,
        eastern,
        NIGHT,
        ClaimedTime.unknown(),
    ]


def test_what_is_vague_spreads_over_its_days() -> None:
    february = ClaimedTime(Precision.MONTH, 2024, 2)
    assert (february.first_day(), february.last_day()) == (date(2024, 2, 1), date(2024, 2, 29))
    assert ClaimedTime(Precision.ABOUT, 2024).last_day() == date(2024, 12, 31)
    assert NIGHT.first_day() == NIGHT.last_day()
    assert ClaimedTime.unknown().first_day() is ClaimedTime.unknown().last_day() is None


@pytest.mark.parametrize(
    ("claimed", "indonesian", "english"),
    [
        (NIGHT, "21 Juli 2026, 03.15 WIB", "21 July 2026, 03:15 WIB"),
        (
            ClaimedTime(Precision.ABOUT, 2026, 7, 21, 3, 15, Zone.WITA),
            "sekitar 21 Juli 2026, 03.15 WITA",
            "about 21 July 2026, 03:15 WITA",
        ),
        (ClaimedTime(Precision.MONTH, 2026, 7), "Juli 2026", "July 2026"),
        (ClaimedTime(Precision.ABOUT, 2024), "sekitar 2024", "about 2024"),
        (ClaimedTime.unknown(), "tanggal tidak diingat", "date not remembered"),
    ],
)
def test_it_is_said_back_in_both_languages(
    claimed: ClaimedTime, indonesian: str, english: str
) -> None:
    with translation.override("id"):
        assert str(claimed) == indonesian
    with translation.override("en"):
        assert str(claimed) == english


def test_the_form_cleans_to_a_claimed_time() -> None:
    form = WhenForm({"when": "today", "when_time": "9.05"}, today=TODAY)
    assert form.is_valid()
    assert form.cleaned_data["when"] == ClaimedTime(Precision.EXACT, 2026, 11, 22, 9, 5)


def test_nothing_chosen_asks_for_one_answer() -> None:
    form = WhenForm({}, today=TODAY)
    assert [link.target for link in form.error_links] == ["id_when_0"]


def test_an_error_link_lands_on_the_control_it_is_about() -> None:
    posted = {"when": "pick", "when_day": "31", "when_month": "2", "when_year": "2026"}
    form = WhenForm(posted, today=TODAY)
    assert [link.target for link in form.error_links] == ["id_when_day"]


def test_an_answer_given_before_stands_in_the_controls_again() -> None:
    assert TypedTime.of(NIGHT) == TypedTime("pick", "21", "7", "2026", False, "03.15", "WIB")
    assert read_claimed_time(TypedTime.of(NIGHT), TODAY) == NIGHT


def test_a_form_without_a_day_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="needs today="):
        WhenForm({"when": "today"}).is_valid()
