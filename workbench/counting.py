"""Opens the cases whose owners let them be counted, counts, and keeps nothing.

The owner's sealed request decides: the row alone, which tells when, could be changed behind her.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from accounts.actors import Actor
from cases.details import AnswersDetails, HelpDetails, IncidentDetails, ReportDetails
from cases.enums import Consent, RecordKind
from cases.models import Case, CaseRecord, Grant
from cases.permissions import check_user_can_count
from cases.reading import D, opened_across
from cases.sealing import HeldKeys, keys_of_all
from cases.services import note_counted
from core.clock import today
from evidence.details import ItemDetails
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from workbench.countpage import Numbers, numbers_of
from workbench.facts import CaseFacts, facts_of
from workbench.halving import opened_in_halves
from workbench.selectors import own_organization
from workbench.suppression import joined, may_be_told

# So many cases cost the queries of one.
AT_ONCE = 50
Keys = Mapping[UUID, HeldKeys]


@dataclass(frozen=True, slots=True, repr=False)
class OpenedCase:
    """A case that was opened and may be counted."""

    keys: HeldKeys
    facts: CaseFacts


def cases_to_count(actor: Actor) -> set[UUID]:
    """Those whose owners agreed, as far as they have joined by now; opens nothing."""
    rows = Grant.objects.to_count(actor, today())
    return joined({row.case_id: row.counted_from for row in rows if row.counted_from})


def count_cases(actor: Actor) -> Numbers | None:
    """The numbers of the lead's organisation; None where they could tell of somebody.

    What does not open is left out. The log of each case that is counted says so before this
    returns. Nothing of the numbers is stored.
    """
    check_user_can_count(actor)
    chosen = cases_to_count(actor)
    if not may_be_told(len(chosen)):
        return None
    opened = {one.keys.case.id: one for one in _opened(actor, chosen)}
    if not may_be_told(len(opened)):
        return None
    counted = note_counted(actor, {case: one.keys for case, one in opened.items()})
    if not may_be_told(len(counted)):
        return None
    facts = [opened[case].facts for case in counted]
    return numbers_of(facts, len(chosen) - len(counted), today())


def _opened(actor: Actor, chosen: Iterable[UUID]) -> Iterator[OpenedCase]:
    cases = list(Case.objects.visible_to(actor).filter(pk__in=chosen))
    for start in range(0, len(cases), AT_ONCE):
        some = cases[start : start + AT_ONCE]
        yield from opened_in_halves(some, partial(_facts, actor))[0]


def _facts(actor: Actor, cases: list[Case]) -> list[OpenedCase]:
    keys = keys_of_all(actor, cases)
    let = _let_by_their_owners(actor, keys)
    keys = {case: held for case, held in keys.items() if case in let}
    gate = _records(actor, keys, RecordKind.GATE, AnswersDetails)
    risk = _records(actor, keys, RecordKind.RISK_ASSESSMENT, AnswersDetails)
    incidents = _records(actor, keys, RecordKind.INCIDENT, IncidentDetails)
    reports = _records(actor, keys, RecordKind.PLATFORM_REPORT, ReportDetails)
    items = _items(actor, keys)
    return [
        OpenedCase(
            held,
            facts_of(
                held.case.created_on,
                (_answers(gate[case]), _answers(risk[case])),
                incidents[case],
                items[case],
                reports[case],
            ),
        )
        for case, held in keys.items()
    ]


def _let_by_their_owners(actor: Actor, keys: Keys) -> set[UUID]:
    ours = str(own_organization(actor).id)
    asked = _records(actor, keys, RecordKind.HELP_REQUEST, HelpDetails)
    return {
        case
        for case, requests in asked.items()
        for one in requests
        if one.organization == ours and Consent.STATISTICS in one.consents
    }


def _records(actor: Actor, keys: Keys, kind: RecordKind, as_type: type[D]) -> dict[UUID, list[D]]:
    rows = CaseRecord.objects.visible_to(actor).of_kind(kind).filter(case__in=keys)
    found: dict[UUID, list[D]] = defaultdict(list)
    for one in opened_across(keys, rows, as_type):
        found[one.record.case_id].append(one.details)
    return found


def _answers(first: list[AnswersDetails]) -> Mapping[str, list[str]]:
    """Of a kind there is one at most; of two the first counts."""
    return first[0].answers if first else {}


def _items(actor: Actor, keys: Keys) -> dict[UUID, list[ItemDetails]]:
    found: dict[UUID, list[ItemDetails]] = defaultdict(list)
    for row in EvidenceItem.objects.visible_to(actor).filter(case__in=keys):
        found[row.case_id].append(open_details(keys[row.case_id], row))
    return found
