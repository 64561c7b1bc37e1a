"""The questions with their options, and the conditions that answers meet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from resources.datafiles import Row, unique
from resources.enums import Confidence, Urgency
from resources.exceptions import AnswerNotAllowed
from resources.texts import Text

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Condition:
    """Met when one of these options of the question was chosen."""

    question: str
    options: tuple[str, ...]

    def met_by(self, answers: Answers) -> tuple[str, ...]:
        """The chosen options that meet it; empty when it is not met."""
        given = answers.get(self.question, ())
        return tuple(option for option in self.options if option in given)


@dataclass(frozen=True, slots=True)
class Option:
    """`presses`: cards of its advice that stand among the first things, whatever else does.

    `passes`: what it says may be over soon, so that the question is never settled by it.
    """

    id: str
    label: Text
    advice: tuple[str, ...]
    presses: tuple[str, ...]
    urgency: Urgency
    score: int
    exclusive: bool
    persist: bool
    passes: bool


@dataclass(frozen=True, slots=True)
class Question:
    """May always be skipped.

    `show_if`: shown when one of these conditions is met, or always. `leave_out_if`: not shown when
    one of these is met, whatever else is.
    """

    id: str
    group: str
    text: Text
    why: Text
    multi: bool
    persist_default: bool
    show_if: tuple[Condition, ...]
    leave_out_if: tuple[Condition, ...]
    options: tuple[Option, ...]
    confidence: Confidence
    source: str
    staff_note: Text | None

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)

    def is_asked(self, answers: Answers) -> bool:
        """Whether these answers leave it on the page."""
        is_shown = not self.show_if or any(rule.met_by(answers) for rule in self.show_if)
        return is_shown and not any(rule.met_by(answers) for rule in self.leave_out_if)

    def check(self, chosen: Sequence[str]) -> None:
        """Raises `AnswerNotAllowed` unless the question offers these options together."""
        options = [self.option(option_id) for option_id in chosen]
        if None in options or len(set(chosen)) < len(chosen):
            raise AnswerNotAllowed(self.id)
        alone = any(option.exclusive for option in options if option)
        if len(chosen) > 1 and (alone or not self.multi):
            raise AnswerNotAllowed(self.id)


def read_questions(file: Row, card_ids: set[str]) -> tuple[Question, ...]:
    questions: list[Question] = []
    for row in unique(file.rows("question")):
        questions.append(_question(row, questions, card_ids))
        row.done()
    return tuple(questions)


def _question(row: Row, earlier: Sequence[Question], card_ids: set[str]) -> Question:
    options = [_option(option, card_ids) for option in unique(row.rows("option"))]
    return Question(
        id=row.word("id"),
        group=row.word("group"),
        text=row.text("text"),
        why=row.text("why"),
        multi=row.flag("multi"),
        persist_default=row.flag("persist"),
        show_if=conditions_or_none(row, "show_if", earlier),
        leave_out_if=conditions_or_none(row, "leave_out_if", earlier),
        options=tuple(options),
        confidence=row.choice("confidence", Confidence),
        source=row.word_or_empty("source"),
        staff_note=row.text_or_none("staff_note"),
    )


def _option(row: Row, card_ids: set[str]) -> Option:
    advice = known_names(row, "advice", card_ids)
    option = Option(
        id=row.word("id"),
        label=row.text("label"),
        advice=advice,
        presses=known_names(row, "presses", advice) if row.has("presses") else (),
        urgency=row.choice("urgency", Urgency),
        score=row.number("score"),
        exclusive=row.flag_or("exclusive", False),
        persist=row.flag_or("persist", True),
        passes=row.flag_or("passes", False),
    )
    row.done()
    return option


def conditions_or_none(row: Row, key: str, questions: Iterable[Question]) -> tuple[Condition, ...]:
    return conditions(row.row(key), questions) if row.has(key) else ()


def conditions(row: Row, questions: Iterable[Question]) -> tuple[Condition, ...]:
    """The conditions of a table, of questions that are known by then."""
    known = {question.id: question for question in questions}
    found = []
    for question_id in row.names():
        if question_id not in known:
            raise row.error(f"no question {question_id} here or before")
        options = {option.id for option in known[question_id].options}
        found.append(Condition(question_id, known_names(row, question_id, options)))
    if not found:
        raise row.error("no condition")
    return tuple(found)


def known_names(row: Row, key: str, known: Iterable[str]) -> tuple[str, ...]:
    """The names under a key, each of which must be known and come once."""
    names = row.words(key)
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise row.error(f"{key} does not know {', '.join(unknown)}")
    if len(set(names)) < len(names):
        raise row.error(f"{key} names something twice")
    return names
