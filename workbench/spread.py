"""Where the content is and what became of it: addresses by platform and by their last state. Pure.

An address counts once. Nobody looks at it from here: its state is what the owner wrote down last.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.details import IncidentDetails, ReportDetails
from cases.enums import ReportStatus

STATES = ("active", "reported", "down")
STATE_OF = {ReportStatus.SENT: "reported", ReportStatus.DOWN: "down"}
LEFT, RIGHT, BAR_HEIGHT, ROW_HEIGHT = 150, 700, 24, 36
LEAST_FOR_A_FIGURE = 16


@dataclass(frozen=True, slots=True)
class Segment:
    state: str
    x: int
    width: int
    count: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def has_room(self) -> bool:
        return self.width >= LEAST_FOR_A_FIGURE


@dataclass(frozen=True, slots=True)
class PlatformSpread:
    """One platform's row: figures, and the bar that shows them."""

    platform: str
    counts: Mapping[str, int]
    y: int
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def end(self) -> int:
        last = self.segments[-1]
        return last.x + last.width


def spread_of(
    incidents: Iterable[IncidentDetails],
    reports: Iterable[ReportDetails],
    platforms: Mapping[str, str],
) -> list[PlatformSpread]:
    """The platforms with most still online first."""
    by_platform: dict[str, Counter[str]] = {}
    for platform, state in _states(incidents, reports).values():
        by_platform.setdefault(platform, Counter())[state] += 1
    longest = max((counts.total() for counts in by_platform.values()), default=0)
    ordered = sorted(by_platform.items(), key=lambda row: (-row[1]["active"], -row[1].total()))
    return [
        _row(platforms.get(slug, slug), counts, place * ROW_HEIGHT, longest)
        for place, (slug, counts) in enumerate(ordered)
    ]


def _states(
    incidents: Iterable[IncidentDetails], reports: Iterable[ReportDetails]
) -> dict[str, tuple[str, str]]:
    """Platform and state of each address; the last report that names an address counts."""
    found = {
        address: (incident.platform, "active")
        for incident in incidents
        for address in incident.addresses
    }
    for report in reports:
        state = STATE_OF.get(ReportStatus(report.status), "active")
        found |= {address: (report.platform, state) for address in report.addresses}
    return found


def _row(platform: str, counts: Counter[str], y: int, longest: int) -> PlatformSpread:
    segments: list[Segment] = []
    x = LEFT
    for state in STATES:
        if counts[state]:
            width = max(4, round((RIGHT - LEFT) * counts[state] / longest))
            segments.append(Segment(state, x, width, counts[state]))
            x += width
    shown = {state: counts[state] for state in STATES}
    return PlatformSpread(platform, shown, y, tuple(segments))


def total_in(state: str, rows: Iterable[PlatformSpread]) -> int:
    return sum(row.counts[state] for row in rows)
