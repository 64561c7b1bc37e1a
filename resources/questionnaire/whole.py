"""The whole questionnaire: its files put together, every reference between them checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence
from resources.exceptions import AnswerNotAllowed, DataError
from resources.questionnaire.advice import (
    AdviceCard,
    Holdback,
    Path,
    read_cards,
    read_holdback,
    read_path,
)
from resources.questionnaire.questions import (
    Answers,
    Condition,
    Question,
    conditions,
    known_names,
    read_questions,
)
from resources.texts import Text

Contents = Mapping[File, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class UploadGate:
    """`required` options must be chosen and no others; `refused` ones must not be."""

    required: tuple[Condition, ...]
    refused: tuple[Condition, ...]
    reason: Text
    confidence: Confidence

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(rule.question for rule in (*self.required, *self.refused))


@dataclass(frozen=True)
class Questionnaire:
    """`paths` stand in the order of their priority.

    `core` is asked first, and `core_instead` of those to whom none of the core is asked.
    """

    version: str
    core: tuple[str, ...]
    core_instead: tuple[str, ...]
    questions: tuple[Question, ...]
    cards: tuple[AdviceCard, ...]
    safety_first: tuple[str, ...]
    paths: tuple[Path, ...]
    holdbacks: tuple[Holdback, ...]
    upload_gate: UploadGate

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _cards(self) -> dict[str, AdviceCard]:
        return {card.id: card for card in self.cards}

    def question(self, question_id: str) -> Question | None:
        return self._questions.get(question_id)

    def card(self, card_id: str) -> AdviceCard:
        return self._cards[card_id]

    def check_answers(self, answers: Answers) -> None:
        """Raises `AnswerNotAllowed`, with the name of the question, for what is not offered."""
        for question_id, chosen in answers.items():
            question = self.question(question_id)
            if question is None:
                raise AnswerNotAllowed(question_id)
            question.check(chosen)


@cache
def questionnaire() -> Questionnaire:
    return build()


def build(contents: Contents | None = None) -> Questionnaire:
    """Reads, checks every cross-reference and freezes; `contents` stands in for the files."""
    given = contents or {}
    services = document(File.SERVICES, given.get(File.SERVICES))
    known_services = {row.word("slug") for row in services.rows("service", "slug")}
    cards = read_cards(document(File.CARDS, given.get(File.CARDS)), known_services)
    card_ids = {card.id for card in cards}
    head = document(File.QUESTIONS, given.get(File.QUESTIONS))
    questions = read_questions(head, card_ids)
    question_ids = {question.id for question in questions}
    paths_file = document(File.PATHS, given.get(File.PATHS))
    found = Questionnaire(
        version=head.word("version"),
        core=known_names(head, "core", question_ids),
        core_instead=known_names(head, "core_instead", question_ids),
        questions=questions,
        cards=cards,
        safety_first=known_names(paths_file, "safety_first", card_ids),
        paths=tuple(read_path(row, questions, card_ids) for row in unique(paths_file.rows("path"))),
        holdbacks=tuple(
            read_holdback(row, questions, card_ids, known_services)
            for row in unique(paths_file.rows("holdback"))
        ),
        upload_gate=_upload_gate(paths_file.row("upload_gate"), questions),
    )
    head.word("core_source")
    head.done()
    paths_file.done()
    _refuse_unreachable(found)
    return found


def _upload_gate(row: Row, questions: Sequence[Question]) -> UploadGate:
    gate = UploadGate(
        required=conditions(row.row("required"), questions),
        refused=conditions(row.row("refused"), questions),
        reason=row.text("reason"),
        confidence=row.choice("confidence", Confidence),
    )
    row.done()
    return gate


def _refuse_unreachable(found: Questionnaire) -> None:
    """A card that nothing brings would never be shown: more likely a slip than a wish."""
    brought = {card for path in found.paths for card in path.first}
    brought.update(card for held in found.holdbacks for _, card in held.instead)
    for question in found.questions:
        brought.update(card for option in question.options for card in option.advice)
    lost = sorted({card.id for card in found.cards} - brought)
    if lost:
        raise DataError(f"{File.CARDS}: nothing brings {', '.join(lost)}")
