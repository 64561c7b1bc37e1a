"""The four steps, for reading without signing in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from resources.datafiles import File, Row, document, unique
from resources.texts import Text


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    number: int
    title: Text
    points: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """`before`: what changes the order of the steps, or overrides them."""

    title: Text
    intro: Text
    before: tuple[Text, ...]
    steps: tuple[Step, ...]


@cache
def first_steps() -> FirstSteps:
    return build()


def build(content: Mapping[str, object] | None = None) -> FirstSteps:
    file = document(File.GUIDES, content)
    guide = FirstSteps(
        title=file.text("title"),
        intro=file.text("intro"),
        before=tuple(_caution(row) for row in unique(file.rows("before"))),
        steps=tuple(_step(row) for row in unique(file.rows("step"))),
    )
    file.done()
    if [step.number for step in guide.steps] != [1, 2, 3, 4]:
        raise file.error("the steps are not numbered 1 to 4")
    return guide


def _caution(row: Row) -> Text:
    row.word("id")
    text = row.text("text")
    row.done()
    return text


def _step(row: Row) -> Step:
    step = Step(row.word("id"), row.number("number"), row.text("title"), row.texts("points"))
    row.done()
    return step
