"""Answers to the risk map."""

from collections.abc import Sequence

from django.db import transaction

from accounts.actors import Actor
from cases.details import AnswersDetails
from cases.enums import RecordKind
from cases.permissions import check_user_can_write
from cases.reading import only, situation_of
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from cases.services.plan import remember_plan
from cases.services.records import save_record
from resources.plan import storable
from resources.questionnaire import questionnaire


@transaction.atomic
def answer_question(actor: Actor, keys: HeldKeys, question: str, chosen: Sequence[str]) -> None:
    """Seals the answer, as far as it may be kept; raises AnswerNotAllowed for what is not offered.

    What must not be kept leaves nothing: no revision, no entry in the log, and an earlier answer
    to the same question goes out of the newest revision. The plan as it was is remembered.
    """
    check_user_can_write(actor, keys.case)
    questionnaire().check_answers({question: chosen})
    hold_case(keys)
    found = only(keys, RecordKind.RISK_ASSESSMENT, AnswersDetails)
    before = found.details.answers if found else {}
    kept = {name: list(answer) for name, answer in storable({question: chosen}).items()}
    after = {name: answer for name, answer in before.items() if name != question} | kept
    if after != before:
        known = situation_of(keys)
        row = found.record if found else None
        save_record(actor, keys, RecordKind.RISK_ASSESSMENT, AnswersDetails(after), row)
        remember_plan(actor, keys, known, situation_of(keys))
