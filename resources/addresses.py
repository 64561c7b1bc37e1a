"""Which platform an address belongs to, and the shapes in which accounts stand in addresses.

Knows hosts and paths. Takes no address apart, and opens none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence
from resources.seeds import platform_seeds

HANDLE, ID = "{handle}", "{id}"


@dataclass(frozen=True, slots=True)
class PlatformAddresses:
    """The hosts of a platform, and its `paths`: parts of a path in order, with the place of a
    handle or an id among them, and behind a `?` one key of the query."""

    platform: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    not_handles: frozenset[str]


@dataclass(frozen=True, slots=True)
class AddressBook:
    places: tuple[PlatformAddresses, ...]
    tracking: frozenset[str]
    tracking_prefixes: tuple[str, ...]

    def place_of(self, host: str) -> PlatformAddresses | None:
        """The platform of a host in lower case; of two that fit, the one that says more."""
        fitting = [
            (len(known), place)
            for place in self.places
            for known in place.hosts
            if host == known or host.endswith("." + known)
        ]
        return max(fitting, key=lambda one: one[0])[1] if fitting else None


@cache
def address_book() -> AddressBook:
    return build()


def build(content: Mapping[str, object] | None = None) -> AddressBook:
    file = document(File.ADDRESSES, content)
    file.choice("confidence", Confidence)
    known = {seed.slug for seed in platform_seeds()}
    places = tuple(_place(row, known) for row in unique(file.rows("place", "platform"), "platform"))
    book = AddressBook(places, frozenset(file.words("tracking")), file.words("tracking_prefixes"))
    file.done()
    hosts = [host for place in places for host in place.hosts]
    if len(set(hosts)) < len(hosts):
        raise file.error("a host comes twice")
    return book


def _place(row: Row, known: set[str]) -> PlatformAddresses:
    place = PlatformAddresses(
        platform=row.word("platform"),
        hosts=row.words("hosts"),
        paths=row.words("paths"),
        not_handles=frozenset(row.words("not_handles")),
    )
    row.done()
    if place.platform not in known:
        raise row.error("is no platform")
    if any(host != host.lower() or "." not in host for host in place.hosts):
        raise row.error("a host is not in small letters, or none")
    if any(path.count(HANDLE) + path.count(ID) != 1 for path in place.paths):
        raise row.error("a path does not name exactly one handle or id")
    return place
