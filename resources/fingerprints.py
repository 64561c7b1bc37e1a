"""How to make the fingerprint of a file by hand, on common machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence
from resources.texts import Text


@dataclass(frozen=True, slots=True)
class HashingWay:
    """Steps on one kind of machine, and the commands they speak of."""

    id: str
    title: Text
    steps: tuple[Text, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hashing:
    """`caution` stands before the ways: none of them is worth another copy of a picture."""

    intro: Text
    caution: Text
    ways: tuple[HashingWay, ...]
    confidence: Confidence


@cache
def hashing() -> Hashing:
    return build()


def build(content: Mapping[str, object] | None = None) -> Hashing:
    file = document(File.FINGERPRINTS, content)
    found = Hashing(
        intro=file.text("intro"),
        caution=file.text("caution"),
        ways=tuple(_way(row) for row in unique(file.rows("way"))),
        confidence=file.choice("confidence", Confidence),
    )
    file.done()
    return found


def _way(row: Row) -> HashingWay:
    way = HashingWay(row.word("id"), row.text("title"), row.texts("steps"), row.words("commands"))
    row.done()
    if not way.steps:
        raise row.error("no steps")
    return way
