"""Takes an address apart as it was typed: what it is, whose it is, and whether it is an old one.

Pure. Nothing is ever fetched: an address is a line of text, and stays one.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from resources.addresses import HANDLE, ID, AddressBook, PlatformAddresses, address_book

MOST_LETTERS: Final = 2000
# A number behind the colon is a port, and what stands before it a host.
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|\Z))", re.IGNORECASE | re.ASCII)
_HOST: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+", re.ASCII)
_IP_6: Final = re.compile(r"[0-9a-f:.]{2,45}", re.ASCII)
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")
_ON_PHONES: Final = re.compile(r"\A(?:(?:www|m|mobile|mbasic|touch|web)\.)+(?=[^.]+\.)")
_DEFAULT_PORTS: Final = frozenset({None, 80, 443})
_WEB: Final = frozenset({"http", "https"})
_NAME: Final = re.compile(r"\w[\w.-]{0,99}")


class AddressRefusal(StrEnum):
    """Why something typed is no address to keep. The values are translated where they are shown."""

    SCHEME = "scheme"
    NOT_ONE = "not_one"
    TOO_LONG = "too_long"


class NoAddress(ValueError):
    """Carries the reason and nothing of what was typed."""

    def __init__(self, reason: AddressRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """`text` is what may be kept and shown: as typed, without a name or password before the host,
    and with what nobody sees written as an escape. `host` is in the letters of the network,
    `host_shown` in those of its language. `key` is equal for two ways to write one address."""

    text: str
    host: str
    host_shown: str
    key: str
    had_password: bool = False
    platform: str = ""
    handle: str = ""
    account_id: str = ""

    @property
    def is_in_other_letters(self) -> bool:
        """Whether the host can look like another one."""
        return self.host != self.host_shown


def read_address(typed: str, book: AddressBook | None = None) -> Address:
    """NoAddress for everything but http, https, and what has a host and no scheme."""
    book = book or address_book()
    text = _visible(typed.strip())
    if len(text) > MOST_LETTERS:
        raise NoAddress(AddressRefusal.TOO_LONG)
    found = _SCHEME.match(text)
    if found and found[1].lower() not in _WEB:
        raise NoAddress(AddressRefusal.SCHEME)
    try:
        return _read(text, has_scheme=found is not None, book=book)
    except (ValueError, UnicodeError) as error:
        raise NoAddress(AddressRefusal.NOT_ONE) from error


def _visible(text: str) -> str:
    """Marks and spaces that came along at the ends go; inside they are written as escapes."""
    kept = "".join(each for each in text if unicodedata.category(each) != "Cs")
    kept = unicodedata.normalize("NFC", kept)
    while kept and _is_hidden(kept[0]):
        kept = kept[1:]
    while kept and _is_hidden(kept[-1]):
        kept = kept[:-1]
    return "".join(quote(each, safe="") if _is_hidden(each) else each for each in kept)


def _is_hidden(character: str) -> bool:
    return character.isspace() or not character.isprintable()


def _read(text: str, *, has_scheme: bool, book: AddressBook) -> Address:
    whole = text if has_scheme else "https://" + text.removeprefix("//")
    # Browsers take the one for the other, before a host and behind it.
    slashed = whole.replace("\\", "/")
    authority = re.split(r"[/?#]", slashed.partition("//")[2], maxsplit=1)[0]
    name, at, rest = authority.rpartition("@")
    if at:
        text = text.replace(authority, rest, 1)
        whole = whole.replace(authority, rest, 1)
    parts = urlsplit(whole.replace("\\", "/"))
    host = _host_in_ascii(parts.hostname or "")
    place = book.place_of(host)
    segments = [segment for segment in parts.path.split("/") if segment]
    handle, account_id = _account(place, segments, dict(parse_qsl(parts.query)))
    named = place.platform if place else _ON_PHONES.sub("", host)
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    path, query = "/".join(map(_same_escapes, segments)), _query(parts.query, book, place)
    return Address(
        text=text,
        host=host,
        host_shown=_host_in_letters(host),
        key=f"{named}{port}/{path}{query}",
        had_password=bool(at and name),
        platform=place.platform if place else "",
        handle=handle,
        account_id=account_id,
    )


def _host_in_ascii(host: str) -> str:
    """As the network knows it. ValueError for what is no host at all."""
    ascii_host = host.rstrip(".").encode("idna").decode() if ":" not in host else host
    if not (_HOST.fullmatch(ascii_host) or (":" in host and _IP_6.fullmatch(host))):
        raise ValueError("no host")
    return ascii_host.lower()


def _host_in_letters(host: str) -> str:
    try:
        shown = host.encode().decode("idna")
    except UnicodeError:
        return host
    return host if any(_is_hidden(each) for each in shown) else shown


def _same_escapes(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if _UNRESERVED.fullmatch(character) else found[0].upper()

    return _ESCAPE.sub(one, text)


def _query(query: str, book: AddressBook, place: PlatformAddresses | None) -> str:
    """What is left of a query when all that only tells who passed it on is taken out."""
    ignored = book.tracking | ({"s", "t"} if place and place.platform == "x" else frozenset())
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name.lower() not in ignored and not name.lower().startswith(book.tracking_prefixes)
    ]
    return "?" + urlencode(sorted(kept)) if kept else ""


def _account(
    place: PlatformAddresses | None, segments: list[str], query: dict[str, str]
) -> tuple[str, str]:
    """Handle and id as far as the shape of the address shows them."""
    for shape in place.paths if place else ():
        path, _, key = shape.partition("?")
        found = _matched(path.split("/"), segments)
        if found is not None and key:
            name, _, mark = key.partition("=")
            found = {mark: query[name]} if name in query else None
        if found and place and not place.not_handles & set(found.values()):
            return _name(found.get(HANDLE, "")), _name(found.get(ID, "").lstrip("+ "))
    return "", ""


def _matched(shape: list[str], segments: list[str]) -> dict[str, str] | None:
    """What stands in the places of a shape, where the path begins with it."""
    found: dict[str, str] = {}
    if len(segments) < len(shape):
        return None
    for expected, segment in zip(shape, segments, strict=False):
        mark = expected.lstrip("@")
        if mark in (HANDLE, ID):
            if expected.startswith("@") != segment.startswith("@"):
                return None
            found[mark] = segment.removeprefix("@")
        elif expected not in ("*", segment):
            return None
    return found


def _name(text: str) -> str:
    """Of what stands in an address, only what can be a name or a number."""
    return text if _NAME.fullmatch(text) else ""
