"""Makes a plan out of answers: what to do now, next and later, and what not to do yet.

Pure: the same answers give the same plan, nothing is read but the questionnaire, nothing is kept.
A plan made from every answer tells what was answered (`why`). Whatever is stored or shared is made
from `storable(answers)`.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from resources.enums import Urgency
from resources.questionnaire import (
    AdviceCard,
    Answers,
    Condition,
    Holdback,
    Path,
    Question,
    Questionnaire,
    questionnaire,
)
from resources.texts import Text

NOW_AT_MOST = 3

NOT_KNOWN = "tidak_tahu"
OPENING, SAFETY, IMMEDIATE, LEADING, OTHER_PATH, REST = range(6)


class Reason(NamedTuple):
    """The answer that brought a card."""

    question: str
    option: str


@dataclass(frozen=True, slots=True)
class PlanCard:
    """`holds`: the cards this one keeps out of the plan for now; only under `not_yet`."""

    card: AdviceCard
    why: tuple[Reason, ...]
    services: tuple[str, ...]
    holds: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.card.id

    @property
    def title(self) -> Text:
        return self.card.title

    @property
    def text(self) -> Text:
        return self.card.text

    @property
    def step(self) -> int | None:
        return self.card.step

    @property
    def because(self) -> tuple[tuple[Text, Text], ...]:
        """The reasons in words: each question with the answer that was given."""
        known = questionnaire()
        pairs = []
        for reason in self.why:
            question = known.question(reason.question)
            option = question.option(reason.option) if question else None
            if question and option:
                pairs.append((question.text, option.label))
        return tuple(pairs)


@dataclass(frozen=True, slots=True)
class Plan:
    """`now` has three cards at most. `lead_path` is the first of `paths`, by priority."""

    now: tuple[PlanCard, ...]
    next: tuple[PlanCard, ...]
    later: tuple[PlanCard, ...]
    not_yet: tuple[PlanCard, ...]
    paths: tuple[Path, ...]

    @property
    def lead_path(self) -> Path | None:
        return self.paths[0] if self.paths else None

    @property
    def is_silent(self) -> bool:
        return any(path.is_silent for path in self.paths)


@dataclass(slots=True)
class _Brought:
    """A card on its way into the plan."""

    card: AdviceCard
    why: list[Reason] = field(default_factory=list)
    urgency: Urgency = Urgency.LOW
    score: int = 0
    tier: int = REST

    def add(self, reason: Reason, urgency: Urgency, score: int = 0) -> None:
        if reason not in self.why:
            self.why.append(reason)
        self.score += score
        if urgency.rank > self.urgency.rank:
            self.urgency = urgency


def make_plan(answers: Answers) -> Plan:
    """A plan for any answers; what the questionnaire does not know is left aside."""
    known = questionnaire()
    given = _given(answers)
    paths = tuple(path for path in known.paths if _reasons(path.when, given))
    holdbacks = [held for held in known.holdbacks if _holds(held, given)]
    brought = _bring(known, given, paths)
    held_ids = {card for held in holdbacks for card in held.holds}
    ranking = _ranking(paths, holdbacks, given)
    free = [entry for card_id, entry in brought.items() if card_id not in held_ids]
    ordered = sorted(free, key=ranking.key)
    pressing = [entry for entry in ordered if ranking.tier(entry) <= LEADING]
    now = (pressing or ordered[:1])[:NOW_AT_MOST]
    rest = [entry for entry in ordered if entry not in now]
    soon = [entry for entry in rest if _is_soon(entry, ranking)]
    hidden = {slug for held in holdbacks for slug in held.hides_services}
    return Plan(
        now=_shown(now, hidden),
        next=_shown(soon, hidden),
        later=_shown([entry for entry in rest if entry not in soon], hidden),
        not_yet=tuple(_held(held, given, brought) for held in holdbacks),
        paths=paths,
    )


def images_allowed(answers: Answers) -> bool:
    """Whether an image or video field may exist at all.

    Shut unless it is said whom this is for, herself or somebody who agreed, and that the age is 18
    or older. What was left open shuts it, and so does an answer the questionnaire does not know.
    """
    gate = questionnaire().upload_gate
    required = all(
        answers.get(rule.question) and set(answers[rule.question]) <= set(rule.options)
        for rule in gate.required
    )
    return required and all(_is_clear(rule, answers) for rule in gate.refused)


def gate_answers(first: Answers, later: Answers) -> dict[str, tuple[str, ...]]:
    """What the gate is to be decided by: everything said at the beginning and after it, together.

    So an answer that shuts the gate wins, wherever it stands. Only "I do not know" at the
    beginning says nothing by itself: it gives way to what she knows later.
    """
    said: dict[str, tuple[str, ...]] = {}
    for question in questionnaire().upload_gate.questions:
        known = [one for one in first.get(question, ()) if one != NOT_KNOWN]
        since = later.get(question, ())
        said[question] = (*known, *since) if since else tuple(first.get(question, ()))
    return said


def storable(answers: Answers) -> dict[str, tuple[str, ...]]:
    """The answers that may be stored without being asked for: nothing about a crisis, nothing that
    could be turned against the owner, nothing that the questionnaire does not know."""
    known = questionnaire()
    kept: dict[str, tuple[str, ...]] = {}
    for question_id, chosen in answers.items():
        question = known.question(question_id)
        if question is None or not question.persist_default:
            continue
        lasting = tuple(
            option.id for option in question.options if option.id in chosen and option.persist
        )
        if lasting:
            kept[question_id] = lasting
    return kept


def core_questions() -> tuple[Question, ...]:
    """Every question, SAFEnet's three first."""
    known = questionnaire()
    first = [question for question_id in known.core if (question := known.question(question_id))]
    return (*first, *(question for question in known.questions if question.id not in known.core))


