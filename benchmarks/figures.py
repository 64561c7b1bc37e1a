"""What was measured: the lines of `reports/bench.json`, and the table on the terminal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` of an act, and how it stands to the yardstick that `against` names: 1 is as good,
    more is better, for speeds and times alike."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float


def speed(name: str, size: int, seconds: Mapping[str, float], against: str) -> Figure:
    """MiB in a second; the yardstick handled the same bytes."""
    value = size / MIB / seconds[name]
    yardstick = f"{against}: {size / MIB / seconds[against]:.0f} MiB/s"
    return Figure(name, round(value, 1), "MiB/s", yardstick, _ratio(name, seconds, against))


def duration(name: str, seconds: Mapping[str, float], against: str) -> Figure:
    value = round(seconds[name] * 1000, 1)
    yardstick = f"{against}: {seconds[against] * 1000:.1f} ms"
    return Figure(name, value, "ms", yardstick, _ratio(name, seconds, against))


def rate(name: str, count: int, seconds: Mapping[str, float], against: str) -> Figure:
    """How often in a second; the yardstick was done as often."""
    value = round(count / seconds[name], 1)
    yardstick = f"{against}: {count / seconds[against]:.0f} a second"
    return Figure(name, value, "a second", yardstick, _ratio(name, seconds, against))


def memory(name: str, taken: int, allowed: int) -> Figure:
    """MiB at the highest, next to what may be taken before the kernel ends it."""
    yardstick = f"allowed: {allowed / MIB:.0f} MiB"
    return Figure(name, round(taken / MIB, 1), "MiB", yardstick, round(allowed / taken, 3))


def _ratio(name: str, seconds: Mapping[str, float], against: str) -> float:
    return round(seconds[against] / seconds[name], 3)


def write_report(path: Path, figures: Sequence[Figure]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(figure) for figure in figures], indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", "utf-8")


def table(figures: Sequence[Figure]) -> str:
    rows = [("what", "value", "against", "ratio")]
    rows += [
        (one.name, f"{one.value:.1f} {one.unit}", one.against, f"{one.ratio:.2f}")
        for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
