"""The recovery code: 26 Crockford characters, 130 bits, written on paper and typed back."""

import secrets
from typing import Final

from vault.crockford import ALPHABET, grouped, read

CODE_CHARACTERS: Final = 26


def draw_code() -> str:
    """Draw a code of 130 bits, shown in groups of four with hyphens between them."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS)))


def parse_code(text: str) -> str:
    """Return the 26 characters of a code as typed, or raise VaultError.

    Lower case, spaces and dashes are forgiven; O reads as 0, I and L as 1 (Crockford).
    """
    return read(text, CODE_CHARACTERS)
