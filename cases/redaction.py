"""Covers parts of texts with bars that tell nothing of what was there, not even how long. Pure.

A piece is found whatever its capitals, accents, spaces and invisible signs, a number however it is
grouped and a phone number with its country or without: rather too much is covered than too little.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from cases.details import IncidentDetails, Quote

BAR: Final = "█████"
MOST_PIECES: Final = 100
NOTE, RESPONDENT, ADDRESS, ACCOUNT = "note", "respondent", "address", "account"
# Marks that stand upon a letter, and signs that nobody sees; the fillers count as letters.
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf", "Cc"})
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")

# What may stand before an address or be left away; what is left of a shorter one says too little.
_SCHEME: Final = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*://)?(?:(?:www|m)\.)?", re.IGNORECASE)
_SHORT_ADDRESS: Final = 5

# What groups the digits of a number, and what stands before a phone number of Indonesia.
_JOINT: Final = re.compile(r"(?<=\d)[\s().\-\u2010-\u2015]{1,3}(?=\d)")
_PHONE: Final = re.compile(r"(?:\+?62|0)(?=\d{8,12}$)")

Range = tuple[int, int]
Named = tuple[str, str]


def covered_text(text: str, pieces: Iterable[str]) -> str:
    """The text with a bar for each of the pieces in it; pieces that overlap or touch have one."""
    if not text:
        return text
    letters, places = _folded(text)
    spots = sorted(spot for piece in pieces for spot in _spots(letters, piece))
    parts, end = [], 0
    for start, stop in _joined((places[one][0], places[last - 1][1]) for one, last in spots):
        parts += [text[end:start], BAR]
        end = stop
    return "".join([*parts, text[end:]])


def covered_texts(
    texts: Iterable[Named], pieces: Collection[str], names: Collection[str]
) -> list[Named]:
    """The same of named texts; one whose name is among `names` is a bar as a whole."""
    return [
        (name, BAR if text and name in names else covered_text(text, pieces))
        for name, text in texts
    ]


def field_name(kind: str, text: str) -> str:
    """How one of several texts of a kind is named: by what it says, as their order may change."""
    return f"{kind}:{text}"


def covered_incident(details: IncidentDetails, elsewhere: Iterable[str] = ()) -> IncidentDetails:
    """An incident as it leaves: every text of hers with what she covered covered, in it or in one
    of her other notes."""
    pieces = (*pieces_of(details), *elsewhere)

    def one(name: str, text: str) -> str:
        return covered_texts([(name, text)], pieces, details.covered_fields)[0][1]

    return replace(
        details,
        note=one(NOTE, details.note),
        respondent=one(RESPONDENT, details.respondent),
        addresses=tuple(one(field_name(ADDRESS, each), each) for each in details.addresses),
        accounts=tuple(one(field_name(ACCOUNT, each), each) for each in details.accounts),
        quotes=tuple(covered_quote(quote, pieces) for quote in details.quotes),
    )


def with_covers_of(details: IncidentDetails, others: Iterable[IncidentDetails]) -> IncidentDetails:
    """An incident in which everything is covered that is so in one of these, too."""
    told = (details, *others)
    return replace(
        details,
        covered=tuple(dict.fromkeys(piece for one in told for piece in one.covered)),
        covered_fields=tuple(dict.fromkeys(name for one in told for name in one.covered_fields)),
    )


def covered_quote(quote: Quote, pieces: Iterable[str]) -> Quote:
    """A message of a chat as it leaves. The lines stay where they stand; files in an export are
    called after people. The digest of a covered line goes: what is short can be guessed by it."""
    told = tuple(pieces)
    covered = replace(
        quote,
        member=covered_text(quote.member, told),
        sender=covered_text(quote.sender, told),
        text=covered_text(quote.text, told),
        media=covered_text(quote.media, told),
    )
    return covered if covered == quote else replace(covered, raw_sha256="")


def times_in(text: str, piece: str) -> int:
    """How often it stands there, as it is covered."""
    return sum(1 for _ in _spots(_folded(text)[0], piece))


def pieces_of(details: IncidentDetails) -> tuple[str, ...]:
    """Everything that an incident covers, for all texts in which the same may stand."""
    whole = {
        NOTE: details.note,
        RESPONDENT: details.respondent,
        **{field_name(ADDRESS, each): bare_address(each) for each in details.addresses},
        **{field_name(ACCOUNT, each): each for each in details.accounts},
    }
    named = (text for name, text in whole.items() if text and name in details.covered_fields)
    return (*details.covered, *named)


def bare_address(address: str) -> str:
    """What an address has in common with all the ways in which it is written."""
    bare = _SCHEME.sub("", address).rstrip("/")
    return bare if len(bare) > _SHORT_ADDRESS else address


def _folded(text: str) -> tuple[str, list[Range]]:
    """The text as it is compared, and for each of its letters where in the text it stands.

    What stands for no letter of its own belongs to the one before it.
    """
    letters: list[str] = []
    places: list[Range] = []
    joints = {at for found in _JOINT.finditer(text) for at in range(*found.span())}
    for at, sign in enumerate(text):
        if at in joints:
            continue
        folded = _fold(sign)
        is_more_space = folded == " " and letters[-1:] == [" "]
        if places and (not folded or is_more_space):
            places[-1] = (places[-1][0], at + 1)
        elif folded:
            letters += folded
            places += [(at, at + 1)] * len(folded)
    return "".join(letters), places


def _fold(sign: str) -> str:
    if sign.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(one for one in plain if not _is_unseen(one))


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or sign in _FILLERS


def _spots(letters: str, piece: str) -> Iterator[Range]:
    whole = _folded(piece)[0].strip()
    for wanted in {whole, _PHONE.sub("", whole, count=1)} - {""}:
        at = letters.find(wanted)
        while at >= 0:
            yield at, at + len(wanted)
            at = letters.find(wanted, at + 1)


def _joined(spots: Iterable[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, stop in spots:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
