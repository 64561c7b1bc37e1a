"""What stays covered in a note that is edited: whatever of it is new is rather covered than not.
Pure."""

from collections.abc import Iterator
from dataclasses import replace

from cases.details import IncidentDetails
from cases.redaction import (
    ACCOUNT,
    ADDRESS,
    NOTE,
    RESPONDENT,
    bare_address,
    field_name,
    pieces_of,
    times_in,
)

Lines = dict[str, str]


def kept_covered(before: IncidentDetails, after: IncidentDetails) -> IncidentDetails:
    """The note as it was edited, with the covers that its new texts need.

    A text that is covered as a whole stays so. One in which a covered piece stands less often than
    before is covered as a whole, and so is each new line where a covered line is gone: a piece may
    only have been written another way. `to_look_at` names them until she has looked. A name or line
    that was covered as a whole stays covered wherever else it stands.
    """
    names = [name for name in _exposed(before, after) if name not in after.covered_fields]
    there = _names(after)
    return replace(
        after,
        covered=_each_once(*after.covered, *_gone_as_a_whole(before, after)),
        covered_fields=_each_once(*after.covered_fields, *names),
        to_look_at=_each_once(*(name for name in (*after.to_look_at, *names) if name in there)),
    )


def _exposed(before: IncidentDetails, after: IncidentDetails) -> Iterator[str]:
    pieces = pieces_of(before)
    for name, old, new in (
        (NOTE, before.note, after.note),
        (RESPONDENT, before.respondent, after.respondent),
    ):
        if new and any(times_in(new, piece) < times_in(old, piece) for piece in pieces):
            yield name
    old_lines, new_lines = _lines(before), _lines(after)
    gone = (text for name, text in old_lines.items() if name not in new_lines)
    if any(times_in(text, piece) for text in gone for piece in pieces):
        yield from (name for name in new_lines if name not in old_lines)


def _gone_as_a_whole(before: IncidentDetails, after: IncidentDetails) -> Iterator[str]:
    """Its texts that were covered by their names, and are not there any more."""
    if RESPONDENT in before.covered_fields and before.respondent != after.respondent:
        yield before.respondent
    left = _lines(after)
    for name, text in _lines(before).items():
        if name in before.covered_fields and name not in left:
            yield text


def _lines(details: IncidentDetails) -> Lines:
    """Addresses and accounts, asked for on one page: a line may be moved from one to the other."""
    addresses = {field_name(ADDRESS, each): bare_address(each) for each in details.addresses}
    return addresses | {field_name(ACCOUNT, each): each for each in details.accounts}


def _names(details: IncidentDetails) -> set[str]:
    """Of its texts, as far as they say something."""
    alone = {NOTE: details.note, RESPONDENT: details.respondent}
    return {*_lines(details), *(name for name, text in alone.items() if text)}


def _each_once(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
