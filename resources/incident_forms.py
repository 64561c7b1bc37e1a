"""Our forms of an incident, and how publishers' tables count them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence
from resources.texts import Text


@dataclass(frozen=True, slots=True)
class SchemeItem:
    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Scheme:
    """A publisher's list: komnas8, komnas9, komnas5 or safenet."""

    id: str
    label: Text
    items: tuple[SchemeItem, ...]
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class IncidentForm:
    """`crosswalk`: for each scheme the items this form counts under; none is a right answer.

    `label` is the term of companions and papers, `plain` the owner's own; she reads the usual ones
    first.
    """

    id: str
    label: Text
    plain: Text
    is_usual: bool
    crosswalk: tuple[tuple[str, tuple[str, ...]], ...]
    confidence: Confidence
    note: Text | None

    def counted_as(self, scheme_id: str) -> tuple[str, ...]:
        return dict(self.crosswalk)[scheme_id]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    schemes: tuple[Scheme, ...]
    forms: tuple[IncidentForm, ...]


@cache
def taxonomy() -> Taxonomy:
    return build()


def incident_forms() -> tuple[IncidentForm, ...]:
    return taxonomy().forms


def incident_form(form_id: str) -> IncidentForm | None:
    return next((form for form in incident_forms() if form.id == form_id), None)


def build(content: Mapping[str, object] | None = None) -> Taxonomy:
    """Reads and checks that each form says how each publisher counts it."""
    file = document(File.INCIDENT_FORMS, content)
    schemes = tuple(_scheme(row) for row in unique(file.rows("scheme")))
    forms = tuple(_form(row, schemes) for row in unique(file.rows("form")))
    file.done()
    return Taxonomy(schemes, forms)


def _scheme(row: Row) -> Scheme:
    scheme = Scheme(
        id=row.word("id"),
        label=row.text("label"),
        items=tuple(_item(item) for item in unique(row.rows("item"))),
        confidence=row.choice("confidence", Confidence),
        source=row.word("source"),
    )
    row.done()
    return scheme


def _item(row: Row) -> SchemeItem:
    item = SchemeItem(row.word("id"), row.text("label"))
    row.done()
    return item


def _form(row: Row, schemes: tuple[Scheme, ...]) -> IncidentForm:
    counted = row.row("counted_as")
    form = IncidentForm(
        id=row.word("id"),
        label=row.text("label"),
        plain=row.text("plain"),
        is_usual=row.flag_or("usual", False),
        crosswalk=tuple((scheme.id, _counted_as(counted, scheme)) for scheme in schemes),
        confidence=row.choice("confidence", Confidence),
        note=row.text_or_none("note"),
    )
    counted.done()
    row.done()
    return form


def _counted_as(row: Row, scheme: Scheme) -> tuple[str, ...]:
    names = row.words(scheme.id)
    unknown = sorted(set(names) - {item.id for item in scheme.items})
    if unknown:
        raise row.error(f"{scheme.id} does not know {', '.join(unknown)}")
    return names
