"""Where her case stands, task by task, for the task list: states in words, never a score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases import risk
from cases.checkup import checkup_of
from cases.details import ReportDetails
from cases.enums import RecordKind, ReportStatus, TaskState
from cases.followups import days_since, is_look_due
from cases.journeys import CONTACT, HELP, INCIDENT, REPORT, Journey, contact_journey
from cases.labels import platform_names, report_name
from cases.models import Case, CaseRecord
from cases.reading import Opened, answers_with_notes, only, opened, opened_all
from cases.sealing import HeldKeys
from cases.selectors import last_written
from core.clock import today
from resources.plan import make_plan
from resources.questionnaire import Answers

# The states of a task as the components name them.
SHOWN = {TaskState.NOT_STARTED: "todo", TaskState.PARTLY: "partly", TaskState.DONE: "done"}
# What each task is for, in a line.
HINTS = {
    "A": _("What happened, when and where, with its files"),
    "B": _("Whether and how to block, in an order that keeps proof"),
    "C": _("A few questions, then a plan that fits"),
    "D": _("A text to send, the way to send it, and its number"),
    "E": _("Choose who may stand beside you"),
    "F": _("Your notes on paper, for a lawyer or the police"),
    "G": _("Who can get in and what is shared, one app at a time"),
}
CHECKUP = _("Safer accounts")
SETTLED = (ReportStatus.SENT, ReportStatus.DOWN)


@dataclass(frozen=True, slots=True)
class Task:
    letter: str
    title: Promise
    url: str
    state: str
    hint: Promise | str = ""


@dataclass(frozen=True, slots=True)
class LastPlace:
    """Where she stopped writing; `number` is 0 where there is no open question."""

    title: Promise
    url: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """A report that is worth looking at again; she is told here and nowhere else."""

    name: str
    days: int
    url: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the rows of a case say without being opened."""

    incidents: int
    items: int
    grants: int
    requests: int
    packets: int
    built: int


def tasks_of(keys: HeldKeys) -> list[Task]:
    """Her tasks, in the order that her path asks for."""
    case, answers, counts = keys.case, answers_with_notes(keys), counts_of(keys.case)
    tasks = (
        _task("A", INCIDENT.title, "cases:incidents", case, _kept(counts), _kept_hint(counts)),
        _task("B", CONTACT.title, "cases:contact-check", case, _contact(keys, answers), HINTS["B"]),
        _task("C", _("Map the risk"), "cases:risk", case, _risk(answers), HINTS["C"]),
        _task("D", REPORT.title, "cases:reports", case, _reports(keys), HINTS["D"]),
        _task("E", HELP.title, "cases:sharing", case, _shared(counts), HINTS["E"]),
        _task("F", _("Packets"), "packets:list", case, _packets(counts), HINTS["F"]),
        _task("G", CHECKUP, "cases:checkup", case, checkup_of(keys, answers).state, HINTS["G"]),
    )
    order = make_plan(answers).tasks
    return sorted(tasks, key=lambda task: order.index(task.letter))


def counts_of(case: Case) -> Counts:
    kinds: Mapping[str, int] = case.records.filter(removed_at__isnull=True).aggregate(
        incidents=Count("pk", filter=Q(kind=RecordKind.INCIDENT)),
        requests=Count("pk", filter=Q(kind=RecordKind.HELP_REQUEST)),
    )
    packets: Mapping[str, int] = case.packets.aggregate(
        packets=Count("pk"), built=Count("pk", filter=Q(blob__isnull=False))
    )
    items = case.items.filter(erase_at__isnull=True).count()
    return Counts(items=items, grants=case.grants.live().count(), **kinds, **packets)


def _task(
    letter: str, title: Promise, route: str, case: Case, state: TaskState, hint: Promise | str = ""
) -> Task:
    return Task(letter, title, reverse(route, args=[case.ref]), SHOWN[state], hint)


def _kept(counts: Counts) -> TaskState:
    if counts.incidents and counts.items:
        return TaskState.DONE
    return TaskState.PARTLY if counts.incidents or counts.items else TaskState.NOT_STARTED


def _kept_hint(counts: Counts) -> Promise | str:
    if not counts.incidents:
        return HINTS["A"]
    return ngettext_lazy("%d note so far", "%d notes so far", counts.incidents) % counts.incidents


def _contact(keys: HeldKeys, answers: Answers) -> TaskState:
    found = only(keys, RecordKind.CONTACT_PLAN, CONTACT.details)
    if found is None:
        return TaskState.NOT_STARTED
    is_open = contact_journey(answers).open_numbers(found.details)
    return TaskState.PARTLY if is_open else TaskState.DONE


def _risk(answers: Answers) -> TaskState:
    if risk.is_mapped(answers):
        return TaskState.DONE
    return TaskState.PARTLY if risk.is_begun(answers) else TaskState.NOT_STARTED


def _reports(keys: HeldKeys) -> TaskState:
    found = opened_all(keys, keys.case.records.of_kind(RecordKind.PLATFORM_REPORT), ReportDetails)
    if not found:
        return TaskState.NOT_STARTED
    is_settled = all(one.details.is_followed or one.details.status in SETTLED for one in found)
    return TaskState.DONE if is_settled else TaskState.PARTLY


def looks_due(keys: HeldKeys) -> list[Look]:
    """The reports to look at again, for the task list."""
    found = opened_all(keys, keys.case.records.of_kind(RecordKind.PLATFORM_REPORT), ReportDetails)
    return looks_among(keys.case, found, platform_names())


def looks_among(
    case: Case, found: Iterable[Opened[ReportDetails]], names: Mapping[str, str]
) -> list[Look]:
    """The same for a page that has opened them already."""
    return [
        Look(
            report_name(one.details, names),
            days_since(one.details, today()),
            reverse("cases:report-look", args=[case.ref, one.record.ref]),
        )
        for one in found
        if is_look_due(one.details, today())
    ]


def _shared(counts: Counts) -> TaskState:
    if counts.grants:
        return TaskState.DONE
    return TaskState.PARTLY if counts.requests else TaskState.NOT_STARTED


def _packets(counts: Counts) -> TaskState:
    if counts.built:
        return TaskState.DONE
    return TaskState.PARTLY if counts.packets else TaskState.NOT_STARTED


def last_place(keys: HeldKeys) -> LastPlace | None:
    """The task she wrote in last, and its next open question; nothing of what stands there."""
    row = last_written(keys.case)
    if row is None:
        return None
    for journey in (INCIDENT, contact_journey(answers_with_notes(keys)), REPORT, HELP):
        if row.kind == journey.kind:
            return _place_in(journey, keys, row)
    if row.kind == RecordKind.CHECKUP:
        return LastPlace(CHECKUP, reverse("cases:checkup", args=[keys.case.ref]))
    return LastPlace(_("Map the risk"), reverse("cases:risk", args=[keys.case.ref]))


def _place_in(journey: Journey, keys: HeldKeys, row: CaseRecord) -> LastPlace:  # type: ignore[type-arg]
    number = journey.goes_on_at(opened(keys, row, journey.details))
    place = [keys.case.ref, row.ref] if journey.is_repeated else [keys.case.ref]
    if number is None:
        return LastPlace(journey.title, reverse(f"{journey.route}-check", args=place))
    url = reverse(f"{journey.route}-step", args=[*place, number])
    return LastPlace(journey.title, url, number)
