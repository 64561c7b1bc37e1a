"""What the message catalogues say: whole, calm, short, one word for one thing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kbgo import catalogue
from tests.reading import (
    NOT_FOR_OWNERS,
    NOT_FOR_STAFF,
    NOT_IN_ENGLISH,
    NOT_IN_INDONESIAN,
    PLACEHOLDER,
    containing,
    hard_words,
    long_paragraphs,
    long_sentences,
    mean_length,
)

STAFF_PLACES = ("workbench/", "templates/workbench", "templates/packets/team/")
# Packets are "berkas kirim" here, mails "email", fingerprints of files "sidik jari digital".
OTHER_WORDS = r"\bsurel\b|\bberkas laporan\b|\bsidik jari(?:nya|mu)\b|\bsidik jari\b(?! digital)"
# No shorter everyday word was found for these.
LONG_WORDS = {"organisasinya"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One message and its Indonesian; `is_for_staff` where no owner ever reads it."""

    original: str
    text: str
    is_for_staff: bool


def entries_of(language: str) -> Iterator[Entry]:
    [path] = [one for one in catalogue.catalogues() if catalogue.language_of(one) == language]
    for message in catalogue.read(path):
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        places = [place for place, _ in message.locations]
        is_for_staff = bool(places) and all(one.startswith(STAFF_PLACES) for one in places)
        for text in texts if originals[0] else ():
            yield Entry(originals[-1], text, is_for_staff)


INDONESIAN = list(entries_of("id"))
FOR_OWNERS = [entry.text for entry in INDONESIAN if not entry.is_for_staff]
FOR_STAFF = [entry.text for entry in INDONESIAN if entry.is_for_staff]


def test_the_catalogue_is_read_for_both_readers():
    assert len(FOR_OWNERS) > 500
    assert len(FOR_STAFF) > 40


def test_indonesian_is_complete_and_nothing_in_it_is_a_guess():
    assert catalogue.faults() == []


def test_every_placeholder_survives_translation():
    other = [
        entry.original
        for entry in INDONESIAN
        if sorted(PLACEHOLDER.findall(entry.text)) != sorted(PLACEHOLDER.findall(entry.original))
    ]
    assert other == []


@pytest.mark.parametrize("texts", [FOR_OWNERS, FOR_STAFF], ids=["owners", "staff"])
def test_no_text_shouts_blames_or_promises_what_a_court_decides(texts):
    assert containing(NOT_IN_INDONESIAN, texts) == []


def test_owners_are_kamu_and_read_everyday_indonesian():
    assert containing(NOT_FOR_OWNERS, FOR_OWNERS) == []


def test_staff_are_addressed_without_a_pronoun():
    assert containing(NOT_FOR_STAFF, FOR_STAFF) == []


def test_one_thing_has_one_word():
    assert containing(OTHER_WORDS, [entry.text for entry in INDONESIAN]) == []


def test_english_names_nobody_by_what_was_done_to_them():
    assert containing(NOT_IN_ENGLISH, [entry.original for entry in INDONESIAN]) == []


def test_sentences_for_owners_are_short():
    assert mean_length(FOR_OWNERS) <= 9
    assert long_sentences(FOR_OWNERS, most=20) == []


def test_no_text_for_owners_runs_over_three_sentences():
    assert long_paragraphs(FOR_OWNERS) == []


def test_words_for_owners_have_at_most_five_syllables():
    assert hard_words(FOR_OWNERS) <= LONG_WORDS


def test_a_button_says_the_same_as_the_text_that_names_it():
    translated = {entry.original: entry.text for entry in INDONESIAN}
    for name in ("Close quickly", "Keep proof", "Back", "I do not remember"):
        naming = [entry for entry in INDONESIAN if f"“{name}”" in entry.original]
        assert naming
        assert [one.text for one in naming if f"“{translated[name]}”" not in one.text] == []
