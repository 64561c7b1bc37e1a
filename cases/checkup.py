"""The check-up as pages: which apps are hers, what is for now, what waits, and how far she is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.details import CheckupDetails
from cases.enums import CardChoice, RecordKind, TaskState
from cases.reading import only
from cases.sealing import CaseKeys
from resources.checkup import App, Point, checked_apps
from resources.enums import Topic
from resources.plan import Plan, make_plan
from resources.questionnaire import Answers

HACKED = "peretasan"
SETTLED = (CardChoice.DONE, CardChoice.SKIPPED)


@dataclass(frozen=True, slots=True)
class ShownPoint:
    point: Point
    choice: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one heading."""

    topic: Topic
    points: tuple[ShownPoint, ...]


@dataclass(frozen=True, slots=True)
class CheckedApp:
    """An app with the number in its address, which never changes.

    `waiting`: what others can notice, held back while somebody close may see her phone.
    """

    app: App
    number: int
    points: tuple[ShownPoint, ...]
    waiting: tuple[Point, ...]

    @property
    def groups(self) -> list[Group]:
        found = (Group(topic, tuple(self._about(topic))) for topic in Topic)
        return [group for group in found if group.points]

    @property
    def state(self) -> TaskState:
        """What waits does not count: she has done all that is safe for now."""
        marked = [one.choice for one in self.points if one.choice]
        if not marked:
            return TaskState.NOT_STARTED
        is_done = len(marked) == len(self.points) and set(marked) <= set(SETTLED)
        return TaskState.DONE if is_done else TaskState.PARTLY

    def _about(self, topic: Topic) -> Iterator[ShownPoint]:
        return (one for one in self.points if one.point.topic == topic)


@dataclass(frozen=True, slots=True)
class Checkup:
    """`is_silent`: only looking is offered. `is_mail_first`: the main e-mail comes before all."""

    details: CheckupDetails
    apps: tuple[CheckedApp, ...]
    is_silent: bool
    is_mail_first: bool

    def at(self, number: int) -> CheckedApp | None:
        return next((one for one in self.apps if one.number == number), None)

    def place(self, here: CheckedApp) -> int:
        return self.apps.index(here) + 1

    def after(self, here: CheckedApp) -> CheckedApp | None:
        return next(iter(self.apps[self.place(here) :]), None)

    @property
    def first_open(self) -> CheckedApp | None:
        return next((one for one in self.apps if one.state != TaskState.DONE), None)

    @property
    def state(self) -> TaskState:
        states = {one.state for one in self.apps}
        if states == {TaskState.NOT_STARTED} and not self.details.apps:
            return TaskState.NOT_STARTED
        return TaskState.DONE if states == {TaskState.DONE} else TaskState.PARTLY


def checkup_of(keys: CaseKeys, answers: Answers) -> Checkup:
    """The check-up on her path now; every app where she did not say which ones she uses."""
    found = only(keys, RecordKind.CHECKUP, CheckupDetails)
    details, plan = found.details if found else CheckupDetails(), make_plan(answers)
    is_hacked = any(path.id == HACKED for path in plan.paths)
    apps = [
        _checked(app, number, details.choices, plan)
        for number, app in enumerate(checked_apps(), start=1)
        if app.is_always or not details.apps or app.id in details.apps
    ]
    if is_hacked:
        apps.sort(key=lambda one: not one.app.holds_mail)
    return Checkup(details, tuple(apps), plan.is_silent, is_hacked)


def _checked(app: App, number: int, choices: Mapping[str, str], plan: Plan) -> CheckedApp:
    waiting = [point for point in app.points if point.changes and plan.is_silent]
    free = [point for point in app.points if point not in waiting]
    shown = (ShownPoint(point, choices.get(point.id, "")) for point in free)
    return CheckedApp(app, number, tuple(shown), tuple(waiting))