def visible_questions(answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers leave on the page, in the order they are asked."""
    return tuple(question for question in core_questions() if _is_visible(question, answers))


def _is_visible(question: Question, answers: Answers) -> bool:
    return not question.show_if or bool(_reasons(question.show_if, answers))


def _is_clear(rule: Condition, answers: Answers) -> bool:
    question = questionnaire().question(rule.question)
    chosen = answers.get(rule.question, ())
    known = {option.id for option in question.options} if question else set()
    return not rule.met_by(answers) and set(chosen) <= known


def _given(answers: Answers) -> dict[str, tuple[str, ...]]:
    """The answers that count: known, to visible questions; "none" only where it stands alone."""
    given: dict[str, tuple[str, ...]] = {}
    for question in questionnaire().questions:
        chosen = [o for o in question.options if o.id in answers.get(question.id, ())]
        if len(chosen) > 1:
            chosen = [option for option in chosen if not option.exclusive]
        if chosen and _is_visible(question, given):
            given[question.id] = tuple(option.id for option in chosen)
    return given


def _reasons(conditions: Sequence[Condition], answers: Answers) -> list[Reason]:
    return [Reason(rule.question, option) for rule in conditions for option in rule.met_by(answers)]


def _holds(held: Holdback, given: Answers) -> bool:
    return all(_reasons(group, given) for group in held.when)


def _bring(known: Questionnaire, given: Answers, paths: Sequence[Path]) -> dict[str, _Brought]:
    """Each card that an answer or a path brings, with its reasons."""
    brought: dict[str, _Brought] = {}
    for reason, card_id, urgency, score in _advice(known, given):
        brought.setdefault(card_id, _Brought(known.card(card_id))).add(reason, urgency, score)
    for path in paths:
        for card_id in path.first:
            entry = brought.setdefault(card_id, _Brought(known.card(card_id)))
            for reason in _reasons(path.when, given):
                entry.add(reason, Urgency.LOW)
    return brought


def _advice(known: Questionnaire, given: Answers) -> Iterator[tuple[Reason, str, Urgency, int]]:
    for question in known.questions:
        for option in question.options:
            if option.id in given.get(question.id, ()):
                for card_id in option.advice:
                    yield Reason(question.id, option.id), card_id, option.urgency, option.score


@dataclass(frozen=True, slots=True)
class _Ranking:
    """By tier, then by the priority of the paths, then by urgency and score; ties as in the file.

    `in_paths`: the first cards of all paths. `leading`: those of the lead path, and the cards that
    a holdback puts in the place of what it took out.
    """

    in_paths: Sequence[str]
    leading: Set[str]
    safety: Sequence[str]
    in_file: Sequence[str]

    def tier(self, entry: _Brought) -> int:
        card_id = entry.card.id
        if card_id in self.in_paths[:1]:
            return OPENING
        if card_id in self.safety and entry.score:
            return SAFETY
        if entry.urgency is Urgency.IMMEDIATE:
            return IMMEDIATE
        if card_id in self.leading:
            return LEADING
        return OTHER_PATH if card_id in self.in_paths else REST

    def key(self, entry: _Brought) -> tuple[int, int, int, int, int]:
        card_id = entry.card.id
        in_paths = self.in_paths
        return (
            self.tier(entry),
            in_paths.index(card_id) if card_id in in_paths else len(in_paths),
            -entry.urgency.rank,
            -entry.score,
            self.in_file.index(card_id),
        )


def _ranking(paths: Sequence[Path], holdbacks: Sequence[Holdback], given: Answers) -> _Ranking:
    known = questionnaire()
    raised = {card for held in holdbacks for card in held.raises}
    return _Ranking(
        in_paths=_path_order(paths, given),
        leading=raised.union(*(path.first for path in paths[:1])),
        safety=known.safety_first,
        in_file=[card.id for card in known.cards],
    )


def _path_order(paths: Sequence[Path], given: Answers) -> list[str]:
    """The first cards of all paths, by priority; a path that one question starts may open alone."""
    order: list[str] = []
    for path in paths:
        questions = {reason.question for reason in _reasons(path.when, given)}
        alone = [card for question, card in path.opens_alone if questions == {question}]
        order += [card for card in (*alone, *path.first) if card not in order]
    return order


def _is_soon(entry: _Brought, ranking: _Ranking) -> bool:
    return entry.urgency.rank >= Urgency.HIGH.rank or ranking.tier(entry) <= OTHER_PATH


def _shown(entries: Sequence[_Brought], hidden: set[str]) -> tuple[PlanCard, ...]:
    return tuple(
        PlanCard(
            card=entry.card,
            why=tuple(entry.why),
            services=tuple(slug for slug in entry.card.services if slug not in hidden),
        )
        for entry in entries
    )


def _held(held: Holdback, given: Answers, brought: dict[str, _Brought]) -> PlanCard:
    return PlanCard(
        card=held.card,
        why=tuple(reason for group in held.when for reason in _reasons(group, given)),
        services=held.card.services,
        holds=tuple(card_id for card_id in held.holds if card_id in brought),
    )
