"""Answers to the risk map."""

from collections.abc import Sequence

from django.db import transaction

from accounts.actors import Actor
from cases.details import AnswersDetails
from cases.enums import RecordKind
from cases.permissions import check_user_can_write
from cases.reading import answers_with_notes
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from cases.services.plan import remember_plan
from cases.services.records import revise_only
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
    kept = {name: list(answer) for name, answer in storable({question: chosen}).items()}

    def answered(details: AnswersDetails) -> AnswersDetails:
        others = {name: said for name, said in details.answers.items() if name != question}
        return AnswersDetails(others | kept)

    before = answers_with_notes(keys)
    revise_only(actor, keys, RecordKind.RISK_ASSESSMENT, AnswersDetails, answered)
    remember_plan(actor, keys, before, answers_with_notes(keys))
