"""Every page, narrow and wide, bright and dark, clean and with errors, with scripts and without."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.rendered import Site, rendered_site
from tests.browser.shown import serving
from tests.browser.viewing import Viewer

LANGUAGES = ("id", "en")
KINDS = (
    *("accounts:start", "accounts:sign-in", "cases:words", "cases:task-list", "cases:plan"),
    *("cases:incident-step 1", "cases:incident-step 4", "cases:incident-step 4, wrong"),
    *("cases:incident-check", "cases:log", "evidence:add", "evidence:item, uncovered"),
    *("resources:help-numbers", "resources:first-steps"),
)


@pytest.fixture(params=LANGUAGES)
def site(browser: Any, db: None, request: pytest.FixtureRequest) -> Site:
    """The browser comes first: it changes how this thread reaches the database."""
    return rendered_site(request.param)


@pytest.fixture
def viewer(browser: Any, site: Site) -> Iterator[Viewer]:
    with serving(site) as base:
        opened = Viewer(browser, base, site)
        yield opened
        opened.closes()


def test_every_page_is_sound(viewer: Viewer, site: Site) -> None:
    """An unlisted page, or a form that cannot say what is wrong, is a fault as well."""
    assert [*site.faults, *viewer.faults_with_scripts()] == []


def test_every_page_is_sound_without_scripts(viewer: Viewer) -> None:
    assert list(viewer.faults_without_scripts()) == []


def test_her_pages_of_each_kind_have_room_for_letters_of_twice_the_size(
    viewer: Viewer, site: Site
) -> None:
    assert set(KINDS) <= {page.name for page in site.pages}
    assert list(viewer.faults_in_large_text(KINDS)) == []
