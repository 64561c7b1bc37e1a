"""Reads the TOML files of `resources/data` strictly: every key by its type, none left over."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.db.models import TextChoices

from resources.exceptions import DataError
from resources.texts import LANGUAGES, Text

FOLDER = Path(__file__).parent / "data"

C = TypeVar("C", bound=TextChoices)


class File(StrEnum):
    """The files there are; a reader names one of these, never a path."""

    QUESTIONS = "questions.toml"
    CARDS = "cards.toml"
    PATHS = "paths.toml"
    INCIDENT_FORMS = "incident_forms.toml"
    SERVICES = "services.toml"
    PLATFORMS = "platforms.toml"
    LAWS = "laws.toml"
    LETTERS = "letters.toml"
    GUIDES = "guides.toml"
    WAYS = "ways.toml"
    CHECKUP = "checkup.toml"
    ARTICLES = "articles.toml"
    ADDRESSES = "addresses.toml"
    FINGERPRINTS = "fingerprints.toml"


@cache
def read(file: File) -> Mapping[str, object]:
    """The parsed file, read once per process; nobody may change what it returns."""
    try:
        return tomllib.loads((FOLDER / file).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{file}: {error}") from None


class Row:
    """One table of a data file.

    Keys are asked for by type; `done()` refuses those nobody asked for, so that a misspelled
    optional key cannot pass for one that was left out. Every error names the place.
    """

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self.place = place
        self._values = values
        self._asked: set[str] = set()

    def named(self, key: str = "id") -> "Row":
        """The same row, with its own name as part of the place."""
        return Row(self._values, f"{self.place}: {self.word(key)}")

    def error(self, problem: str) -> DataError:
        return DataError(f"{self.place}: {problem}")

    def has(self, key: str) -> bool:
        return key in self._values

    def word(self, key: str) -> str:
        """A text that must be there; line breaks and repeated spaces count as one space."""
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{key} is not a text")
        return " ".join(value.split())

    def word_or_empty(self, key: str) -> str:
        return self.word(key) if self.has(key) else ""

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool):
            raise self.error(f"{key} is neither true nor false")
        return value

    def flag_or(self, key: str, default: bool) -> bool:
        return self.flag(key) if self.has(key) else default

    def flag_or_unknown(self, key: str) -> bool | None:
        return self.flag(key) if self.has(key) else None

    def number(self, key: str) -> int:
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(f"{key} is not a whole number")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        items = self._items(key)
        if not all(isinstance(item, str) and item for item in items):
            raise self.error(f"{key} is not a list of names")
        return tuple(str(item) for item in items)

    def choice(self, key: str, choices: type[C]) -> C:
        return self._as_choice(key, self.word(key), choices)

    def choice_or_empty(self, key: str, choices: type[C]) -> str:
        return self.choice(key, choices).value if self.has(key) else ""

    def choices(self, key: str, choices: type[C]) -> tuple[C, ...]:
        return tuple(self._as_choice(key, word, choices) for word in self.words(key))

    def text(self, key: str) -> Text:
        """Both languages or an error."""
        row = self.row(key)
        found = Text(**{language: row.word(language) for language in LANGUAGES})
        row.done()
        return found

    def text_or_none(self, key: str) -> Text | None:
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[Text, ...]:
        return tuple(
            Row({"line": item}, f"{self.place}: {key} {number}").text("line")
            for number, item in enumerate(self._items(key), start=1)
        )

    def row(self, key: str) -> "Row":
        return self._as_row(self._value(key), f"{self.place}: {key}")

    def rows(self, key: str, name: str = "id") -> list["Row"]:
        """The tables under a key, each named by its own `name`."""
        return [self._as_row(item, self.place).named(name) for item in self._items(key)]

    def plain_rows(self, key: str) -> list["Row"]:
        """The tables under a key that have no name of their own."""
        return [
            self._as_row(item, f"{self.place}: {key} {number}")
            for number, item in enumerate(self._items(key), start=1)
        ]

    def names(self) -> Iterator[str]:
        """The keys themselves, where they are names of other things."""
        return iter(self._values)

    def done(self) -> None:
        left = sorted(set(self._values) - self._asked)
        if left:
            raise self.error(f"unknown key {', '.join(left)}")

    def _value(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._values:
            raise self.error(f"{key} is missing")
        return self._values[key]

    def _items(self, key: str) -> list[object]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self.error(f"{key} is not a list")
        return value

    def _as_row(self, value: object, place: str) -> "Row":
        if not isinstance(value, dict):
            raise DataError(f"{place}: not a table")
        return Row(value, place)

    def _as_choice(self, key: str, word: str, choices: type[C]) -> C:
        try:
            return choices(word)
        except ValueError:
            raise self.error(f"{key} does not know {word}") from None


def document(file: File, content: Mapping[str, object] | None = None) -> Row:
    """The whole file as one row; `content` stands in for what is on the disk."""
    return Row(read(file) if content is None else content, file)


def unique(rows: list[Row], key: str = "id") -> list[Row]:
    """The same rows, or an error that names the first one that comes twice."""
    seen: set[str] = set()
    for row in rows:
        if row.word(key) in seen:
            raise row.error("comes twice")
        seen.add(row.word(key))
    return rows
