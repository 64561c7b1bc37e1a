"""The questions, advice cards, paths and the upload gate, read once into frozen values.

Everything a file refers to must exist: `build()` raises `DataError` with the name of what is wrong.
It knows no person and no answer; `plan.py` puts the two together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence, Urgency
from resources.exceptions import AnswerNotAllowed, DataError
from resources.texts import Text

Answers = Mapping[str, Sequence[str]]
Contents = Mapping[File, Mapping[str, object]]


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
    id: str
    label: Text
    advice: tuple[str, ...]
    urgency: Urgency
    score: int
    exclusive: bool
    persist: bool


@dataclass(frozen=True, slots=True)
class Question:
    """May always be skipped. `show_if`: shown when one of these conditions is met, or always."""

    id: str
    group: str
    text: Text
    why: Text
    multi: bool
    persist_default: bool
    show_if: tuple[Condition, ...]
    options: tuple[Option, ...]
    confidence: Confidence
    source: str
    staff_note: Text | None

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)

    def check(self, chosen: Sequence[str]) -> None:
        """Raises `AnswerNotAllowed` unless the question offers these options together."""
        options = [self.option(option_id) for option_id in chosen]
        if None in options or len(set(chosen)) < len(chosen):
            raise AnswerNotAllowed(self.id)
        alone = any(option.exclusive for option in options if option)
        if len(chosen) > 1 and (alone or not self.multi):
            raise AnswerNotAllowed(self.id)


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """`step`: which of the four steps it belongs to. `services`: slugs, published or not."""

    id: str
    title: Text
    text: Text
    urgency: Urgency
    services: tuple[str, ...]
    step: int | None
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class Path:
    """`interrupts`: questions stop and one calm screen is shown. `is_silent`: nothing is sent.

    `opens_alone`: the card that comes first where this question alone starts the path.
    """

    id: str
    label: Text
    when: tuple[Condition, ...]
    first: tuple[str, ...]
    opens_alone: tuple[tuple[str, str], ...]
    interrupts: bool
    is_silent: bool
    guidance: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Holdback:
    """What not to do yet. Each group of conditions must be met, by any one of its conditions."""

    card: AdviceCard
    when: tuple[tuple[Condition, ...], ...]
    holds: tuple[str, ...]
    raises: tuple[str, ...]
    hides_services: tuple[str, ...]


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
    """`paths` stand in the order of their priority."""

    version: str
    core: tuple[str, ...]
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
    cards = _cards(document(File.CARDS, given.get(File.CARDS)), known_services)
    card_ids = {card.id for card in cards}
    head = document(File.QUESTIONS, given.get(File.QUESTIONS))
    questions = _questions(head, card_ids)
    paths_file = document(File.PATHS, given.get(File.PATHS))
    found = Questionnaire(
        version=head.word("version"),
        core=_known(head, "core", {question.id for question in questions}),
        questions=questions,
        cards=cards,
        safety_first=_known(paths_file, "safety_first", card_ids),
        paths=tuple(_path(row, questions, card_ids) for row in unique(paths_file.rows("path"))),
        holdbacks=tuple(
            _holdback(row, questions, card_ids, known_services)
            for row in unique(paths_file.rows("holdback"))
        ),
        upload_gate=_upload_gate(paths_file.row("upload_gate"), questions),
    )
    head.word("core_source")
    head.done()
    paths_file.done()
    _refuse_unreachable(found)
    return found


def _cards(file: Row, known_services: set[str]) -> tuple[AdviceCard, ...]:
    cards = []
    for row in unique(file.rows("card")):
        cards.append(_card(row, known_services))
        row.done()
    file.done()
    return tuple(cards)


def _card(row: Row, known_services: set[str]) -> AdviceCard:
    return AdviceCard(
        id=row.word("id"),
        title=row.text("title"),
        text=row.text("text"),
        urgency=row.choice("urgency", Urgency) if row.has("urgency") else Urgency.LOW,
        services=_known(row, "services", known_services),
        step=_step(row),
        confidence=row.choice("confidence", Confidence),
        source=row.word_or_empty("source"),
    )


def _step(row: Row) -> int | None:
    step = row.number("step") if row.has("step") else None
    if step is not None and not 1 <= step <= 4:
        raise row.error(f"there is no step {step}")
    return step


def _questions(file: Row, card_ids: set[str]) -> tuple[Question, ...]:
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
        show_if=_conditions(row.row("show_if"), earlier) if row.has("show_if") else (),
        options=tuple(options),
        confidence=row.choice("confidence", Confidence),
        source=row.word_or_empty("source"),
        staff_note=row.text_or_none("staff_note"),
    )


def _option(row: Row, card_ids: set[str]) -> Option:
    option = Option(
        id=row.word("id"),
        label=row.text("label"),
        advice=_known(row, "advice", card_ids),
        urgency=row.choice("urgency", Urgency),
        score=row.number("score"),
        exclusive=row.flag_or("exclusive", False),
        persist=row.flag_or("persist", True),
    )
    row.done()
    return option


def _path(row: Row, questions: Sequence[Question], card_ids: set[str]) -> Path:
    alone = row.row("opens_alone") if row.has("opens_alone") else None
    path = Path(
        id=row.word("id"),
        label=row.text("label"),
        when=_conditions(row.row("when"), questions),
        first=_known(row, "first", card_ids),
        opens_alone=_opens_alone(alone, questions, row.words("first")) if alone else (),
        interrupts=row.flag_or("interrupts", False),
        is_silent=row.flag_or("is_silent", False),
        guidance=row.texts("guidance"),
    )
    row.done()
    return path


def _opens_alone(
    row: Row, questions: Sequence[Question], first: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    known = {question.id for question in questions}
    pairs = tuple((question, row.word(question)) for question in row.names())
    for question, card in pairs:
        if question not in known:
            raise row.error(f"no question {question}")
        if card not in first:
            raise row.error(f"{card} is not among the first cards")
    return pairs


def _holdback(
    row: Row, questions: Sequence[Question], card_ids: set[str], known_services: set[str]
) -> Holdback:
    holdback = Holdback(
        card=_card(row, known_services),
        when=tuple(_conditions(group, questions) for group in row.plain_rows("when")),
        holds=_known(row, "holds", card_ids),
        raises=_known(row, "raises", card_ids),
        hides_services=_known(row, "hides_services", known_services)
        if row.has("hides_services")
        else (),
    )
    row.done()
    if not holdback.when:
        raise row.error("when is empty")
    if holdback.card.id in card_ids:
        raise row.error("has the name of an advice card")
    return holdback


def _upload_gate(row: Row, questions: Sequence[Question]) -> UploadGate:
    gate = UploadGate(
        required=_conditions(row.row("required"), questions),
        refused=_conditions(row.row("refused"), questions),
        reason=row.text("reason"),
        confidence=row.choice("confidence", Confidence),
    )
    row.done()
    return gate


def _conditions(row: Row, questions: Iterable[Question]) -> tuple[Condition, ...]:
    known = {question.id: question for question in questions}
    conditions = []
    for question_id in row.names():
        if question_id not in known:
            raise row.error(f"no question {question_id} here or before")
        options = {option.id for option in known[question_id].options}
        conditions.append(Condition(question_id, _known(row, question_id, options)))
    if not conditions:
        raise row.error("no condition")
    return tuple(conditions)


def _known(row: Row, key: str, known: Iterable[str]) -> tuple[str, ...]:
    """The names under a key, each of which must be known and come once."""
    names = row.words(key)
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise row.error(f"{key} does not know {', '.join(unknown)}")
    if len(set(names)) < len(names):
        raise row.error(f"{key} names something twice")
    return names


def _refuse_unreachable(found: Questionnaire) -> None:
    """A card that nothing brings would never be shown: more likely a slip than a wish."""
    brought = {card for path in found.paths for card in path.first}
    for question in found.questions:
        brought.update(card for option in question.options for card in option.advice)
    lost = sorted({card.id for card in found.cards} - brought)
    if lost:
        raise DataError(f"{File.CARDS}: nothing brings {', '.join(lost)}")
