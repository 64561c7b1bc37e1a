"""Covers of a note follow its texts when she edits it."""

from dataclasses import replace

import pytest

from cases.details import IncidentDetails
from cases.edits import kept_covered
from cases.redaction import BAR, covered_incident

BEFORE = IncidentDetails(
    note="Rina menulis, lalu Rina pergi",
    respondent="Rina",
    accounts=("@rina", "@lain"),
    addresses=("https://t.me/satu",),
)
WHOLE_ACCOUNT = {"covered_fields": ("account:@rina",)}
WHOLE_ADDRESS = {"covered_fields": ("address:https://t.me/satu",)}
WORD = {"covered": ("rina",)}

# What was covered, what she changed then, and what a change covers until she has looked.
EDITS = {
    "nothing covered": ({}, {"note": "Rini"}, ()),
    "a word kept": (WORD, {"note": "Rina menulis lagi, lalu Rina"}, ()),
    "a word more often": (WORD, {"note": "Rina, Rina dan Rina"}, ()),
    "a word written another way": (WORD, {"note": "Rini menulis, lalu Rina pergi"}, ("note",)),
    "a word taken out": (WORD, {"note": "Dia menulis, lalu Rina pergi"}, ("note",)),
    "a note emptied": (WORD, {"note": ""}, ()),
    "a name written another way": (WORD, {"respondent": "Rini"}, ("respondent",)),
    "another step": (WORD, {"platform": "telegram"}, ()),
    "a line with a word": (WORD, {"accounts": ("@rini", "@lain")}, ("account:@rini",)),
    "a line without one": (WORD, {"accounts": ("@rina", "@dua")}, ()),
    "a line added": (WHOLE_ACCOUNT, {"accounts": ("@rina", "@lain", "@dua")}, ()),
    "lines in another order": (WHOLE_ACCOUNT, {"accounts": ("@lain", "@rina")}, ()),
    "a line deleted": (WHOLE_ACCOUNT, {"accounts": ("@lain",)}, ()),
    "a whole account": (WHOLE_ACCOUNT, {"accounts": ("@rina2", "@lain")}, ("account:@rina2",)),
    "a whole address": (
        WHOLE_ADDRESS,
        {"addresses": ("https://t.me/satu/7",)},
        ("address:https://t.me/satu/7",),
    ),
    "moved to the other field": (
        WHOLE_ADDRESS,
        {"addresses": (), "accounts": ("@rina", "@lain", "t.me/satu")},
        ("account:t.me/satu",),
    ),
    "two new for one": (
        WHOLE_ACCOUNT,
        {"accounts": ("@a", "@b", "@lain")},
        ("account:@a", "account:@b"),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_a_change_covers_is_to_be_looked_at(name: str) -> None:
    covers, change, to_look_at = EDITS[name]
    before = replace(BEFORE, **covers)
    after = kept_covered(before, replace(before, **change))
    assert after.to_look_at == to_look_at
    assert set(to_look_at) <= set(after.covered_fields)
    assert set(before.covered_fields) <= set(after.covered_fields)


def test_an_edited_address_leaves_as_a_bar_like_the_one_before() -> None:
    before = replace(BEFORE, **WHOLE_ADDRESS)
    after = kept_covered(before, replace(before, addresses=("https://t.me/satu-lagi",)))
    assert covered_incident(after).addresses == (BAR,)


@pytest.mark.parametrize("field", ["note", "respondent"])
def test_a_text_covered_as_a_whole_stays_so(field: str) -> None:
    before = replace(BEFORE, covered_fields=(field,))
    after = kept_covered(before, replace(before, **{field: "sama sekali lain"}))
    assert getattr(covered_incident(after), field) == BAR
    assert after.to_look_at == ()


def test_what_stood_there_as_a_whole_stays_covered_elsewhere() -> None:
    before = replace(BEFORE, covered_fields=("account:@rina", "respondent"), note="dari @rina")
    after = kept_covered(before, replace(before, accounts=("@dua",), respondent="S."))
    assert set(after.covered) == {"@rina", "Rina"}
    assert covered_incident(after).note == f"dari {BAR}"


def test_what_is_not_there_any_more_is_not_to_be_looked_at() -> None:
    before = replace(BEFORE, to_look_at=("note", "respondent", "account:@rina", "account:@lain"))
    after = kept_covered(before, replace(before, note="", accounts=("@lain",)))
    assert after.to_look_at == ("respondent", "account:@lain")


def test_the_same_note_again_is_the_same() -> None:
    before = replace(BEFORE, covered=("rina",), covered_fields=("note", "account:@rina"))
    assert kept_covered(before, before) == before
