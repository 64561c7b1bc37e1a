"""Both languages complete, calm and without blame, in every file."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from resources.datafiles import File, read
from resources.texts import LANGUAGES, Text

BLAME = {
    "id": r"\b(kenapa|mengapa|seharusnya|ceroboh|aib|memalukan|korbankan|anda)\b"
    r"|(?<!bukan )\bsalah(mu|nya)\b",
    "en": r"\b(why did you|why didn't|should have|careless|ashamed|shameful|victims?|perpetrator"
    r"|offender)\b|(?<!not )\b(your|their) fault\b",
}
# The agency's own name, and the law's.
PROPER_NAMES = re.compile(r"Witness and Victim Protection")


def texts_of(value: object, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every table that holds a language, with where it stands."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            name = item.get("id", item.get("slug", number)) if isinstance(item, dict) else number
            yield from texts_of(item, f"{place}/{name if isinstance(name, str) else number}")
    elif isinstance(value, dict):
        if "en" in value:
            yield place, value
        else:
            for key, inner in value.items():
                yield from texts_of(inner, f"{place}/{key}")


ALL_TEXTS = [found for file in File for found in texts_of(read(file), file.value)]


def test_the_walk_finds_the_texts():
    assert len(ALL_TEXTS) > 900


@pytest.mark.parametrize("file", File)
def test_no_language_is_missing_or_empty(file):
    for place, text in texts_of(read(file), file.value):
        assert set(text) == set(LANGUAGES), place
        assert all(text[language].strip() for language in LANGUAGES), place


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_exclamation_marks(language):
    assert [place for place, text in ALL_TEXTS if "!" in text[language]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_blame(language):
    words = re.compile(BLAME[language], re.IGNORECASE)
    found = [p for p, text in ALL_TEXTS if words.search(PROPER_NAMES.sub("", text[language]))]
    assert found == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("id", "Kenapa kamu mengirimnya?"),
        ("id", "Ini salahmu."),
        ("en", "It was your fault."),
        ("en", "The victim may report."),
    ],
)
def test_blame_is_noticed(language, sentence):
    assert re.search(BLAME[language], sentence, re.IGNORECASE)


def test_english_is_not_left_in_indonesian():
    left = re.compile(r"\b(yang|dengan|dari|untuk|tidak|belum|bila|dan)\b")
    assert [place for place, text in ALL_TEXTS if left.search(text["en"])] == []


@pytest.mark.parametrize(
    ("active", "shown"), [("id", "ya"), ("en", "yes"), ("en-gb", "yes"), ("fr", "ya"), (None, "ya")]
)
def test_a_text_shows_the_active_language(active, shown):
    with translation.override(active):
        assert str(Text(id="ya", en="yes")) == shown
