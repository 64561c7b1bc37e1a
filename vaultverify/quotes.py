"""The messages quoted in a packet: whether each stands in its exported chat where it is told to."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Final

from vaultverify.bag import LARGE, Bag
from vaultverify.canonical import unique
from vaultverify.elements import Element, Wanted, html_elements, json_objects
from vaultverify.errors import Failed
from vaultverify.evidence import Condition, Item, originals_in
from vaultverify.inner import Reach, member_pieces, read_members
from vaultverify.quoted_lines import Lines, digests_of_lines

TIMELINE: Final = "data/timeline.json"
ANNEX: Final = "data/annex/"
# Far above what anybody quotes, and what fits into memory.
MAX_QUOTES: Final = 100_000
# Of one message in JSON or HTML, and of the path of a member: as the site's readers have it.
MAX_ELEMENT: Final = 2 << 20
MAX_NAME: Final = 4096
MOST_LINES: Final = 1 << 31
# The braces around an incident: those of the file and its own.
INCIDENT_DEPTH: Final = 2
_SHA256: Final = re.compile(r"[0-9a-f]{64}|")
_ODD: Final = "a quoted message is not described"
_READER: Final = json.JSONDecoder(object_pairs_hook=unique)

Pieces = Iterable[bytes]
Digests = Mapping[Lines, set[str]]
Find = Callable[[Pieces, Digests], Iterator[tuple[Lines, str]]]


class Standing(StrEnum):
    """What became of a quote; the values are keys of the machine form."""

    SAME = "compared"
    DIFFERENT = "different"
    # Words of it are covered, and its digest with them.
    COVERED = "covered"
    IN_ANNEX = "in_annex"
    ABSENT = "not_here"
    # Read by a reader that is newer than this program.
    UNKNOWN = "unknown_reader"


@dataclass(frozen=True, slots=True)
class Quote:
    """What is told of a message besides its words."""

    incident: str
    label: str
    sha256: str
    member: str
    line_from: int
    line_to: int
    raw_sha256: str
    reader: str

    @property
    def where(self) -> str:
        lines = f"lines {self.line_from}-{self.line_to}"
        place = (f"incident {self.incident}", self.label, self.member, lines)
        return ", ".join(part for part in place if part)

    @property
    def key(self) -> tuple[Lines, str]:
        return (self.line_from, self.line_to), self.raw_sha256


@dataclass(slots=True)
class Comparison:
    """How many quotes came to what, and those that are not as told."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Standing, 0))
    different: list[Quote] = field(default_factory=list)

    def add(self, quote: Quote, standing: Standing) -> None:
        self.counts[standing] += 1
        if standing is Standing.DIFFERENT:
            self.different.append(quote)


def read_quotes(bag: Bag) -> list[Quote]:
    """Every message that an incident quotes; Failed where one is not described as it has to be."""
    pieces = bag.archive.chunks(bag.folder + TIMELINE)
    quotes: list[Quote] = []
    for element in json_objects(pieces, _is_incident, LARGE):
        quotes += _quotes_in(element)
        if len(quotes) > MAX_QUOTES:
            raise Failed("too many messages are quoted", TIMELINE)
    return quotes


def compare_quotes(bag: Bag, items: Iterable[Item], quotes: Iterable[Quote]) -> Comparison:
    """Each quote with the lines it names, where the export is in the packet and can be read.

    One that is not in the packet, or whose words are covered, is counted and not compared.
    """
    comparison, here = Comparison(), defaultdict[str, list[Quote]](list)
    by_label = {item.label: item for item in items}
    has_annex = any(name.startswith(ANNEX) for name in bag.names)
    for quote in quotes:
        standing = _standing(quote, by_label, has_annex=has_annex)
        if standing is Standing.SAME:
            here[quote.label].append(quote)
        else:
            comparison.add(quote, standing)
    originals = originals_in(bag)
    for label, told in here.items():
        found = _found_in(bag, originals.get(by_label[label].folder, ""), told)
        for quote in told:
            is_there = (quote.member, *quote.key) in found
            comparison.add(quote, Standing.SAME if is_there else Standing.DIFFERENT)
    return comparison


def _is_incident(depth: int, line: int) -> bool:
    return depth == INCIDENT_DEPTH


def _quotes_in(element: Element) -> Iterator[Quote]:
    try:
        told = _READER.decode(element.raw.decode())
    except (ValueError, RecursionError):
        raise Failed(_ODD, TIMELINE) from None
    quotes = told.get("quotes", [])
    if not isinstance(quotes, list):
        raise Failed(_ODD, TIMELINE)
    for quote in quotes:
        yield _quote(str(told.get("number")), quote)


