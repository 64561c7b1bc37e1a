"""Every page, narrow and wide, bright and dark, clean and with errors, with scripts and without."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.rendered import Page, Site, rendered_site
from tests.browser.shown import serving
from tests.browser.skeleton import skeletons_of
from tests.browser.viewing import Viewer

LANGUAGES = ("id", "en")


@pytest.fixture(params=LANGUAGES)
def site(browser: Any, db: None, request: pytest.FixtureRequest) -> Site:
    """The browser comes first: it changes how this thread reaches the database."""
    return rendered_site(request.param)


@pytest.fixture
def viewer(browser: Any, site: Site) -> Iterator[Viewer]:
    with serving(site) as base:
        opened = Viewer(browser, base, site, _known_before(site))
        yield opened
        opened.closes()


def _known_before(site: Site) -> frozenset[str]:
    """Pages that differ in their words alone are looked at for their colours in one language."""
    first = LANGUAGES[0]
    return frozenset() if site.language == first else skeletons_of(rendered_site(first).pages)


def test_every_page_is_sound(viewer: Viewer, site: Site) -> None:
    """An unlisted page, or a form that cannot say what is wrong, is a fault as well."""
    assert [*site.faults, *viewer.faults_with_scripts()] == []


def test_every_page_is_sound_without_scripts(viewer: Viewer) -> None:
    assert list(viewer.faults_without_scripts()) == []


def test_every_page_has_room_for_letters_of_twice_the_size(viewer: Viewer) -> None:
    assert list(viewer.faults_in_large_text()) == []


BAD = b"""<!doctype html><html><title>Uji</title><main><h1>Satu</h1>
<p style="background: #fff; color: #ccc">pucat</p><img src="data:,"></main></html>"""
EXPECTED = ("360 light: color-contrast", "1280 dark: color-contrast", "image-alt", "no lang")


def test_a_bad_page_is_called_bad_for_each_of_its_faults(browser: Any) -> None:
    bad = Site("id", pages=[Page("bad", "/", {"Content-Type": "text/html"}, BAD)])
    with serving(bad) as base:
        viewer = Viewer(browser, base, bad)
        told = "\n".join(viewer.faults_with_scripts())
        viewer.closes()
    assert [fault for fault in EXPECTED if fault not in told] == []
