"""What anybody may read without signing in: short articles, each under a number that stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from resources import incident_forms
from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence
from resources.texts import Text

# The list whose forms are told in everyday words.
TOLD_SCHEME = "komnas8"


@dataclass(frozen=True, slots=True)
class FormInWords:
    """`name` is the publisher's; `plain` and `example` are everyday words."""

    id: str
    name: Text
    plain: Text
    example: Text


@dataclass(frozen=True, slots=True)
class Section:
    heading: Text
    paragraphs: tuple[Text, ...]
    points: tuple[Text, ...]
    forms: tuple[FormInWords, ...]
    note: Text | None
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    number: int
    title: Text
    lead: Text
    sections: tuple[Section, ...]

    @property
    def is_unverified(self) -> bool:
        """Whether a part of it rests on general knowledge alone."""
        return any(part.confidence == Confidence.GENERAL_KNOWLEDGE for part in self.sections)


@cache
def articles() -> tuple[Article, ...]:
    return build()


def article(number: int) -> Article | None:
    return next((found for found in articles() if found.number == number), None)


def build(content: Mapping[str, object] | None = None) -> tuple[Article, ...]:
    """Reads and checks that the articles are numbered on, and each told form is told once."""
    file = document(File.ARTICLES, content)
    found = tuple(_article(row) for row in unique(file.rows("article")))
    file.done()
    if [one.number for one in found] != list(range(1, len(found) + 1)):
        raise file.error("the articles are not numbered from 1 on")
    told = sorted(form.id for one in found for part in one.sections for form in part.forms)
    if told != sorted(_names()):
        raise file.error(f"the forms of {TOLD_SCHEME} are not each told once")
    return found


def _article(row: Row) -> Article:
    built = Article(
        id=row.word("id"),
        number=row.number("number"),
        title=row.text("title"),
        lead=row.text("lead"),
        sections=tuple(_section(section) for section in row.plain_rows("section")),
    )
    row.done()
    return built


def _section(row: Row) -> Section:
    section = Section(
        heading=row.text("heading"),
        paragraphs=row.texts("paragraphs") if row.has("paragraphs") else (),
        points=row.texts("points") if row.has("points") else (),
        forms=tuple(_form(form) for form in row.rows("form")) if row.has("form") else (),
        note=row.text_or_none("note"),
        confidence=row.choice("confidence", Confidence),
        source=row.word_or_empty("source"),
    )
    row.done()
    if not section.paragraphs and not section.points:
        raise row.error("says nothing under its heading")
    if section.confidence == Confidence.SEEN and not section.source:
        raise row.error("was read somewhere, but source is missing")
    return section


def _form(row: Row) -> FormInWords:
    form_id = row.word("id")
    if form_id not in _names():
        raise row.error(f"{TOLD_SCHEME} does not know {form_id}")
    form = FormInWords(form_id, _names()[form_id], row.text("plain"), row.text("example"))
    row.done()
    return form


def _names() -> dict[str, Text]:
    """What the publisher calls each form of the list, by its id."""
    schemes = {scheme.id: scheme for scheme in incident_forms.taxonomy().schemes}
    return {item.id: item.label for item in schemes[TOLD_SCHEME].items}
