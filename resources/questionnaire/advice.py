"""The advice cards, the paths that order them, and what is held back for a while."""

from collections.abc import Sequence
from dataclasses import dataclass

from resources.datafiles import Row, unique
from resources.enums import Confidence, Horizon, Urgency
from resources.questionnaire.questions import (
    Condition,
    Question,
    conditions,
    conditions_or_none,
    known_names,
)
from resources.texts import Text

# Keep proof, cut contact, map the risk, report, ask for help, packets, safer accounts.
TASKS = "ABCDEFG"


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """What (`title`, `text`), why it helps, how in short steps, and what it may cost.

    `step`: which of the four steps it belongs to. `services`: slugs, published or not. `pace`: the
    earliest section of a plan in which it may stand, unless it is among the pressing ones.
    `confidence` and `source` are about the text, `how_confidence` about why, how and cost.
    """

    id: str
    title: Text
    text: Text
    why: Text
    how: tuple[Text, ...]
    cost: Text | None
    urgency: Urgency
    pace: Horizon
    services: tuple[str, ...]
    step: int | None
    confidence: Confidence
    how_confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class Path:
    """`interrupts`: questions stop and one calm screen is shown. `is_silent`: nothing is sent.

    `opens_alone`: the card that comes first where this question alone starts the path.
    `opens_pressed`: cards that come first where an answer presses them. `tasks`: the letters of the
    tasks in the order this path asks for, each once. `leads_along`: its first cards press whichever
    path leads.
    """

    id: str
    label: Text
    when: tuple[Condition, ...]
    first: tuple[str, ...]
    opens_alone: tuple[tuple[str, str], ...]
    opens_pressed: tuple[str, ...]
    tasks: str
    interrupts: bool
    is_silent: bool
    leads_along: bool
    guidance: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Holdback:
    """What not to do yet. Each group of `when` must be met, by any one of its conditions, and none
    of `unless`.

    `until`: what has to be there before it can be done; without it, it is not to be done at all.
    `instead`: held cards, each with the card that takes its place and its rank. `tasks`: an order
    of the tasks that holds whichever path leads; empty where the path decides.
    """

    card: AdviceCard
    until: Text | None
    when: tuple[tuple[Condition, ...], ...]
    unless: tuple[Condition, ...]
    holds: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]
    raises: tuple[str, ...]
    hides_services: tuple[str, ...]
    tasks: str


def read_cards(file: Row, known_services: set[str]) -> tuple[AdviceCard, ...]:
    cards = []
    for row in unique(file.rows("card")):
        cards.append(_card(row, known_services))
        row.done()
    file.done()
    return tuple(cards)


def _card(row: Row, known_services: set[str], *, is_held: bool = False) -> AdviceCard:
    """What is held back has no steps and costs nothing: it is not to be done."""
    confidence = row.choice("confidence", Confidence)
    return AdviceCard(
        id=row.word("id"),
        title=row.text("title"),
        text=row.text("text"),
        why=row.text("why"),
        how=() if is_held else _steps(row),
        cost=None if is_held else row.text_or_none("cost"),
        urgency=row.choice("urgency", Urgency) if row.has("urgency") else Urgency.LOW,
        pace=Horizon.DAY if is_held else _pace(row),
        services=known_names(row, "services", known_services),
        step=_step(row),
        confidence=confidence,
        how_confidence=confidence if is_held else row.choice("how_confidence", Confidence),
        source=row.word_or_empty("source"),
    )


def _steps(row: Row) -> tuple[Text, ...]:
    how = row.texts("how")
    if not how:
        raise row.error("how is empty")
    return how


def _pace(row: Row) -> Horizon:
    """A card without a pace may stand as early as its urgency puts it."""
    if not row.has("pace"):
        return Horizon.DAY
    pace = row.choice("pace", Horizon)
    if pace is Horizon.NOW:
        raise row.error("pace is now: what presses is decided by answers and paths")
    return pace


def _step(row: Row) -> int | None:
    step = row.number("step") if row.has("step") else None
    if step is not None and not 1 <= step <= 4:
        raise row.error(f"there is no step {step}")
    return step


def read_path(row: Row, questions: Sequence[Question], card_ids: set[str]) -> Path:
    alone = row.row("opens_alone") if row.has("opens_alone") else None
    first = known_names(row, "first", card_ids)
    path = Path(
        id=row.word("id"),
        label=row.text("label"),
        when=conditions(row.row("when"), questions),
        first=first,
        opens_alone=_opens_alone(alone, questions, first) if alone else (),
        opens_pressed=known_names(row, "opens_pressed", card_ids)
        if row.has("opens_pressed")
        else (),
        tasks=_tasks(row),
        interrupts=row.flag_or("interrupts", False),
        is_silent=row.flag_or("is_silent", False),
        leads_along=row.flag_or("leads_along", False),
        guidance=row.texts("guidance"),
    )
    row.done()
    return path


def _tasks(row: Row) -> str:
    tasks = row.word("tasks")
    if sorted(tasks) != sorted(TASKS):
        raise row.error(f"tasks is {tasks}, not each of {TASKS} once")
    return tasks


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


def read_holdback(
    row: Row, questions: Sequence[Question], card_ids: set[str], known_services: set[str]
) -> Holdback:
    holds = known_names(row, "holds", card_ids)
    holdback = Holdback(
        card=_card(row, known_services, is_held=True),
        until=row.text_or_none("until"),
        when=tuple(conditions(group, questions) for group in row.plain_rows("when")),
        unless=conditions_or_none(row, "unless", questions),
        holds=holds,
        instead=_instead(row.row("instead"), holds, card_ids) if row.has("instead") else (),
        raises=known_names(row, "raises", card_ids),
        hides_services=known_names(row, "hides_services", known_services)
        if row.has("hides_services")
        else (),
        tasks=_tasks(row) if row.has("tasks") else "",
    )
    row.done()
    if not holdback.when:
        raise row.error("when is empty")
    if holdback.card.id in card_ids:
        raise row.error("has the name of an advice card")
    return holdback


def _instead(row: Row, holds: tuple[str, ...], card_ids: set[str]) -> tuple[tuple[str, str], ...]:
    pairs = tuple((held, row.word(held)) for held in row.names())
    for held, card in pairs:
        if held not in holds:
            raise row.error(f"{held} is not held")
        if card not in card_ids:
            raise row.error(f"{held} does not know {card}")
    return pairs
