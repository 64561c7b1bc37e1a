"""A text people read, in both languages of the site."""

from dataclasses import dataclass

from django.utils.translation import get_language

LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """`str()` gives the active language; Indonesian for any language but English."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.in_language(get_language() or "id")

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id
