"""What a plan says, sentence by sentence: short, calm, and certain of nothing."""

import re
from statistics import mean

import pytest

from resources.questionnaire import questionnaire
from resources.texts import LANGUAGES

HELD = questionnaire().holdbacks
ALL_CARDS = (*questionnaire().cards, *(held.card for held in HELD))
PARTS = [
    *(
        (f"{card.id}: {name}", getattr(card, name))
        for card in ALL_CARDS
        for name in ("title", "why")
    ),
    *((f"{card.id}: text", card.text) for card in ALL_CARDS),
    *((f"{card.id}: cost", card.cost) for card in ALL_CARDS if card.cost),
    *((f"{card.id}: how", line) for card in ALL_CARDS for line in card.how),
    *((f"{held.card.id}: until", held.until) for held in HELD if held.until),
]
SENTENCE_END = re.compile(r"(?<=[.?:])[”]?\s+")
WORD = re.compile(r"[^\W_]+")
VOWEL = re.compile(r"[aiueo]")
DIPHTHONG = re.compile(r"(?:ai|au|oi)\b")
# No shorter everyday word was found for it.
LONG_WORDS = {"keselamatanmu"}
NEVER = {
    "id": r"\b(?:pasti|dijamin|terbukti|korban\w*|anda|kenapa|mengapa|bila|jika|ponsel\w*)\b"
    r"|\b(?:link|file|upload|download|password|screenshot|chat|browser|share|segera)\b|!",
    "en": r"\b(?:she|her|hers|he|him|his|victim\w*|perpetrator\w*|offender\w*|survivor\w*)\b"
    r"|\b(?:certainly|definitely|guaranteed|proven|immediately|hurry)\b|!",
}


def sentences(language):
    return [
        (place, sentence)
        for place, text in PARTS
        for sentence in SENTENCE_END.split(text.in_language(language))
    ]


def words(sentence):
    return WORD.findall(sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language):
    lengths = [(len(words(sentence)), place, sentence) for place, sentence in sentences(language)]
    assert [one for one in lengths if one[0] > 20] == []
    assert mean(length for length, *_ in lengths) <= 10.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_certain_and_nobody_is_named_by_what_was_done(language):
    never = re.compile(NEVER[language], re.IGNORECASE)
    found = [(place, text) for place, text in sentences(language) if never.search(text)]
    assert found == []


def test_words_have_at_most_five_syllables():
    found = {word.lower() for _, sentence in sentences("id") for word in words(sentence)}
    long = {word for word in found if len(VOWEL.findall(DIPHTHONG.sub("a", word))) > 5}
    assert long <= LONG_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_cost_and_each_step_stay_at_a_glance(language):
    most = {"why": 3, "cost": 3, "how": 2, "until": 1, "title": 2}
    for place, text in PARTS:
        part = place.split(": ")[1]
        told = re.split(r"(?<=[.?])\s+", text.in_language(language))
        assert len(told) <= most.get(part, 7), (place, told)


def test_both_languages_say_equally_much():
    """Twice as long in one language is a sentence forgotten in the other."""
    for place, text in PARTS:
        longer, shorter = sorted((len(words(text.id)), len(words(text.en))), reverse=True)
        assert longer <= 2.2 * shorter + 2, place
