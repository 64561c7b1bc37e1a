"""Prepares the text of a report to a platform, in Indonesian and English, from plain facts.

Short, one right reason, a good-faith statement; no story, nothing claimed about the law. Pure: it
knows no case and no file of anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Template

from resources.datafiles import File, Row, document
from resources.enums import Outcome, ReportKind
from resources.exceptions import NothingToReport
from resources.texts import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report to the same platform before this one; without a ticket its number is left out."""

    outcome: Outcome
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """`for_another`: at the request of the person shown. Without a name the letter has none.

    `is_unsure`: the age is not known, so nothing more than a doubt is stated. `to_ministry`: the
    letter goes to the ministry, and `platform` is where the content stands.
    """

    platform: str
    kind: ReportKind
    addresses: tuple[str, ...]
    name: str = ""
    for_another: bool = False
    is_unsure: bool = False
    to_ministry: bool = False
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    subject: Text
    body: Text


@dataclass(frozen=True, slots=True)
class _Wording:
    subject: Text
    reason: Text
    reason_for_another: Text
    reason_unsure: Text | None
    request: Text


@dataclass(frozen=True, slots=True)
class _Shared:
    greeting: Text
    addresses: Text
    good_faith: Text
    thanks: Text


@dataclass(frozen=True, slots=True)
class _Ministry:
    """What stands in a letter to the ministry instead of the platform's sentences."""

    subject: Text
    greeting: Text
    request: Text


@dataclass(frozen=True, slots=True)
class Wordings:
    """Every sentence a letter may hold."""

    shared: _Shared
    ministry: _Ministry
    number: Text
    review: Text
    by_outcome: Mapping[Outcome, Text]
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
    wording = wordings().ministry if facts.to_ministry else wordings().by_kind[facts.kind]
    return Letter(wording.subject, Text(**bodies))


def clean_addresses(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """One line each, none empty, none twice, in the order given."""
    lines = [" ".join(address.split()) for address in addresses]
    return tuple(dict.fromkeys(line for line in lines if line))


def _body(facts: ReportFacts, addresses: tuple[str, ...], language: str) -> str:
    shared = wordings().shared
    wording = wordings().by_kind[facts.kind]
    opening = wordings().ministry if facts.to_ministry else shared
    request = wordings().ministry.request if facts.to_ministry else wording.request
    numbered = [f"{number}. {address}" for number, address in enumerate(addresses, start=1)]
    paragraphs = [
        _about_platform(opening.greeting.in_language(language), facts),
        _reason(facts, wording).in_language(language),
        *_earlier(facts, language),
        "\n".join([shared.addresses.in_language(language), *numbered]),
        f"{request.in_language(language)} {shared.good_faith.in_language(language)}",
        "\n".join([shared.thanks.in_language(language), *_signature(facts)]),
    ]
    return "\n\n".join(paragraphs)


def _about_platform(sentence: str, facts: ReportFacts) -> str:
    return Template(sentence).substitute(platform=" ".join(facts.platform.split()))


def _reason(facts: ReportFacts, wording: _Wording) -> Text:
    if facts.is_unsure and wording.reason_unsure:
        return wording.reason_unsure
    return wording.reason_for_another if facts.for_another else wording.reason


def _earlier(facts: ReportFacts, language: str) -> list[str]:
    """The paragraph about the report before this one; who refused it is asked to look again."""
    if facts.earlier is None:
        return []
    told = wordings().by_outcome[facts.earlier.outcome].in_language(language)
    sentences = [_about_platform(told, facts)]
    ticket = " ".join(facts.earlier.ticket.split())
    if ticket:
        number = Template(wordings().number.in_language(language))
        sentences.append(number.substitute(ticket=ticket))
    if facts.earlier.outcome == Outcome.REFUSED and not facts.to_ministry:
        sentences.append(wordings().review.in_language(language))
    return [" ".join(sentences)]


def _signature(facts: ReportFacts) -> list[str]:
    name = " ".join(facts.name.split())
    return [name] if name else []


def build(content: Mapping[str, object] | None = None) -> Wordings:
    """Reads the sentences; each kind of report needs exactly one set of them."""
    file = document(File.LETTERS, content)
    shared = _shared(file.row("shared"))
    ministry = _ministry(file.row("ministry"))
    earlier = file.row("earlier")
    number = _naming(earlier, "number", ["ticket"])
    review = earlier.text("review")
    by_outcome = {outcome: _naming(earlier, outcome, ["platform"]) for outcome in Outcome}
    earlier.done()
    by_kind = {row.choice("kind", ReportKind): _wording(row) for row in file.rows("letter", "kind")}
    missing = [kind.value for kind in ReportKind if kind not in by_kind]
    if missing:
        raise file.error(f"no letter for {', '.join(missing)}")
    file.done()
    return Wordings(shared, ministry, number, review, by_outcome, by_kind)


def _shared(row: Row) -> _Shared:
    shared = _Shared(
        greeting=_naming(row, "greeting", ["platform"]),
        addresses=row.text("addresses"),
        good_faith=row.text("good_faith"),
        thanks=row.text("thanks"),
    )
    row.done()
    return shared


def _ministry(row: Row) -> _Ministry:
    ministry = _Ministry(
        subject=row.text("subject"),
        greeting=_naming(row, "greeting", []),
        request=row.text("request"),
    )
    row.done()
    return ministry


def _naming(row: Row, key: str, names: list[str]) -> Text:
    """A sentence with just these gaps, in both languages."""
    text = row.text(key)
    for language in LANGUAGES:
        if Template(text.in_language(language)).get_identifiers() != names:
            told = f"${names[0]} and nothing else" if names else "nothing with a $"
            raise row.error(f"{key}.{language} must name {told}")
    return text


def _wording(row: Row) -> _Wording:
    row.word("kind")
    wording = _Wording(
        subject=row.text("subject"),
        reason=row.text("reason"),
        reason_for_another=row.text("reason_for_another"),
        reason_unsure=row.text_or_none("reason_unsure"),
        request=row.text("request"),
    )
    row.done()
    return wording
