"""Which names an entry may have: those that every system unpacks to one place, inside."""

import re
from collections.abc import Iterable
from typing import Final

from vaultverify.errors import Failed
from vaultverify.records import Entry

MAX_LENGTH: Final = 512
# Neither a leading dot nor, since Windows drops it, a trailing one.
_PART: Final = re.compile(r"[A-Za-z0-9_()-](?:[A-Za-z0-9_ ().,+=@-]*[A-Za-z0-9_()-])?")


def check_names(entries: Iterable[Entry]) -> None:
    """Failed for a name that leaves the folder, hides, or is another's twin."""
    seen: set[str] = set()
    files: set[str] = set()
    parents: set[str] = set()
    for entry in entries:
        parts = [part.casefold() for part in _parts(entry)]
        path = "/".join(parts)
        if path in seen:
            raise Failed("two entries have the same name", entry.name)
        seen.add(path)
        parents.update("/".join(parts[:depth]) for depth in range(1, len(parts)))
        if not entry.is_folder:
            files.add(path)
    if files & parents:
        raise Failed("two entries have the same name", min(files & parents))


def _parts(entry: Entry) -> list[str]:
    """The parts of a path: relative, with forward slashes, in plain ASCII, none of them dots."""
    name = entry.raw_name.removesuffix(b"/").decode("ascii", "replace")
    parts = name.split("/")
    if len(name) > MAX_LENGTH or not all(_PART.fullmatch(part) for part in parts):
        raise Failed("an entry has a dangerous name", ascii(name)[:80])
    return parts
