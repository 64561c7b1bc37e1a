"""The list of 2,048 everyday Indonesian words: drawing, reading and showing them."""

import re
import secrets
import unicodedata
from pathlib import Path
from typing import Final

from vault.errors import VaultError

WORDS: Final = tuple(Path(__file__).with_name("wordlist.txt").read_text(encoding="utf-8").split())
BITS_PER_WORD: Final = 11

_PREFIX_LETTERS: Final = 4
_BY_PREFIX: Final = {word[:_PREFIX_LETTERS]: word for word in WORDS}
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


class UnknownWord(VaultError):
    """A word is not in the list. It may be shown to the person who typed it, and never logged."""

    def __init__(self, word: str) -> None:
        super().__init__("a word is not in the list")
        self.word = word


def draw_words(count: int = 7) -> tuple[str, ...]:
    """Draw words uniformly, 11 bits each."""
    return tuple(secrets.choice(WORDS) for _ in range(count))


def parse_words(text: str) -> tuple[str, ...]:
    """Read words as people write them down, or raise UnknownWord naming the first unknown.

    NFKC, any case; commas, hyphens, line breaks and list numbers are ignored; the first four
    letters complete a word.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    tokens = [token for token in _BETWEEN_WORDS.split(plain) if token]
    return tuple(_complete(token) for token in tokens if not token.isdecimal())


def fingerprint_words(digest: bytes, count: int = 8) -> tuple[str, ...]:
    """Show the first `count` · 11 bits of a digest as words, for people to compare."""
    spare = len(digest) * 8 - count * BITS_PER_WORD
    if spare < 0:
        raise VaultError("a digest too short for so many words")
    number = int.from_bytes(digest, "big") >> spare
    shifts = range((count - 1) * BITS_PER_WORD, -1, -BITS_PER_WORD)
    return tuple(WORDS[number >> shift & (len(WORDS) - 1)] for shift in shifts)


def _complete(token: str) -> str:
    word = _BY_PREFIX.get(token[:_PREFIX_LETTERS])
    if word is None or not word.startswith(token):
        raise UnknownWord(token)
    return word
