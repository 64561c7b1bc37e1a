"""Reads services, platforms and laws out of the data files as column values, ready to insert.

Whatever a file leaves out stays unknown: an empty text or a null. A date of verification is never
read from a file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from resources.datafiles import File, Row, document, unique
from resources.enums import ChannelKind, Confidence, LawUse, RouteKind, ServiceKind

Columns = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Seed:
    """One row, and the rows that belong to it."""

    slug: str
    columns: Columns
    children: tuple[Columns, ...] = ()


def service_seeds(content: Mapping[str, object] | None = None) -> tuple[Seed, ...]:
    return _seeds(document(File.SERVICES, content), "service", _service)


def platform_seeds(content: Mapping[str, object] | None = None) -> tuple[Seed, ...]:
    return _seeds(document(File.PLATFORMS, content), "platform", _platform)


def law_seeds(content: Mapping[str, object] | None = None) -> tuple[Seed, ...]:
    return _seeds(document(File.LAWS, content), "law", _law)


def _seeds(file: Row, key: str, read: Callable[[Row], Seed]) -> tuple[Seed, ...]:
    seeds = []
    for position, row in enumerate(unique(file.rows(key, "slug"), "slug")):
        seed = read(row)
        row.done()
        seeds.append(Seed(seed.slug, {**seed.columns, "position": position}, seed.children))
    file.done()
    return tuple(seeds)


def _service(row: Row) -> Seed:
    columns = {
        **_origin(row),
        "kind": row.choice("kind", ServiceKind).value,
        "is_published": row.flag("published"),
        **_both(row, "name", "purpose"),
        **_both_or_unknown(row, "region", "hours", "staff_note"),
        "last_seen": row.word_or_empty("last_seen"),
    }
    return Seed(row.word("slug"), columns, _children(row, "channel", _channel))


def _channel(row: Row) -> Columns:
    return {
        **_origin(row),
        "kind": row.choice("kind", ChannelKind).value,
        "value": row.word_or_empty("value"),
        **_both_or_unknown(row, "note"),
    }


def _platform(row: Row) -> Seed:
    columns = {
        **_origin(row),
        "is_published": True,
        **_both(row, "name"),
        **_both_or_unknown(row, "in_app_path", "who_may_report", "image_copy", "response", "note"),
        **_lines(row, "fields_asked"),
        "id_document_asked": row.flag_or_unknown("id_document_asked"),
        "stopncii_partner": row.flag_or_unknown("stopncii_partner"),
        "take_it_down_partner": row.flag_or_unknown("take_it_down_partner"),
        "route_confidence": row.choice("route_confidence", Confidence).value,
        "fields_confidence": row.choice("fields_confidence", Confidence).value,
    }
    return Seed(row.word("slug"), columns, _children(row, "route", _route))


def _route(row: Row) -> Columns:
    if not row.has("url") and not row.has("address"):
        raise row.error("neither url nor address")
    return {
        "confidence": row.choice_or_empty("confidence", Confidence),
        "source": row.word_or_empty("source"),
        "kind": row.choice("kind", RouteKind).value,
        "url": row.word_or_empty("url"),
        "address": row.word_or_empty("address"),
        "id_document_asked": row.flag_or_unknown("id_document_asked"),
        **_both_or_unknown(row, "note"),
    }


def _law(row: Row) -> Seed:
    columns = {
        **_origin(row),
        "is_published": True,
        "article": row.word_or_empty("article"),
        **_both(row, "statute", "title", "summary"),
        **_both_or_unknown(
            row, "penalty", "offence", "who_may_complain", "owner_risk", "status", "staff_note"
        ),
        "uses": " ".join(use.value for use in row.choices("uses", LawUse)),
    }
    return Seed(row.word("slug"), columns)


def _children(row: Row, key: str, read: Callable[[Row], Columns]) -> tuple[Columns, ...]:
    if not row.has(key):
        return ()
    children = []
    for position, child in enumerate(row.plain_rows(key)):
        children.append({**read(child), "position": position})
        child.done()
    return tuple(children)


def _origin(row: Row) -> dict[str, object]:
    return {
        "confidence": row.choice("confidence", Confidence).value,
        "source": row.word_or_empty("source"),
    }


def _both(row: Row, *names: str) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name in names:
        text = row.text(name)
        columns |= {f"{name}_id": text.id, f"{name}_en": text.en}
    return columns


def _both_or_unknown(row: Row, *names: str) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name in names:
        text = row.text_or_none(name)
        columns |= {f"{name}_id": text.id if text else "", f"{name}_en": text.en if text else ""}
    return columns


def _lines(row: Row, name: str) -> dict[str, object]:
    texts = row.texts(name)
    return {
        f"{name}_id": "\n".join(text.id for text in texts),
        f"{name}_en": "\n".join(text.en for text in texts),
    }
