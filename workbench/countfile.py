"""The same numbers as a table for other programs, with how they were counted."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from workbench.countpage import Numbers, Row, Table
from workbench.suppression import LEAST, Cell, Mark

# What a spreadsheet would take for a formula.
RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(numbers: Numbers, day: date) -> bytes:
    """One number a line: table, row, what is counted, number. How it was counted comes first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((_("Table"), _("Row"), _("Counted"), _("How many")))
    for line in _lines(numbers, day):
        writer.writerow([_plain(value) for value in line])
    return BOM_UTF8 + text.getvalue().encode()


def _lines(numbers: Numbers, day: date) -> Iterator[tuple[str, str, str, str]]:
    for number, note in enumerate(notes(numbers, day), start=1):
        yield _("How it was counted"), str(number), note, ""
    yield _("All together"), "", _("Cases"), str(numbers.cases)
    yield _("All together"), "", _("Acts"), _told(numbers.acts, numbers)
    for table in numbers.tables:
        for row in table.rows:
            yield from _row(table, row, numbers)


def _row(table: Table, row: Row, numbers: Numbers) -> Iterator[tuple[str, str, str, str]]:
    yield table.title, row.label, _("Cases"), _told(row.cases, numbers)
    if table.counted:
        yield table.title, row.label, table.counted, _told(row.things, numbers)


def _told(cell: Cell, numbers: Numbers) -> str:
    told = {
        Mark.EXACT: str(cell.count),
        Mark.FEW: f"<{LEAST}",
        Mark.MOST: f">{numbers.most}",
        Mark.HIDDEN: _("hidden"),
    }
    return told[cell.mark]


def notes(numbers: Numbers, day: date) -> list[str]:
    """What anybody who reads the numbers has to know of them."""
    return [
        _("Counted on %(day)s.") % {"day": day.isoformat()},
        *method(),
        left_out(numbers),
    ]


def method() -> list[str]:
    return [
        _("Only cases whose owners agreed to be counted, opened whole to this organisation."),
        _("A case joins at the beginning of a quarter, at least 5 together."),
        _("A case is one person’s notes. An act is one thing that happened, of one form or more."),
        _("Where a case can stand in several rows, the rows add up to more than all cases."),
        _("“<5” means fewer than 5, or none."),
        _("“>” before a number means all cases but fewer than 5."),
        _("“Hidden” means fewer than 5, or a number that would give such a one away."),
        _("Tables are never crossed. Publish one counting a quarter: two can be compared."),
        _("Proof is what the owners keep. Reports are what they noted of them."),
    ]


def left_out(numbers: Numbers) -> str:
    if not numbers.left_out:
        return _("No case had to be left out.")
    if not numbers.tells_left_out:
        return _("Some cases could not be opened. They are left out.")
    return _("%(n)d cases could not be opened. They are left out.") % {"n": numbers.left_out}


def _plain(value: str) -> str:
    return f"'{value}" if value.startswith(RUNS) else value
