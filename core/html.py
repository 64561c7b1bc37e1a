"""The shapes that components draw: the contract between a page's view and its template."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Chip:
    """A short fact about a case; a strong one is marked by its shape as well."""

    text: Text
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer on a check-your-answers page, with the address where it is changed."""

    question: Text
    answer: Text
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """An evidence item as a grey tile: what it is, never what it shows."""

    number: str
    kind: Text
    size: Text
    when: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a chronology; `when` says "about" itself where the time is not exact."""

    when: Text
    text: Text
    kind: Text = ""
    url: str = ""
    is_exact: bool = False


def file_size(size: int) -> str:
    """Bytes for people, two figures where it is small: "820 KB", "2,4 MB", "25 MB"."""
    if size < 1024:
        return f"{size} B"
    value, unit = size / 1024, "KB"
    for larger in ("MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1024, larger
    rounded = round(value) if value >= 10 else round(value, 1)
    decimals = 0 if rounded == int(rounded) else 1
    return f"{number_format(rounded, decimals)}\N{NO-BREAK SPACE}{unit}"
