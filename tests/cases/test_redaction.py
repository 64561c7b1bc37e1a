"""Pieces of texts under bars, whatever they are written like."""

import pytest

from cases.details import IncidentDetails, Quote
from cases.redaction import (
    BAR,
    covered_incident,
    covered_quote,
    covered_text,
    covered_texts,
    pieces_of,
)

TEXTS = {
    "nothing to cover": ("Rina menulis lagi", (), "Rina menulis lagi"),
    "an empty text": ("", ("Rina",), ""),
    "an empty piece": ("Rina menulis", ("", "  "), "Rina menulis"),
    "a piece that is not there": ("Rina menulis", ("Sari",), "Rina menulis"),
    "one word": ("Rina menulis lagi", ("Rina",), f"{BAR} menulis lagi"),
    "every time it comes": ("Rina, lalu Rina", ("Rina",), f"{BAR}, lalu {BAR}"),
    "whatever the capitals": ("RINA dan rina", ("Rina",), f"{BAR} dan {BAR}"),
    "inside a longer word": ("akun @rina_99", ("rina",), f"akun @{BAR}_99"),
    "two that overlap": ("Rina Sari Dewi", ("Rina Sari", "Sari Dewi"), BAR),
    "two that touch": ("RinaSari", ("Rina", "Sari"), BAR),
    "one inside the other": ("Rina Sari", ("Sari", "Rina Sari"), BAR),
    "itself overlapping": ("ananan x", ("anan",), f"{BAR} x"),
    "an accent written as one sign": ("oleh José", ("José",), f"oleh {BAR}"),
    "an accent written as two": ("oleh Jose\u0301 itu", ("José",), f"oleh {BAR} itu"),
    "an accent left away": ("oleh José", ("Jose",), f"oleh {BAR}"),
    "wide letters": ("ＲＩＮＡ menulis", ("Rina",), f"{BAR} menulis"),
    "a ligature": ("ﬁtri menulis", ("fitri",), f"{BAR} menulis"),
    "a part of a ligature": ("ﬁtri", ("f",), f"{BAR}tri"),
    "a sharp s": ("STRASSE", ("straße",), BAR),
    "a control inside": ("Ri\u0008na menulis", ("Rina",), f"{BAR} menulis"),
    "a filler inside": ("Ri\u3164na menulis", ("Rina",), f"{BAR} menulis"),
    "invisible signs inside": ("Ri\u200bn\u00ada menulis", ("Rina",), f"{BAR} menulis"),
    "a sign that turns the text": ("\u202eRina", ("Rina",), f"\u202e{BAR}"),
    "other spaces": ("Rina\u00a0 \n Sari", ("Rina Sari",), BAR),
    "spaces around the piece": ("Rina menulis", ("  Rina ",), f"{BAR} menulis"),
    "a number with its sign": ("+62 812-3456", ("+62 812",), f"{BAR}-3456"),
    "a number in other groups": ("di 0812 345.678", ("0812-3456 78",), f"di {BAR}"),
    "a number in brackets": ("(0761) 34567", ("076134567",), f"({BAR}"),
    "a part of grouped digits": ("12-34", ("1",), f"{BAR}2-34"),
    "a phone number from abroad": ("+62 812-3456-789", ("08123456789",), f"+62 {BAR}"),
    "a phone number at home": ("0812 3456 789", ("+628123456789",), f"0{BAR}"),
    "a short number": ("62123 dan 0123", ("0123",), f"62123 dan {BAR}"),
    "a lone surrogate": ("\ud800Rina", ("Rina",), f"\ud800{BAR}"),
    "a piece of marks alone": ("Rina", ("\u0301",), "Rina"),
    "a letter of its own case": ("İstanbul", ("istanbul",), BAR),
    "signs of a pattern": ("a.c abc", ("a.c",), f"{BAR} abc"),
    "the whole text": ("Rina", ("Rina",), BAR),
}


@pytest.mark.parametrize("name", TEXTS)
def test_pieces_are_bars(name: str) -> None:
    text, pieces, shown = TEXTS[name]
    assert covered_text(text, pieces) == shown


def test_a_bar_tells_nothing_of_how_long_the_piece_was() -> None:
    assert covered_text("A", ("a",)) == covered_text("A" * 400, ("a" * 400,)) == BAR


def test_a_text_is_covered_as_a_whole_by_its_name() -> None:
    texts = [("note", "Rina menulis"), ("respondent", "R."), ("empty", "")]
    assert covered_texts(texts, ("menulis",), {"respondent", "empty"}) == [
        ("note", f"Rina {BAR}"),
        ("respondent", BAR),
        ("empty", ""),
    ]


def test_an_incident_is_covered_in_each_of_her_texts() -> None:
    details = IncidentDetails(
        platform="telegram",
        addresses=("https://t.me/rina/1", "https://t.me/lain"),
        accounts=("@rina", "@lain"),
        respondent="Rina",
        note="Rina dan @lain",
        covered=("rina",),
        covered_fields=("account:@lain", "respondent"),
    )
    shown = covered_incident(details)
    assert shown.addresses == (f"https://t.me/{BAR}/1", "https://t.me/lain")
    assert (shown.accounts, shown.respondent) == ((f"@{BAR}", BAR), BAR)
    assert (shown.note, shown.platform) == (f"{BAR} dan {BAR}", "telegram")
    assert set(pieces_of(details)) == {"rina", "Rina", "@lain"}


ADDRESSES = {
    "as it is": ("https://t.me/rina/7", f"https://{BAR}"),
    "another scheme": ("http://t.me/rina/7", f"http://{BAR}"),
    "none at all": ("lihat t.me/rina/7?s=1", f"lihat {BAR}?s=1"),
    "for phones": ("https://m.t.me/rina/7/", f"https://m.{BAR}/"),
    "another page": ("https://t.me/rina/8", "https://t.me/rina/8"),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_is_covered_in_whatever_way_it_is_written(name: str) -> None:
    text, shown = ADDRESSES[name]
    address = "https://www.t.me/rina/7/"
    details = IncidentDetails(addresses=(address,), covered_fields=(f"address:{address}",))
    assert covered_text(text, pieces_of(details)) == shown


def test_of_a_short_address_nothing_is_left_away() -> None:
    details = IncidentDetails(addresses=("https://a.b/",), covered_fields=("address:https://a.b/",))
    assert pieces_of(details) == ("https://a.b/",)


def test_an_incident_with_nothing_covered_leaves_as_it_is() -> None:
    details = IncidentDetails(note="Rina", accounts=("@rina",), respondent="R.")
    assert covered_incident(details) == details


def test_a_long_text_with_many_pieces_is_covered_in_time_that_follows_its_length() -> None:
    text = "ab " * 4_000
    assert covered_text(text, [f"{n}" for n in range(99)] + ["ab"]).count(BAR) == 4_000


def test_the_digest_of_covered_lines_goes_with_their_words() -> None:
    """Whoever knows the rest of a line could try every number that is short enough."""
    quote = Quote(sender="R.", text="Nomornya 0812", line_from=3, raw_sha256="ab" * 32)
    assert covered_quote(quote, ["0812"]).raw_sha256 == ""
    assert covered_quote(quote, ["0813"]) == quote
