"""Prepares the text of a report to a platform, in Indonesian and English, from plain facts.

Short, one right reason, a good-faith statement; no story, nothing claimed about the law. Pure: it
knows no case and no file of anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Template

from resources.datafiles import File, Row, document
from resources.enums import ReportKind
from resources.exceptions import NothingToReport
from resources.texts import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """`for_another`: at the request of the person shown. Without a name the letter has none."""

    platform: str
    kind: ReportKind
    addresses: tuple[str, ...]
    name: str = ""
    for_another: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    subject: Text
    body: Text


@dataclass(frozen=True, slots=True)
class _Wording:
    subject: Text
    reason: Text
    reason_for_another: Text
    request: Text


@dataclass(frozen=True, slots=True)
class _Shared:
    greeting: Text
    addresses: Text
    good_faith: Text
    thanks: Text


@dataclass(frozen=True, slots=True)
class Wordings:
    """Every sentence a letter may hold."""

    shared: _Shared
    by_kind: Mapping[ReportKind, _Wording]


@cache
def wordings() -> Wordings:
    return build()


def prepare_letter(facts: ReportFacts) -> Letter:
    """The letter in both languages; raises `NothingToReport` without an address."""
    addresses = clean_addresses(facts.addresses)
    if not addresses:
        raise NothingToReport
    bodies = {language: _body(facts, addresses, language) for language in LANGUAGES}
    return Letter(wordings().by_kind[facts.kind].subject, Text(**bodies))


def clean_addresses(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """One line each, none empty, none twice, in the order given."""
    lines = [" ".join(address.split()) for address in addresses]
    return tuple(dict.fromkeys(line for line in lines if line))


def _body(facts: ReportFacts, addresses: tuple[str, ...], language: str) -> str:
    shared = wordings().shared
    wording = wordings().by_kind[facts.kind]
    reason = wording.reason_for_another if facts.for_another else wording.reason
    greeting = Template(shared.greeting.in_language(language))
    numbered = [f"{number}. {address}" for number, address in enumerate(addresses, start=1)]
    paragraphs = [
        greeting.substitute(platform=" ".join(facts.platform.split())),
        reason.in_language(language),
        "\n".join([shared.addresses.in_language(language), *numbered]),
        f"{wording.request.in_language(language)} {shared.good_faith.in_language(language)}",
        "\n".join([shared.thanks.in_language(language), *_signature(facts)]),
    ]
    return "\n\n".join(paragraphs)


def _signature(facts: ReportFacts) -> list[str]:
    name = " ".join(facts.name.split())
    return [name] if name else []


def build(content: Mapping[str, object] | None = None) -> Wordings:
    """Reads the sentences; each kind of report needs exactly one set of them."""
    file = document(File.LETTERS, content)
    shared = _shared(file.row("shared"))
    by_kind = {row.choice("kind", ReportKind): _wording(row) for row in file.rows("letter", "kind")}
    missing = [kind.value for kind in ReportKind if kind not in by_kind]
    if missing:
        raise file.error(f"no letter for {', '.join(missing)}")
    file.done()
    return Wordings(shared, by_kind)


def _shared(row: Row) -> _Shared:
    shared = _Shared(
        greeting=row.text("greeting"),
        addresses=row.text("addresses"),
        good_faith=row.text("good_faith"),
        thanks=row.text("thanks"),
    )
    row.done()
    for language in LANGUAGES:
        if Template(shared.greeting.in_language(language)).get_identifiers() != ["platform"]:
            raise row.error(f"greeting.{language} must name $platform and nothing else")
    return shared


def _wording(row: Row) -> _Wording:
    row.word("kind")
    wording = _Wording(
        subject=row.text("subject"),
        reason=row.text("reason"),
        reason_for_another=row.text("reason_for_another"),
        request=row.text("request"),
    )
    row.done()
    return wording
