"""The risk map as pages: which questions stand on her path, and what an answer brings at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.details import AnswersDetails
from cases.enums import RecordKind
from cases.reading import answers_of, only
from cases.sealing import CaseKeys
from resources.plan import (
    PlanCard,
    core_questions,
    first_questions,
    make_plan,
    storable,
    visible_questions,
)
from resources.questionnaire import Answers, Question, questionnaire

OPEN_ANSWERS = frozenset({"tidak_tahu"})


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the number in its address, which never changes.

    `place` and `total` count the three that come first by themselves, and all others by
    themselves: 22 questions ahead would weigh on anybody.
    """

    question: Question
    number: int
    place: int
    total: int
    is_core: bool

    def labels(self, answers: Answers) -> str:
        """What she answered, in words, below each other; empty when she did not."""
        options = (self.question.option(one) for one in answers.get(self.question.id, ()))
        return "\n".join(str(option.label) for option in options if option)


@dataclass(frozen=True, slots=True)
class RiskMap:
    """The questions on her path with the answers she let be kept."""

    answers: Answers
    asked: tuple[AskedQuestion, ...]

    def at(self, number: int) -> AskedQuestion | None:
        return next((one for one in self.asked if one.number == number), None)

    def after(self, number: int) -> int | None:
        """The next one as they are asked; numbers need not rise on every path."""
        numbers = [one.number for one in self.asked]
        return next(iter(numbers[numbers.index(number) + 1 :]), None)

    def before(self, number: int) -> int | None:
        numbers = [one.number for one in self.asked]
        return next(reversed(numbers[: numbers.index(number)]), None)

    @property
    def first_open(self) -> int | None:
        """The first question without a kept answer."""
        return next((one.number for one in self._open), None)

    @property
    def first_other(self) -> int | None:
        """The same past the three that come first: none of those has to be answered."""
        return next((one.number for one in self._open if not one.is_core), None)

    @property
    def _open(self) -> list[AskedQuestion]:
        return [one for one in self.asked if not self.answers.get(one.question.id)]


def risk_map_of(keys: CaseKeys) -> RiskMap:
    """Her path now; what she already said at the beginning is not asked again.

    Except for what decides whether pictures may be kept, and for what may be over by now: those can
    be corrected at any time.
    """
    gate = only(keys, RecordKind.GATE, AnswersDetails)
    known = gate.details.answers if gate else {}
    answers = answers_of(keys)
    left = [
        one
        for one in visible_questions(answers)
        if one.id in questionnaire().upload_gate.questions or not _is_settled(known, one)
    ]
    leading = first_questions(answers)
    first = [one for one in left if one.id in leading]
    others = [one for one in left if one.id not in leading]
    return RiskMap(answers, (*_counted(first, is_core=True), *_counted(others, is_core=False)))


def _counted(questions: Sequence[Question], *, is_core: bool) -> Iterator[AskedQuestion]:
    numbers = {question.id: number for number, question in enumerate(core_questions(), start=1)}
    for place, one in enumerate(questions, start=1):
        yield AskedQuestion(one, numbers[one.id], place, len(questions), is_core)


def _is_settled(known: Answers, question: Question) -> bool:
    passing = {option.id for option in question.options if option.passes}
    return not (OPEN_ANSWERS | passing).issuperset(known.get(question.id, OPEN_ANSWERS))


def is_begun(answers: Answers) -> bool:
    return any(answers.get(question) for question in first_questions(answers))


def is_mapped(answers: Answers) -> bool:
    """Whether the three questions that come first have an answer; the others are extra."""
    return all(answers.get(question) for question in first_questions(answers))


def advice_after(question: Question, chosen: Sequence[str]) -> tuple[PlanCard, ...]:
    """The cards for the very next page: after danger, and after an answer that is not kept."""
    answer = {question.id: tuple(chosen)}
    plan = make_plan(answer)
    options = (question.option(one) for one in chosen)
    brought = {card for option in options if option for card in option.advice}
    is_kept = set(storable(answer).get(question.id, ())) == set(chosen)
    told = brought.intersection(questionnaire().safety_first) if is_kept else brought
    cards = tuple(card for card in plan.to_do if card.id in told)
    return cards if is_kept else (*cards, *plan.not_yet)
