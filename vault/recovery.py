"""The recovery code: 26 Crockford characters, 130 bits, written on paper and typed back."""

import secrets
import unicodedata
from typing import Final

from vault.errors import VaultError

CODE_CHARACTERS: Final = 26

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP: Final = 4
_LOOKALIKES: Final = str.maketrans("OIL", "011")


def draw_code() -> str:
    """Draw a code of 130 bits, shown in groups of four with hyphens between them."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_CHARACTERS))
    return "-".join(code[i : i + _GROUP] for i in range(0, CODE_CHARACTERS, _GROUP))


def parse_code(text: str) -> str:
    """Return the 26 characters of a code as typed, or raise VaultError.

    Lower case, spaces and dashes are forgiven; O reads as 0, I and L as 1 (Crockford).
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = (c for c in plain if not c.isspace() and unicodedata.category(c) != "Pd")
    code = "".join(kept).translate(_LOOKALIKES)
    if len(code) != CODE_CHARACTERS or not set(code) <= set(_ALPHABET):
        raise VaultError("not a recovery code")
    return code
