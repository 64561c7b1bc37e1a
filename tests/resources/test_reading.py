"""The texts of the data files, as an owner, the public or staff read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from resources.datafiles import File, read
from tests.reading import (
    NOT_FOR_OWNERS,
    NOT_IN_ENGLISH,
    NOT_IN_INDONESIAN,
    containing,
    hard_words,
    long_paragraphs,
    long_sentences,
    long_words,
    mean_length,
)

LANGUAGES = {"id", "en"}
# Read by companions, with the words of the law; and terms of publishers, as they publish them.
FOR_STAFF = {"staff_note", "guidance", "scheme"}
STAFF_FILES = {File.LAWS}
# No shorter everyday word was found for these, or a form of somebody else's says so.
LONG_WORDS = {
    "id": {
        *("aksesibilitas", "autentikasi", "keselamatanmu", "menyetujuinya"),
        *("pemberitahuan", "penyalahgunaan", "persetujuannya", "terakreditasi"),
    },
    "en": {"authentication", "representative"},
}
# Somebody else gave these names.
NAMES = {"name", "statute"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with the keys that lead to it."""

    keys: tuple[str, ...]
    texts: Mapping[str, str]
    is_for_staff: bool


def shown_in(file: File) -> Iterator[Shown]:
    for keys, texts in _texts(read(file), ()):
        is_for_staff = file in STAFF_FILES or bool(FOR_STAFF & set(keys))
        yield Shown((file, *keys), texts, is_for_staff)


def _texts(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, keys)
    elif isinstance(value, dict) and set(value) >= LANGUAGES and isinstance(value["en"], str):
        yield keys, {language: " ".join(value[language].split()) for language in LANGUAGES}
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*keys, key))


ALL = [shown for file in File for shown in shown_in(file)]


def read_by_owners(language: str, *, named: bool = True) -> list[str]:
    return [
        one.texts[language]
        for one in ALL
        if not one.is_for_staff and (named or not NAMES & set(one.keys))
    ]


def read_by_staff(language: str) -> list[str]:
    return [one.texts[language] for one in ALL if one.is_for_staff]


def test_both_readers_have_texts_in_every_language() -> None:
    assert len(read_by_owners("id")) == len(read_by_owners("en")) > 1000
    assert len(read_by_staff("id")) > 200


def test_no_text_shouts_blames_or_promises() -> None:
    assert containing(NOT_IN_INDONESIAN, read_by_owners("id", named=False)) == []
    assert containing(NOT_IN_ENGLISH, read_by_owners("en", named=False)) == []


def test_owners_read_everyday_indonesian() -> None:
    assert containing(NOT_FOR_OWNERS, read_by_owners("id")) == []


def test_staff_are_not_shouted_at_either() -> None:
    assert containing("!", [*read_by_staff("id"), *read_by_staff("en")]) == []


@pytest.mark.parametrize(("language", "most", "usual"), [("id", 20, 8), ("en", 25, 10)])
def test_sentences_are_short(language: str, most: int, usual: int) -> None:
    texts = read_by_owners(language)
    assert long_sentences(texts, most) == []
    assert mean_length(texts) <= usual


@pytest.mark.parametrize("language", ["id", "en"])
def test_paragraphs_have_three_sentences_at_most(language: str) -> None:
    assert long_paragraphs(read_by_owners(language)) == []


def test_words_are_short() -> None:
    assert hard_words(read_by_owners("id")) <= LONG_WORDS["id"]
    assert long_words(read_by_owners("en")) <= LONG_WORDS["en"]


def test_staff_read_the_language_of_law_in_sentences_that_end() -> None:
    for language in LANGUAGES:
        assert long_sentences(read_by_staff(language), most=40) == []
