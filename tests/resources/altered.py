"""Copies of the data files with one thing changed, as a slip of the pen would."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from resources.datafiles import File, read

Change = Callable[[Any], object]


def altered(file: File, change: Change) -> Any:
    content = deepcopy(dict(read(file)))
    change(content)
    return content


def entry(rows: list[dict[str, Any]], name: str, key: str = "id") -> dict[str, Any]:
    return next(row for row in rows if row[key] == name)
