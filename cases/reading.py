"""Opens a case's records for somebody who holds its keys: one query a page, however many rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import F

from cases.details import (
    AnswersDetails,
    ContactDetails,
    Details,
    HelpDetails,
    IncidentDetails,
)
from cases.enums import Channel, RecordKind
from cases.labels import RELATION_QUESTION, platform_names
from cases.models import CaseRecord, RecordRevision
from cases.sealing import CaseKeys, open_record
from core.exceptions import NotOpened
from resources.plan import gate_answers

D = TypeVar("D", bound=Details)

ANSWERED = (RecordKind.GATE, RecordKind.RISK_ASSESSMENT)
CLOSE_RELATIONS = ("pasangan", "keluarga")


@dataclass(frozen=True, slots=True)
class Opened(Generic[D]):
    """A record's row with what stood sealed in its newest revision."""

    record: CaseRecord
    details: D


def opened(keys: CaseKeys, record: CaseRecord, as_type: type[D]) -> D:
    return opened_all(keys, [record], as_type)[0].details


def opened_all(keys: CaseKeys, records: Iterable[CaseRecord], as_type: type[D]) -> list[Opened[D]]:
    """The records in their given order; NotOpened where one was changed behind our back."""
    return opened_across({keys.case.id: keys}, records, as_type)


def opened_across(
    keys: Mapping[UUID, CaseKeys], records: Iterable[CaseRecord], as_type: type[D]
) -> list[Opened[D]]:
    """The same over several cases, each with its own keys."""
    rows = list(records)
    newest = RecordRevision.objects.filter(record__in=rows, revision=F("record__revision"))
    stored = {revision.record_id: revision for revision in newest}
    if len(stored) < len(rows):
        raise NotOpened
    return [
        Opened(row, as_type.from_json(open_record(keys[row.case_id], row, stored[row.id])))
        for row in rows
    ]


def only(keys: CaseKeys, kind: RecordKind, as_type: type[D]) -> Opened[D] | None:
    """The record of a kind of which a case has one at most."""
    row = keys.case.records.of_kind(kind).first()
    return Opened(row, opened(keys, row, as_type)) if row else None


def incidents_of(keys: CaseKeys) -> list[Opened[IncidentDetails]]:
    """What happened, in the order she says it happened; what has no time comes last."""
    found = opened_all(keys, keys.case.records.of_kind(RecordKind.INCIDENT), IncidentDetails)
    return sorted(found, key=lambda one: (one.details.claimed_time.sort_key, one.record.created_at))


def request_to(keys: CaseKeys, organization: UUID) -> HelpDetails | None:
    """What she wrote to this organisation, the newest if twice; never what she wrote to another."""
    found = opened_all(keys, keys.case.records.of_kind(RecordKind.HELP_REQUEST), HelpDetails)
    ours = (one.details for one in reversed(found))
    return next((one for one in ours if one.organization == str(organization)), None)


def alias_for(keys: CaseKeys, organization: UUID) -> str:
    """What she wants to be called there; empty where she said nothing."""
    asked = request_to(keys, organization)
    return asked.alias if asked else ""


def answers_of(keys: CaseKeys) -> dict[str, list[str]]:
    """Everything she answered and let be kept, gate and risk map together, the newer one of two."""
    gate, risk = _answers(keys)
    return gate | risk


def answers_with_notes(keys: CaseKeys) -> dict[str, list[str]]:
    """What a plan is made of: her answers, and where she was not asked, what her notes say of who
    did it. Somebody close counts before anybody else: it is her safety that hangs on it."""
    answers = answers_of(keys)
    if answers.get(RELATION_QUESTION):
        return answers
    noted = [one.details.relation for one in incidents_of(keys) if one.details.relation]
    close = [relation for relation in noted if relation in CLOSE_RELATIONS]
    who = (close or noted)[-1:]
    return {**answers, RELATION_QUESTION: who} if who else answers


@dataclass(frozen=True, slots=True)
class Gate:
    """What decides whether pictures may be here, and where it stood: the revisions of records."""

    answers: dict[str, tuple[str, ...]]
    read_from: frozenset[tuple[UUID, int]]

    def is_as_it_was(self, keys: CaseKeys) -> bool:
        """Whether the same revisions are the newest still: each of them is written once."""
        rows = keys.case.records.of_kind(*ANSWERED).values_list("id", "revision")
        return frozenset(rows) == self.read_from


def gate_of(keys: CaseKeys) -> dict[str, tuple[str, ...]]:
    """What decides whether pictures may be here; neither record undoes the other."""
    return read_gate(keys).answers


def read_gate(keys: CaseKeys) -> Gate:
    rows = list(keys.case.records.of_kind(*ANSWERED))
    return Gate(
        gate_answers(*_answers_in(keys, rows)), frozenset((row.id, row.revision) for row in rows)
    )


def _answers(keys: CaseKeys) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    return _answers_in(keys, keys.case.records.of_kind(*ANSWERED))


def _answers_in(
    keys: CaseKeys, rows: Iterable[CaseRecord]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Of the gate and of the risk map, read together: they are asked for at every part of a file.

    Of each there is one at most; of two the first alone is opened, as with `only`.
    """
    first: dict[int, CaseRecord] = {}
    for row in rows:
        first.setdefault(row.kind, row)
    found = {
        RecordKind(one.record.kind): one.details.answers
        for one in opened_all(keys, first.values(), AnswersDetails)
    }
    gate, risk = (found.get(kind, {}) for kind in ANSWERED)
    return gate, risk


def places_of(keys: CaseKeys) -> dict[str, str]:
    """Where it happens, by name: the places she wrote down, then those where she is reached."""
    contact = only(keys, RecordKind.CONTACT_PLAN, ContactDetails)
    noted = [one.details.platform for one in incidents_of(keys)]
    reached = [Channel(one).place for one in contact.details.channels] if contact else []
    names = platform_names()
    return {place: names[place] for place in (*noted, *reached) if place in names}
