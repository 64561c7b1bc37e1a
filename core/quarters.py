"""Quarters of a year, each by its first day. Pure."""

from datetime import date


def quarter_of(day: date) -> date:
    """The first day of the quarter in which a day lies."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_quarter(day: date) -> date:
    """The first day of the quarter after a day's own."""
    return quarters_later(quarter_of(day), 1)


def quarters_later(quarter: date, count: int) -> date:
    """The quarter so many after this one; before it where the count is negative."""
    years, index = divmod((quarter.month - 1) // 3 + count, 4)
    return date(quarter.year + years, 3 * index + 1, 1)
