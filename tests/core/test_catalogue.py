"""What the message catalogues say: whole, calm, short, one word for one thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

import pytest

from kbgo import catalogue

STAFF_PLACES = ("workbench/", "templates/workbench", "templates/packets/team/")
PLACEHOLDER = re.compile(r"%\(\w+\)0?\d*[sd]|%[sd]|\{\w*\}")
SENTENCE_END = re.compile(r"(?<=[.?…])\s+")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
VOWEL = re.compile(r"[aiueo]")
DIPHTHONG = re.compile(r"(?:ai|au|oi)\b")
# No shorter everyday word was found for these.
LONG_WORDS = {"organisasinya"}
LABEL_WORDS = 3

NOT_IN_INDONESIAN = (
    r"!|\bkorban\w*|\bpelaku (?:kamu|mu)\b|\bpelakumu\b|\bkenapa\b|\bseharusnya\b"
    r"|(?<!bukan )\bsalah(?:mu|nya)\b|\bceroboh\b|\bmemalukan\b|\baib\b"
    r"|\b(?:pasti|dijamin|terbukti)\b"
)
NOT_FOR_OWNERS = (
    r"\banda\b|\bmengapa\b|\bponsel\w*|\bhandphone\b"
    r"|\b(?:file|upload|download|link|password|screenshot|chat|browser|share|post|history)\b"
)
NOT_FOR_STAFF = r"\b(?:kamu|anda|kalian)\b"
NOT_IN_ENGLISH = (
    r"!|\bvictims?\b|\bperpetrators?\b|\boffenders?\b|\bsurvivors?\b|\b(?:she|her|hers|he|his|him)\b"
    r"|\bwhy (?:did|didn't) you\b|\byou should have\b|(?<!not )\byour fault\b"
)


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


def containing(pattern: str, texts: list[str]) -> list[str]:
    return [text for text in texts if re.search(pattern, text, re.IGNORECASE)]


def sentences_of(text: str) -> list[str]:
    return SENTENCE_END.split(PLACEHOLDER.sub("x", text))


def words_in(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Vowels, with a diphthong at the end as one: close enough for Indonesian spelling."""
    return len(VOWEL.findall(DIPHTHONG.sub("a", word.lower())))


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


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (NOT_IN_INDONESIAN, "Simpan sekarang!"),
        (NOT_IN_INDONESIAN, "Ini salahmu."),
        (NOT_IN_INDONESIAN, "Bukti dari korban"),
        (NOT_IN_INDONESIAN, "Kenapa kamu mengirimnya?"),
        (NOT_FOR_OWNERS, "Catatan Anda"),
        (NOT_FOR_OWNERS, "Pilih file"),
        (NOT_FOR_STAFF, "Kasus ini ditugaskan ke kamu."),
        (NOT_IN_ENGLISH, "The victim's notes"),
        (NOT_IN_ENGLISH, "What she asks for"),
    ],
)
def test_a_word_that_hurts_is_noticed(pattern, text):
    assert containing(pattern, [text]) == [text]


def test_saying_that_it_is_not_her_fault_is_welcome():
    assert containing(NOT_IN_INDONESIAN, ["Ini bukan salahmu."]) == []
    assert containing(NOT_IN_ENGLISH, ["This is not your fault."]) == []


def test_english_names_nobody_by_what_was_done_to_them():
    assert containing(NOT_IN_ENGLISH, [entry.original for entry in INDONESIAN]) == []


def test_sentences_for_owners_are_short():
    lengths = [len(words_in(one)) for text in FOR_OWNERS for one in sentences_of(text)]
    sentences = [length for length in lengths if length > LABEL_WORDS]
    assert mean(sentences) <= 9
    assert max(sentences) <= 20


def test_no_text_for_owners_runs_over_three_sentences():
    assert [text for text in FOR_OWNERS if len(sentences_of(text)) > 3] == []


def test_words_for_owners_have_at_most_five_syllables():
    words = {word.lower() for text in FOR_OWNERS for word in words_in(PLACEHOLDER.sub("", text))}
    parts = {part for word in words for part in word.split("-")}
    assert {part for part in parts if syllables(part) > 5} <= LONG_WORDS


def test_a_button_says_the_same_as_the_text_that_names_it():
    translated = {entry.original: entry.text for entry in INDONESIAN}
    for name in ("Close quickly", "Keep proof", "Back", "I do not remember"):
        naming = [entry for entry in INDONESIAN if f"“{name}”" in entry.original]
        assert naming
        assert [one.text for one in naming if f"“{translated[name]}”" not in one.text] == []
