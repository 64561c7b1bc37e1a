"""Makes a plan out of answers: what to do now, in a day, in a week, later, and not yet.

Pure: the same answers give the same plan, nothing is read but the questionnaire, nothing is kept.
A plan made from every answer tells what was answered (`reasons`). Whatever is stored or shared is
made from `storable(answers)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from resources.enums import Horizon, Urgency
from resources.questionnaire import (
    TASKS,
    AdviceCard,
    Answers,
    Condition,
    Holdback,
    Path,
    Question,
    questionnaire,
)
from resources.ranking import (
    LEADING,
    OTHER_PATH,
    Brought,
    Ranking,
    Reason,
    bring,
    ranking_of,
    reasons_of,
)
from resources.texts import Text

NOW_AT_MOST = 3
NOT_KNOWN = "tidak_tahu"


@dataclass(frozen=True, slots=True)
class PlanCard:
    """`holds`: the cards this one keeps out of the plan and puts nothing in their place, `until`
    something is there; both only under `not_yet`."""

    card: AdviceCard
    reasons: tuple[Reason, ...]
    services: tuple[str, ...]
    holds: tuple[str, ...] = ()
    until: Text | None = None

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
    def why(self) -> Text:
        return self.card.why

    @property
    def how(self) -> tuple[Text, ...]:
        return self.card.how

    @property
    def cost(self) -> Text | None:
        return self.card.cost

    @property
    def step(self) -> int | None:
        return self.card.step

    @property
    def because(self) -> tuple[tuple[Text, Text], ...]:
        """The reasons in words: each question with the answer that was given."""
        known = questionnaire()
        pairs = []
        for reason in self.reasons:
            question = known.question(reason.question)
            option = question.option(reason.option) if question else None
            if question and option:
                pairs.append((question.text, option.label))
        return tuple(pairs)


@dataclass(frozen=True, slots=True)
class Plan:
    """`now` has three cards at most. `lead_path` is the first of `paths`, by priority. `tasks` are
    the letters of her tasks, in the order that her path or what is held back asks for."""

    now: tuple[PlanCard, ...]
    day: tuple[PlanCard, ...]
    week: tuple[PlanCard, ...]
    later: tuple[PlanCard, ...]
    not_yet: tuple[PlanCard, ...]
    paths: tuple[Path, ...]
    tasks: str

    @property
    def to_do(self) -> tuple[PlanCard, ...]:
        """Every card but what waits, in the order of the sections."""
        return (*self.now, *self.day, *self.week, *self.later)

    @property
    def lead_path(self) -> Path | None:
        return self.paths[0] if self.paths else None

    @property
    def is_silent(self) -> bool:
        return any(path.is_silent for path in self.paths)


def make_plan(answers: Answers) -> Plan:
    """A plan for any answers; what the questionnaire does not know is left aside."""
    known = questionnaire()
    given = _given(answers)
    paths = tuple(path for path in known.paths if reasons_of(path.when, given))
    holdbacks = [held for held in known.holdbacks if _holds(held, given)]
    brought = bring(known, given, paths, holdbacks)
    held_ids = {card for held in holdbacks for card in held.holds}
    ranking = ranking_of(paths, holdbacks, given)
    free = [entry for card_id, entry in brought.items() if card_id not in held_ids]
    ordered = sorted(free, key=ranking.key)
    now = _now(ordered, ranking)

    def section(horizon: Horizon) -> tuple[PlanCard, ...]:
        here = [one for one in ordered if _horizon(one, now, ranking) is horizon]
        return _shown(here, holdbacks)

    return Plan(
        now=section(Horizon.NOW),
        day=section(Horizon.DAY),
        week=section(Horizon.WEEK),
        later=section(Horizon.LATER),
        not_yet=tuple(_held(held, given, brought) for held in holdbacks),
        paths=paths,
        tasks=_tasks(paths, holdbacks),
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
    return _first_of(questionnaire().core)


def first_questions(answers: Answers) -> tuple[str, ...]:
    """What is asked first: the core, or what stands in for it where none of it is asked."""
    known = questionnaire()
    for names in (known.core, known.core_instead):
        found = (known.question(name) for name in names)
        asked = tuple(one.id for one in found if one and one.is_asked(answers))
        if asked:
            return asked
    return ()


def visible_questions(answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers leave on the page, in the order they are asked."""
    in_order = _first_of(first_questions(answers))
    return tuple(question for question in in_order if question.is_asked(answers))


def _first_of(names: Sequence[str]) -> tuple[Question, ...]:
    known = questionnaire()
    first = [question for name in names if (question := known.question(name))]
    return (*first, *(question for question in known.questions if question.id not in names))


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
        if chosen and question.is_asked(given):
            given[question.id] = tuple(option.id for option in chosen)
    return given


def _holds(held: Holdback, given: Answers) -> bool:
    is_met = all(reasons_of(group, given) for group in held.when)
    return is_met and not reasons_of(held.unless, given)


def _now(ordered: Sequence[Brought], ranking: Ranking) -> list[Brought]:
    """The first of what presses. Safety, and what hours count for, keep their place in any case.

    Where nothing presses there is one thing all the same, if possible one that has no pace.
    """
    pressing = [entry for entry in ordered if ranking.tier(entry) <= LEADING]
    if not pressing:
        return ([entry for entry in ordered if entry.card.pace is Horizon.DAY] or [*ordered])[:1]
    return sorted(pressing, key=ranking.is_below_all)[:NOW_AT_MOST]


def _horizon(entry: Brought, now: Sequence[Brought], ranking: Ranking) -> Horizon:
    if entry in now:
        return Horizon.NOW
    tier = ranking.tier(entry)
    if tier <= LEADING:
        return Horizon.DAY
    by_urgency = Horizon.LATER
    if entry.urgency.rank >= Urgency.HIGH.rank:
        by_urgency = Horizon.DAY
    elif entry.urgency is Urgency.MEDIUM or tier == OTHER_PATH:
        by_urgency = Horizon.WEEK
    return max(by_urgency, entry.card.pace, key=lambda horizon: horizon.rank)


def _tasks(paths: Sequence[Path], holdbacks: Sequence[Holdback]) -> str:
    held = [one.tasks for one in holdbacks if one.tasks]
    return [*held, *(path.tasks for path in paths), TASKS][0]


def _shown(entries: Sequence[Brought], holdbacks: Sequence[Holdback]) -> tuple[PlanCard, ...]:
    hidden = {slug for held in holdbacks for slug in held.hides_services}
    return tuple(
        PlanCard(
            card=entry.card,
            reasons=tuple(entry.reasons),
            services=tuple(slug for slug in entry.card.services if slug not in hidden),
        )
        for entry in entries
    )


def _held(held: Holdback, given: Answers, brought: dict[str, Brought]) -> PlanCard:
    return PlanCard(
        card=held.card,
        reasons=tuple(reason for group in held.when for reason in reasons_of(group, given)),
        services=held.card.services,
        holds=tuple(
            card_id
            for card_id in held.holds
            if card_id in brought and card_id not in dict(held.instead)
        ),
        until=held.until,
    )
