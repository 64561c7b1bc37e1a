"""Marks that may stand nowhere in clear, in every form in which they could stand there."""

import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

Forms = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark that was found where it may not be."""

    mark: str
    form: str
    place: str

    def __str__(self) -> str:
        return f"{self.mark} as {self.form} in {self.place}"


@dataclass(slots=True)
class Marks:
    """The marks of one run by name; a name can have several values."""

    values: dict[str, list[bytes]] = field(default_factory=dict)

    def new(self, name: str) -> str:
        """A word that exists nowhere else, the same each time it is asked for by this name."""
        if name not in self.values:
            self.values[name] = [f"knr{secrets.token_hex(8)}".encode()]
        return self.values[name][0].decode()

    def keep(self, name: str, *values: str | bytes) -> None:
        """Something the site or a browser made, which is as secret as what was typed."""
        known = self.values.setdefault(name, [])
        known += [value.encode() if isinstance(value, str) else value for value in values]

    def found_in(self, places: Iterable[tuple[str, bytes]]) -> Iterator[Hit]:
        patterns = list(self._patterns())
        for place, content in places:
            for name, form, pattern in patterns:
                if pattern in content:
                    yield Hit(name, form, place)

    def _patterns(self) -> Iterator[tuple[str, str, bytes]]:
        for name, values in self.values.items():
            for value in values:
                for form, pattern in forms_of(value).items():
                    yield name, form, pattern


def forms_of(value: bytes) -> Forms:
    """The value as it is, in both cases, and in each encoding that hides it from a plain search."""
    forms = {"it is": value, "upper case": value.upper(), "lower case": value.lower()}
    forms |= {"hex": value.hex().encode(), "upper-case hex": value.hex().upper().encode()}
    forms |= {"percent": "".join(f"%{byte:02X}" for byte in value).encode()}
    for offset in range(3):
        forms[f"base64 at {offset}"] = _base64(value, offset, b64encode)
        forms[f"URL-safe base64 at {offset}"] = _base64(value, offset, urlsafe_b64encode)
    return _without_repeats(forms | _text_forms(value))


def _text_forms(value: bytes) -> Forms:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return {}
    forms = {"URL": quote(text, safe="").encode(), "form": quote_plus(text).encode()}
    return forms | {f"UTF-16{order}": text.encode(f"utf-16-{order}") for order in ("le", "be")}


def _base64(value: bytes, offset: int, encode: Callable[[bytes], bytes]) -> bytes:
    """What of the value's encoding does not depend on the bytes around it."""
    encoded = encode(bytes(offset) + value)
    return encoded[(offset * 8 + 5) // 6 : (offset + len(value)) * 8 // 6]


def _without_repeats(forms: Forms) -> Forms:
    return {name: pattern for pattern, name in {p: n for n, p in reversed(forms.items())}.items()}
