"""What one case adds to the numbers: kinds, how many of each, and nothing that tells it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.details import IncidentDetails, ReportDetails
from cases.enums import ReportStatus
from cases.labels import RELATION_QUESTION
from core.quarters import quarter_of
from evidence.details import ItemDetails
from evidence.sniffing import FileClass
from resources.plan import gate_answers
from resources.questionnaire import questionnaire

AGE_QUESTION = "q02_usia"
FINGERPRINT, ADDRESS, ACCOUNT, CHAT = "fingerprint", "address", "account", "chat"

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, repr=False)
class CaseFacts:
    """`acts` are its incidents; by form they add up to more, as one may have several.

    Where it happened and who did it are told once, however often they were noted.
    """

    quarter: date
    age: str
    acts: int
    forms: Counter[str]
    platforms: frozenset[str]
    relations: frozenset[str]
    proof: Counter[str]
    reports: Counter[str]


def facts_of(
    opened_on: date,
    answers: tuple[Answers, Answers],
    incidents: Sequence[IncidentDetails],
    items: Sequence[ItemDetails],
    reports: Iterable[ReportDetails],
) -> CaseFacts:
    """`answers` are those of the gate and of the risk map."""
    noted = {one.platform for one in incidents} | {_seen_on(item) for item in items}
    said = {relation for given in answers for relation in given.get(RELATION_QUESTION, ())}
    return CaseFacts(
        quarter=quarter_of(opened_on),
        age=_age(gate_answers(*answers)),
        acts=len(incidents),
        forms=Counter(form for one in incidents for form in set(one.forms)),
        platforms=frozenset(noted - {""}),
        relations=frozenset((said | {one.relation for one in incidents}) - {""}),
        proof=Counter(_kind(item) for item in items),
        reports=Counter(one.status for one in reports if one.status != ReportStatus.DRAFT),
    )


def _age(gate: Answers) -> str:
    """Of two answers the younger, as wherever the gate decides; empty where nothing was said."""
    question, said = questionnaire().question(AGE_QUESTION), gate.get(AGE_QUESTION, ())
    options = question.options if question else ()
    return next((option.id for option in options if option.id in said), "")


def _seen_on(item: ItemDetails) -> str:
    return item.sighting.platform if item.sighting else ""


def _kind(item: ItemDetails) -> str:
    """A fingerprint or an address counts as itself, never as the text that tells of it here."""
    if item.fingerprint:
        return FINGERPRINT
    if item.sighting:
        return ADDRESS if item.sighting.url else ACCOUNT
    is_chat = item.chat or item.file_class == FileClass.ARCHIVE
    return CHAT if is_chat else str(item.file_class)
