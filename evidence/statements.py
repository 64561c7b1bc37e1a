"""What is written down of something that lies elsewhere: a file on a phone, an address. Pure.

A statement is the item's only file. It can be read without this program, says what it is not, and
holds no character that would change how the rest of it is read.
"""

import json
import re
import unicodedata
from dataclasses import asdict
from typing import Any, Final

from evidence.details import Fingerprint, Sighting
from evidence.enums import ItemKind
from evidence.sniffing import show_controls

VERSION: Final = 1
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NOT: Final = {
    ItemKind.FINGERPRINT: (
        "Berkas itu sendiri tidak diterima dan tidak disimpan di sini; nilai-nilai ini dicatat "
        "sebagaimana diberikan. / The file itself was not received and is not kept here; these "
        "values were written down as they were given."
    ),
    ItemKind.ADDRESS: (
        "Alamat ini tidak dibuka oleh layanan; yang tercatat adalah keterangan yang diberikan. / "
        "The address was not opened by the service; this is what was told of it."
    ),
}


def statement_of(facts: Fingerprint | Sighting, nonce: str) -> bytes:
    """Every sign of hers that nobody sees is spelled out. The same facts and the same nonce give
    the same bytes; without it, who guesses the facts could test the guess by the digest."""
    kind = ItemKind.FINGERPRINT if isinstance(facts, Fingerprint) else ItemKind.ADDRESS
    written = {
        "version": VERSION,
        "kind": kind.value,
        "nonce": nonce,
        "is_not": _NOT[kind],
        kind.value: _readable(asdict(facts)),
    }
    text = json.dumps(written, ensure_ascii=False, indent=2, sort_keys=True)
    return (text + "\n").encode()


def clean_text(text: str) -> str:
    """One line of hers as it is kept: composed, with every sign spelled out that hides itself or
    turns the order of the others."""
    shown = _LONE_SURROGATE.sub("\ufffd", text)
    return show_controls(unicodedata.normalize("NFC", shown.strip()), len(shown))


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _readable(one) for name, one in value.items()}
    return clean_text(value) if isinstance(value, str) else value
