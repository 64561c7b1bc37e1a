"""A case over time as a drawing: a lane for each kind of thing, a mark for each time. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WIDTH, LEFT, RIGHT, MARGIN = 760, 150, 740, 20
TOP, LANE_HEIGHT, FOOT = 22, 34, 26
MOST_TICKS = 8
MONTHS_BETWEEN_TICKS = (1, 2, 3, 6, 12, 24, 60)


class Kind(Enum):
    """A lane: its name, its class, and the shape of its marks around a point."""

    THREAT = _("Threats"), "k-threat", "m0-7 6.5 12h-13z"
    POST = _("Posts"), "k-post", "m-5.5-5.5h11v11h-11z"
    OTHER = _("Other incidents"), "k-other", "m-6-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z"
    REPORT = _("Our reports"), "k-report", "m-6 0a6 6 0 1 0 12 0 6 6 0 1 0-12 0z"

    def __init__(self, label: Promise, look: str, shape: str) -> None:
        self.label, self.look, self.shape = label, look, shape


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing in time, from its earliest to its latest day."""

    kind: Kind
    first: date
    last: date
    is_sharp: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    look: str
    path: str
    extent: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`finding` says in a sentence what the drawing shows."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    height: int
    finding: str

    @property
    def bottom(self) -> int:
        return self.height - FOOT


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    end: date

    def x(self, day: date) -> int:
        """From edge to edge, so that no part of the picture stays empty."""
        days = (self.end - self.start).days
        part = (day - self.start).days / days if days else 0.5
        return round(LEFT + MARGIN + (RIGHT - LEFT - 2 * MARGIN) * part)


def draw(happenings: Iterable[Happening]) -> Timeline | None:
    """Lanes without a mark are left out; fewer than two happenings make no picture."""
    shown = list(happenings)
    if len(shown) < 2:
        return None
    start, end = min(one.first for one in shown), max(one.last for one in shown)
    scale = _Scale(start, end)
    kinds = [kind for kind in Kind if any(one.kind is kind for one in shown)]
    lanes = tuple(
        _lane(kind, TOP + LANE_HEIGHT * place, [one for one in shown if one.kind is kind], scale)
        for place, kind in enumerate(kinds)
    )
    height = TOP + LANE_HEIGHT * (len(lanes) - 1) + 18 + FOOT
    return Timeline(lanes, _ticks(scale, start, end), height, _finding(lanes, start, end))


def _lane(kind: Kind, y: int, happenings: Sequence[Happening], scale: _Scale) -> Lane:
    return Lane(str(kind.label), y, tuple(_mark(kind, y, one, scale) for one in happenings))


def _mark(kind: Kind, y: int, one: Happening, scale: _Scale) -> Mark:
    """In the middle of its days; what is not sharp is hollow, with a line over its extent."""
    left, right = scale.x(one.first), scale.x(one.last)
    path = f"M{(left + right) // 2} {y}{kind.shape}"
    if one.is_sharp:
        return Mark(kind.look, path)
    extent = f"M{left} {y}H{right}" if right - left > 14 else ""
    return Mark(f"{kind.look} hollow", path, extent)


def _ticks(scale: _Scale, first: date, last: date) -> tuple[Tick, ...]:
    """Beginnings of months, as many as can be read; in a short time its two ends."""
    months = _months(scale.start, scale.end)
    if len(months) < 2:
        days = [first] if first == last else [first, last]
        return tuple(Tick(scale.x(day), date_format(day, "j M")) for day in days)
    step = next((n for n in MONTHS_BETWEEN_TICKS if len(months) / n <= MOST_TICKS), 120)
    return tuple(Tick(scale.x(day), _tick_text(day)) for day in months[::step])


def _tick_text(day: date) -> str:
    return date_format(day, "M Y")


def _months(start: date, end: date) -> list[date]:
    """The first of each month after `start` and not after `end`."""
    found = []
    year, month = start.year, start.month
    while (day := date(year + month // 12, month % 12 + 1, 1)) <= end:
        found.append(day)
        year, month = day.year, day.month
    return found


def _finding(lanes: Iterable[Lane], start: date, end: date) -> str:
    counts = ", ".join(f"{lane.name}: {len(lane.marks)}" for lane in lanes)
    span = gettext("From %(start)s to %(end)s.") % {
        "start": date_format(start, "j F Y"),
        "end": date_format(end, "j F Y"),
    }
    return f"{span} {counts}."
