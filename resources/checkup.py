"""The check-up of accounts and of the phone: what to look at in each app, and what changes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence, Topic
from resources.texts import Text

FEWEST_STEPS, MOST_STEPS = 2, 4


@dataclass(frozen=True, slots=True)
class Point:
    """`changes`: others can notice it; then `careful` says how. Without it a point only looks."""

    id: str
    topic: Topic
    changes: bool
    title: Text
    why: Text
    how: tuple[Text, ...]
    careful: Text | None
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class App:
    """`holds_mail`: its e-mail opens the way to other accounts. `is_always`: asked of everybody."""

    id: str
    name: Text
    holds_mail: bool
    is_always: bool
    points: tuple[Point, ...]


@cache
def checked_apps() -> tuple[App, ...]:
    return build()


def build(content: Mapping[str, object] | None = None) -> tuple[App, ...]:
    """Reads and checks that each app leaves something to look at where nothing may be changed."""
    file = document(File.CHECKUP, content)
    rows = unique(file.rows("app"))
    apps = tuple(_app(row) for row in rows)
    file.done()
    for row, app in zip(rows, apps, strict=True):
        if all(point.changes for point in app.points):
            raise row.error("has no point that only looks")
    _check_points_are_unique(file, apps)
    return apps


def _check_points_are_unique(file: Row, apps: tuple[App, ...]) -> None:
    """Her marks are kept by the id of a point alone."""
    seen: set[str] = set()
    for point in _points(apps):
        if point.id in seen:
            raise file.error(f"{point.id} stands in two apps")
        seen.add(point.id)


def _points(apps: tuple[App, ...]) -> Iterator[Point]:
    return (point for app in apps for point in app.points)


def _app(row: Row) -> App:
    app = App(
        id=row.word("id"),
        name=row.text("name"),
        holds_mail=row.flag_or("holds_mail", False),
        is_always=row.flag_or("always", False),
        points=tuple(_point(point) for point in unique(row.rows("point"))),
    )
    row.done()
    return app


def _point(row: Row) -> Point:
    point = Point(
        id=row.word("id"),
        topic=row.choice("topic", Topic),
        changes=row.flag("changes"),
        title=row.text("title"),
        why=row.text("why"),
        how=row.texts("how"),
        careful=row.text_or_none("careful"),
        confidence=row.choice("confidence", Confidence),
        source=row.word_or_empty("source"),
    )
    row.done()
    if not FEWEST_STEPS <= len(point.how) <= MOST_STEPS:
        raise row.error("how has fewer than 2 or more than 4 steps")
    if point.changes and point.careful is None:
        raise row.error("changes something and does not say what may be noticed")
    if point.confidence is Confidence.SEEN and not point.source:
        raise row.error("seen, but no source")
    return point
