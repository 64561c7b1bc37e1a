"""Crockford's alphabet: what people copy by hand and type back."""

import unicodedata
from typing import Final

from vault.errors import VaultError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS: Final = 5

_GROUP: Final = 4
_LOOKALIKES: Final = str.maketrans("OIL", "011")


def grouped(code: str) -> str:
    """In groups of four with hyphens between them, as it is shown and printed."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(text: str, characters: int) -> str:
    """The characters of a code as typed, or VaultError where there are others, or not so many.

    Lower case, spaces and dashes are forgiven; O reads as 0, I and L as 1.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = (c for c in plain if not c.isspace() and unicodedata.category(c) != "Pd")
    code = "".join(kept).translate(_LOOKALIKES)
    if len(code) != characters or not set(code) <= set(ALPHABET):
        raise VaultError("not a code")
    return code


def encode(raw: bytes) -> str:
    """Five bits a character, the last filled up with zeros."""
    count = characters_of(len(raw))
    number = int.from_bytes(raw, "big") << (count * BITS - len(raw) * 8)
    shifts = range((count - 1) * BITS, -1, -BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in shifts)


def decode(code: str, length: int) -> bytes:
    """The bytes that `encode` wrote; VaultError where the filling is not zero."""
    number = 0
    for char in code:
        number = number << BITS | ALPHABET.index(char)
    spare = len(code) * BITS - length * 8
    if number & (1 << spare) - 1:
        raise VaultError("not a code")
    return (number >> spare).to_bytes(length, "big")


def characters_of(length: int) -> int:
    return -(-length * 8 // BITS)
