"""Which cards the answers bring, with their reasons, and which of them come first.

Pure: it knows the questionnaire and the answers, and nothing of the sections of a plan.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from resources.enums import Urgency
from resources.questionnaire import (
    AdviceCard,
    Answers,
    Condition,
    Holdback,
    Path,
    Questionnaire,
    questionnaire,
)

OPENING, SAFETY, PRESSED, IMMEDIATE, LEADING, OTHER_PATH, REST = range(7)


class Reason(NamedTuple):
    """The answer that brought a card."""

    question: str
    option: str


@dataclass(slots=True)
class Brought:
    """A card on its way into the plan, with the answers that brought it."""

    card: AdviceCard
    reasons: list[Reason] = field(default_factory=list)
    urgency: Urgency = Urgency.LOW
    score: int = 0

    def add(self, reason: Reason, urgency: Urgency, score: int = 0) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
        self.score += score
        if urgency.rank > self.urgency.rank:
            self.urgency = urgency


def reasons_of(conditions: Sequence[Condition], answers: Answers) -> list[Reason]:
    return [Reason(rule.question, option) for rule in conditions for option in rule.met_by(answers)]


def bring(
    known: Questionnaire, given: Answers, paths: Sequence[Path], holdbacks: Sequence[Holdback]
) -> dict[str, Brought]:
    """Each card that an answer or a path brings, with its reasons; and each that takes the place
    of such a card, with the same."""
    brought: dict[str, Brought] = {}
    for reason, card_id, urgency, score in _advice(known, given):
        brought.setdefault(card_id, Brought(known.card(card_id))).add(reason, urgency, score)
    for path in paths:
        for card_id in path.first:
            entry = brought.setdefault(card_id, Brought(known.card(card_id)))
            for reason in reasons_of(path.when, given):
                entry.add(reason, Urgency.LOW)
    for held_id, card_id in _instead(holdbacks).items():
        if held_id in brought:
            brought.setdefault(card_id, replace(brought[held_id], card=known.card(card_id)))
    return brought


def _instead(holdbacks: Sequence[Holdback]) -> dict[str, str]:
    return dict(pair for held in holdbacks for pair in held.instead)


def _advice(known: Questionnaire, given: Answers) -> Iterator[tuple[Reason, str, Urgency, int]]:
    for question in known.questions:
        for option in question.options:
            if option.id in given.get(question.id, ()):
                for card_id in option.advice:
                    yield Reason(question.id, option.id), card_id, option.urgency, option.score


def _pressed(known: Questionnaire, given: Answers) -> Iterator[str]:
    for question in known.questions:
        for option in question.options:
            if option.id in given.get(question.id, ()):
                yield from option.presses


@dataclass(frozen=True, slots=True)
class Ranking:
    """By tier, then by the priority of the paths, then by urgency and score; ties as in the file.

    `in_paths`: the first cards of all paths. `leading`: those of the lead path and of any
    that leads along, and what a holdback puts in the place of what it took out. `pressed`: those
    an answer puts first.
    """

    in_paths: Sequence[str]
    leading: Set[str]
    safety: Sequence[str]
    pressed: Set[str]
    in_file: Sequence[str]

    def tier(self, entry: Brought) -> int:
        card_id = entry.card.id
        if card_id in self.in_paths[:1]:
            return OPENING
        if card_id in self.safety and entry.score:
            return SAFETY
        if card_id in self.pressed:
            return PRESSED
        if entry.urgency is Urgency.IMMEDIATE:
            return IMMEDIATE
        if card_id in self.leading:
            return LEADING
        return OTHER_PATH if card_id in self.in_paths else REST

    def is_below_all(self, entry: Brought) -> bool:
        """Whether it gives way where more presses than there is room for."""
        is_safety = entry.card.id in self.safety and entry.score
        return not is_safety and entry.card.id not in self.pressed

    def key(self, entry: Brought) -> tuple[int, int, int, int, int]:
        card_id = entry.card.id
        in_paths = self.in_paths
        return (
            self.tier(entry),
            in_paths.index(card_id) if card_id in in_paths else len(in_paths),
            -entry.urgency.rank,
            -entry.score,
            self.in_file.index(card_id),
        )


def ranking_of(paths: Sequence[Path], holdbacks: Sequence[Holdback], given: Answers) -> Ranking:
    known = questionnaire()
    leading = [path for path in paths if path is paths[0] or path.leads_along]
    raised = {card for held in holdbacks for card in held.raises}
    instead = _instead(holdbacks)
    return Ranking(
        in_paths=[instead.get(card, card) for card in _path_order(paths, given)],
        leading={
            instead.get(card, card) for card in raised.union(*(path.first for path in leading))
        },
        safety=known.safety_first,
        pressed=set(_pressed(known, given)),
        in_file=[card.id for card in known.cards],
    )


def _path_order(paths: Sequence[Path], given: Answers) -> list[str]:
    """The first cards of all paths, by priority.

    A path that one question starts may open with another card, and so with one that is pressed.
    """
    order: list[str] = []
    pressed = set(_pressed(questionnaire(), given))
    for path in paths:
        questions = {reason.question for reason in reasons_of(path.when, given)}
        alone = [card for question, card in path.opens_alone if questions == {question}]
        urgent = [card for card in path.opens_pressed if card in pressed]
        order += [card for card in (*alone, *urgent, *path.first) if card not in order]
    return order
