"""What a file is called, and what it says, made harmless to show. Pure."""

import re
import unicodedata

NAME_MAX_CHARS = 120

# With at least one letter, so that the end of "Chat 10.30.45" is no extension.
EXTENSION = re.compile(r"\.(?=[0-9]*[a-z])([a-z0-9]{1,8})\Z", re.ASCII | re.IGNORECASE)
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def clean_name(name: str) -> str:
    """A name to show: last part of a path, NFC, no control and no bidi character, 120 characters.

    Keeps the extension when it cuts. May be empty. Doing it twice changes nothing more.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(each for each in last if each.isspace() or not _is_control(each))
    shown = unicodedata.normalize("NFC", " ".join(kept.split())).strip(". ")
    if len(shown) <= NAME_MAX_CHARS:
        return shown
    tail = found[0] if (found := EXTENSION.search(shown)) else ""
    return (shown[: NAME_MAX_CHARS - len(tail)] + tail).strip(". ")


def extension_of(name: str) -> str:
    """In small letters and without the dot; empty where the name has none."""
    found = EXTENSION.search(clean_name(name))
    return found[1].lower() if found else ""


def show_controls(text: str, max_chars: int) -> str:
    """Text of a stranger with each invisible character spelled out, as in `⟦U+202E⟧`."""
    return "".join(
        f"⟦U+{ord(each):04X}⟧" if unicodedata.category(each) in INVISIBLE else each
        for each in text[:max_chars]
    )


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI_CONTROLS
