from datetime import date

import pytest

from core.quarters import next_quarter, quarter_of, quarters_later


@pytest.mark.parametrize(
    ("day", "own", "following"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, own: date, following: date) -> None:
    assert (quarter_of(day), next_quarter(day)) == (own, following)


def test_quarters_are_counted_over_the_end_of_a_year() -> None:
    quarter = date(2026, 1, 1)
    assert quarters_later(quarter, -1) == date(2025, 10, 1)
    assert quarters_later(quarter, -8) == date(2024, 1, 1)
    assert quarters_later(quarter, 7) == date(2027, 10, 1)