def _quote(incident: str, told: object) -> Quote:
    if not isinstance(told, dict):
        raise Failed(_ODD, f"incident {incident}")
    first, last = told.get("line_from"), told.get("line_to")
    if not (type(first) is type(last) is int and 1 <= first <= last < MOST_LINES):
        raise Failed(_ODD, f"incident {incident}")
    names = ("label", "sha256", "member", "raw_sha256", "reader")
    texts = [text for name in names if isinstance(text := told.get(name), str)]
    if len(texts) != len(names) or max(map(len, texts)) > MAX_NAME:
        raise Failed(_ODD, f"incident {incident}")
    label, sha256, member, raw_sha256, reader = texts
    if not _SHA256.fullmatch(raw_sha256):
        raise Failed(_ODD, f"incident {incident}")
    return Quote(incident[:20], label, sha256, member, first, last, raw_sha256, reader)


def _standing(quote: Quote, items: Mapping[str, Item], *, has_annex: bool) -> Standing:
    """SAME for one that can be compared, and DIFFERENT where that needs no comparison."""
    item = items.get(quote.label)
    if quote.label and (item is None or item.sha256 != quote.sha256):
        return Standing.DIFFERENT
    if not quote.raw_sha256:
        return Standing.COVERED
    if item is None:
        return Standing.ABSENT
    if item.condition is not Condition.INCLUDED:
        is_sealed = has_annex and item.is_intimate and item.condition is Condition.LEFT_OUT
        return Standing.IN_ANNEX if is_sealed else Standing.ABSENT
    return Standing.SAME if _format(quote) in _FINDERS else Standing.UNKNOWN


def _format(quote: Quote) -> str:
    return quote.reader.partition("/")[0]


def _found_in(bag: Bag, name: str, quotes: Iterable[Quote]) -> set[tuple[str, Lines, str]]:
    """Member, lines and digest of those that stand in the export; none of what cannot be read."""
    if not name:
        return set()
    by_member = defaultdict[str, list[Quote]](list)
    for quote in quotes:
        by_member[quote.member].append(quote)
    found: set[tuple[str, Lines, str]] = set()
    for member, pieces in _sources(bag, name, set(by_member)):
        by_format = defaultdict[str, list[Quote]](list)
        for quote in by_member[member]:
            by_format[_format(quote)].append(quote)
        for format_id, told in by_format.items():
            found |= {(member, *key) for key in _matches(format_id, pieces, told)}
    return found


def _sources(
    bag: Bag, name: str, members: set[str]
) -> Iterator[tuple[str, Callable[[], Iterator[bytes]]]]:
    """How to read each member there is, in the order of their bytes; "" is the file itself."""
    path = bag.folder + name

    def whole() -> Iterator[bytes]:
        return bag.archive.chunks(path)

    if "" in members:
        yield "", whole
    if members == {""}:
        return
    reach = Reach(whole)
    try:
        known = read_members(reach, bag.size(name))
    except Failed:
        return
    there = [(known[each], each) for each in members if each in known]
    for member, each in sorted(there, key=lambda pair: pair[0].offset):
        yield each, partial(member_pieces, reach, member)


def _matches(
    format_id: str, pieces: Callable[[], Iterator[bytes]], quotes: Iterable[Quote]
) -> set[tuple[Lines, str]]:
    wanted = defaultdict[Lines, set[str]](set)
    for quote in quotes:
        lines, digest = quote.key
        wanted[lines].add(digest)
    left, found = sum(map(len, wanted.values())), set()
    try:
        for match in _FINDERS[format_id](pieces(), wanted):
            found.add(match)
            if len(found) == left:
                break
    except Failed:
        # What was found before the fault has its digest, whatever comes after.
        pass
    return found


def _in_text(pieces: Pieces, wanted: Digests) -> Iterator[tuple[Lines, str]]:
    for lines, digest in digests_of_lines(pieces, wanted).items():
        if digest in wanted[lines]:
            yield lines, digest


def _in_json(pieces: Pieces, wanted: Digests) -> Iterator[tuple[Lines, str]]:
    yield from _among(json_objects(pieces, _begins_in(wanted), MAX_ELEMENT), wanted)


def _in_html(pieces: Pieces, wanted: Digests) -> Iterator[tuple[Lines, str]]:
    yield from _among(html_elements(pieces, _begins_in(wanted), MAX_ELEMENT), wanted)


def _begins_in(wanted: Digests) -> Wanted:
    first_lines = frozenset(first for first, _ in wanted)
    return lambda depth, line: line in first_lines


def _among(elements: Iterable[Element], wanted: Digests) -> Iterator[tuple[Lines, str]]:
    for element in elements:
        lines = element.line_from, element.line_to
        if element.raw and lines in wanted:
            digest = hashlib.sha256(element.raw).hexdigest()
            if digest in wanted[lines]:
                yield lines, digest


# By the first part of what a quote says of its reader.
_FINDERS: Final[Mapping[str, Find]] = {
    "whatsapp": _in_text,
    "telegram": _in_json,
    "meta": _in_json,
    "messenger": _in_json,
    "telegram_html": _in_html,
    "meta_html": _in_html,
}
