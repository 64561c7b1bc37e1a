"""The tables of a counting, each by itself, with what may be told of every row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.enums import ReportStatus
from cases.labels import RELATION_QUESTION, platform_names
from core.quarters import quarter_of, quarters_later
from evidence.enums import ItemKind
from evidence.labels import FILE_KINDS
from resources.incident_forms import incident_forms
from resources.questionnaire import questionnaire
from workbench.facts import ACCOUNT, ADDRESS, AGE_QUESTION, CHAT, FINGERPRINT, CaseFacts
from workbench.suppression import HIDDEN, LEAST, Cell, Mark, each_once, one_of_many, sum_of

QUARTERS_SHOWN = 8
FOUND = ("image", "video", "audio", "document", "text", "mail", "other")


@dataclass(frozen=True, slots=True)
class Row:
    """`things` are acts, items or reports; they are told where the cases are, and only there."""

    label: str
    cases: Cell
    things: Cell = HIDDEN


@dataclass(frozen=True, slots=True)
class Table:
    """`counted` names what is counted beside cases; empty where nothing is. Of one in which a case
    may stand in several rows, `is_multiple`, there is no sum."""

    title: str
    rows: tuple[Row, ...]
    is_multiple: bool
    counted: str = ""

    @property
    def told(self) -> list[Row]:
        """The rows with a number."""
        return [row for row in self.rows if row.cases.mark in (Mark.EXACT, Mark.MOST)]

    @property
    def untold(self) -> list[str]:
        return [row.label for row in self.rows if row.cases.mark in (Mark.FEW, Mark.HIDDEN)]


@dataclass(frozen=True, slots=True)
class Numbers:
    """`left_out` is how many could not be opened; fewer than five are not told one by one."""

    cases: int
    acts: Cell
    left_out: int
    tables: tuple[Table, ...]

    @property
    def most(self) -> int:
        """What "all but fewer than five" is more than."""
        return self.cases - LEAST

    @property
    def tells_left_out(self) -> bool:
        return self.left_out >= LEAST


def numbers_of(facts: Sequence[CaseFacts], left_out: int, today: date) -> Numbers:
    acts = sum_of([one.acts for one in facts])
    return Numbers(len(facts), acts, left_out, tuple(_tables(facts, today)))


def _tables(facts: Sequence[CaseFacts], today: date) -> Iterator[Table]:
    yield _once(_("Quarter in which the notes were begun"), _by_quarter(facts, today))
    yield _several(_("What happened"), _form_names(), [one.forms for one in facts], _("Acts"))
    yield _several(
        _("Where it happened"), platform_names(), [_each(one.platforms) for one in facts]
    )
    relations = [_each(one.relations) for one in facts]
    yield _several(_("Who did it"), _option_names(RELATION_QUESTION), relations)
    yield _once(_("Age of the person"), _by_age(facts))
    yield _several(_("Proof"), _proof_names(), [one.proof for one in facts], _("Items"))
    yield _several(_("Reports"), _report_names(), [one.reports for one in facts], _("Reports"))


def _each(ids: Iterable[str]) -> Mapping[str, int]:
    return dict.fromkeys(ids, 1)


def _several(
    title: str, names: Mapping[str, str], found: Sequence[Mapping[str, int]], counted: str = ""
) -> Table:
    """A case stands in each row that it has something of; what has no name here in none."""
    rows = tuple(_row(name, [one.get(key, 0) for one in found]) for key, name in names.items())
    return Table(title, rows, is_multiple=True, counted=counted)


def _row(label: str, counts: Sequence[int]) -> Row:
    cases = one_of_many(sum(count > 0 for count in counts), len(counts))
    return Row(label, cases, sum_of(counts) if cases.is_exact else HIDDEN)


def _once(title: str, counts: Mapping[str, int]) -> Table:
    """Every case stands in one row. Where no row may be told, none is there."""
    cells = each_once(tuple(counts.values()))
    rows = tuple(Row(label, cell) for label, cell in zip(counts, cells, strict=True))
    return Table(title, rows, is_multiple=False)


def _by_quarter(facts: Sequence[CaseFacts], today: date) -> dict[str, int]:
    """The last closed quarters and all before them: the same rows whatever was counted."""
    current = quarter_of(today)
    shown = [quarters_later(current, -ago) for ago in range(QUARTERS_SHOWN, 0, -1)]
    found = Counter(one.quarter if one.quarter in shown else None for one in facts)
    return {_("Before"): found[None]} | {quarter_name(one): found[one] for one in shown}


def quarter_name(quarter: date) -> str:
    told = _("%(year)d, quarter %(quarter)d")
    return told % {"year": quarter.year, "quarter": (quarter.month + 2) // 3}


def _by_age(facts: Iterable[CaseFacts]) -> dict[str, int]:
    found = Counter(one.age for one in facts)
    names = {**_option_names(AGE_QUESTION), "": _("Not answered")}
    return {name: found[age] for age, name in names.items()}


def _form_names() -> dict[str, str]:
    return {form.id: str(form.label) for form in incident_forms()}


def _option_names(question_id: str) -> dict[str, str]:
    question = questionnaire().question(question_id)
    return {one.id: str(one.label) for one in question.options} if question else {}


def _proof_names() -> dict[str, str]:
    elsewhere = {
        FINGERPRINT: str(ItemKind.FINGERPRINT.label),
        ADDRESS: _("Address"),
        ACCOUNT: _("Account"),
        CHAT: _("Chat"),
    }
    return {kind: str(FILE_KINDS[kind]) for kind in FOUND} | elsewhere


def _report_names() -> dict[str, str]:
    return {one.value: str(one.label) for one in ReportStatus if one != ReportStatus.DRAFT}
