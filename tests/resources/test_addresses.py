"""The table of hosts: strict, each once, and only of platforms there are."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from resources import addresses, fingerprints
from resources.addresses import address_book
from resources.datafiles import File
from resources.exceptions import DataError
from tests.resources.altered import altered, entry

Slip = Callable[[dict[str, Any]], object]


def place(content: dict[str, Any], platform: str) -> dict[str, Any]:
    found: dict[str, Any] = entry(content["place"], platform, "platform")
    return found


SLIPS: Mapping[str, tuple[Slip, str]] = {
    "a platform": (lambda c: place(c, "x").update(platform="y"), "y: is no platform"),
    "a host twice": (lambda c: place(c, "x")["hosts"].append("t.me"), "a host comes twice"),
    "a host in large letters": (lambda c: place(c, "x").update(hosts=["X.com"]), "small letters"),
    "a path without a name": (lambda c: place(c, "x").update(paths=["i/user"]), "handle or id"),
    "a key": (lambda c: place(c, "x").update(host=["x.com"]), "unknown key host"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_refused_with_its_name(slip: str) -> None:
    change, told = SLIPS[slip]
    with pytest.raises(DataError, match=told):
        addresses.build(altered(File.ADDRESSES, change))


@pytest.mark.parametrize(
    ("host", "platform"),
    [
        ("x.com", "x"),
        ("www.x.com", "x"),
        ("netflix.com", None),
        ("docs.google.com", "google-drive"),
        ("google.com", None),
        ("x.com.contoh.example", None),
    ],
)
def test_a_host_belongs_to_a_platform_by_its_end(host: str, platform: str | None) -> None:
    found = address_book().place_of(host)
    assert (found.platform if found else None) == platform


def test_a_way_to_make_a_fingerprint_has_steps() -> None:
    with pytest.raises(DataError, match="windows: no steps"):
        fingerprints.build(
            altered(File.FINGERPRINTS, lambda c: entry(c["way"], "windows").update(steps=[]))
        )
