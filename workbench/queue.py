"""The queue: every case the actor may see, opened no further than is needed to choose one.

One that does not open is named and takes no other with it. Alias and request were written to the
organisation; of the answers only the path is shown.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Membership
from cases.details import AnswersDetails, HelpDetails
from cases.enums import RecordKind
from cases.models import Assignment, Case, CaseRecord
from cases.reading import opened_across
from cases.sealing import HeldKeys, keys_of_all
from workbench.enums import Shown
from workbench.halving import opened_in_halves
from workbench.selectors import assigned_members, granted_at, own_organization
from workbench.situations import Situation, situation_of

ANSWERED = (RecordKind.GATE, RecordKind.RISK_ASSESSMENT)
Keys = Mapping[UUID, HeldKeys]


@dataclass(frozen=True, slots=True)
class QueueRow:
    case: Case
    alias: str
    need: str
    situation: Situation
    shared_at: datetime
    assigned: tuple[Membership, ...]

    @property
    def is_urgent(self) -> bool:
        return self.situation.is_urgent

    @property
    def is_untaken(self) -> bool:
        return not self.assigned

    def belongs_to(self, shown: Shown, member: Membership) -> bool:
        if shown == Shown.MINE:
            return member in self.assigned
        return shown == Shown.ALL or self.is_untaken


@dataclass(frozen=True, slots=True)
class Queue:
    """The rows in their order, and the cases of which key or records do not open."""

    rows: list[QueueRow]
    closed: list[Case]


def review_queue(actor: Actor) -> Queue:
    """Danger first, then what nobody has taken, then the oldest; twenty cases cost the queries
    of one, as long as all of them open."""
    cases = list(Case.objects.visible_to(actor))
    rows, closed = opened_in_halves(cases, partial(_rows, actor)) if cases else ([], [])
    rows.sort(key=lambda row: (not row.is_urgent, not row.is_untaken, row.shared_at))
    return Queue(rows, closed)


def _rows(actor: Actor, cases: list[Case]) -> list[QueueRow]:
    keys = keys_of_all(actor, cases)
    requests, answers = _requests(actor, keys), _answers(actor, keys)
    grants, assigned = granted_at(actor, cases), assigned_members(actor, cases)
    return [
        _row(
            case,
            requests.get(case.id, HelpDetails()),
            situation_of(answers[case.id]),
            grants[case.id].granted_at,
            assigned[case.id],
        )
        for case in cases
    ]


def _row(
    case: Case,
    asked: HelpDetails,
    situation: Situation,
    shared_at: datetime,
    assigned: list[Assignment],
) -> QueueRow:
    return QueueRow(
        case=case,
        alias=asked.alias,
        need=asked.asks_for,
        situation=situation,
        shared_at=shared_at,
        assigned=tuple(one.membership for one in assigned),
    )


def _requests(actor: Actor, keys: Keys) -> dict[UUID, HelpDetails]:
    """What each owner wrote to this organisation when she shared; the newest, if twice."""
    records = CaseRecord.objects.visible_to(actor).of_kind(RecordKind.HELP_REQUEST)
    opened = opened_across(keys, records.filter(case__in=keys), HelpDetails)
    ours = str(own_organization(actor).id)
    return {one.record.case_id: one.details for one in opened if one.details.organization == ours}


def _answers(actor: Actor, keys: Keys) -> dict[UUID, dict[str, list[str]]]:
    """What each owner answered and let be kept."""
    rows = CaseRecord.objects.visible_to(actor).filter(
        case__in=keys, kind__in=ANSWERED, removed_at__isnull=True
    )
    answers: dict[UUID, dict[str, list[str]]] = defaultdict(dict)
    for one in opened_across(keys, rows.order_by("kind"), AnswersDetails):
        answers[one.record.case_id] |= one.details.answers
    return answers
