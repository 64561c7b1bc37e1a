"""Pages for everybody on paper, in the system's own colours, and with letters twice the size."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.inspection import OVERFLOW
from tests.instance import Instance

PAGES = ("/", "/baca/", "/baca/1/", "/baca/3/", "/langkah/", "/bantuan/", "/mulai", "/mulai/2")
SMALL = {"width": 320, "height": 640}
WAYS_OUT = ".top, .back, .acts, .foot, main .btn, main .leave"
BORDERS = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  const style = getComputedStyle(element);
  return [parseFloat(style.borderTopWidth), style.borderTopStyle, style.borderTopColor];
})"""
STYLE = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
LARGER = "() => { document.documentElement.style.fontSize = '200%'; }"
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter((element) => {
  const box = element.getBoundingClientRect();
  const shown = box.width > 1 && getComputedStyle(element).position !== 'absolute';
  return shown && (box.left < 0 || box.right > innerWidth + 0.5);
}).map((element) => element.outerHTML.slice(0, 60))"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A small phone whose owner likes it dark."""
    context = browser.new_context(viewport=SMALL, color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_paper_shows_what_was_read_and_no_way_out(page: Any, site: Instance, path: str) -> None:
    page.goto(site.base_url + path)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert [one for one in page.locator(WAYS_OUT).all() if one.is_visible()] == []
    assert page.evaluate(STYLE, ["body", "backgroundColor"]) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("path", PAGES)
def test_the_systems_colours_keep_an_edge_around_each_control(
    page: Any, site: Instance, path: str
) -> None:
    page.goto(site.base_url + path)
    page.emulate_media(forced_colors="active")
    ground = page.evaluate(STYLE, ["body", "backgroundColor"])
    edges = page.evaluate(BORDERS, ".exit, .btn, .doors a, .opt, .notice, .card")
    assert edges
    assert [edge for edge in edges if edge[0] < 1 or edge[1] == "none" or edge[2] == ground] == []


@pytest.mark.parametrize(("wish", "scroll"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_a_page_glides_only_for_those_who_do_not_mind(
    page: Any, site: Instance, wish: Any, scroll: str
) -> None:
    page.emulate_media(reduced_motion=wish)
    page.goto(site.base_url + "/bantuan/")
    assert page.evaluate(STYLE, ["html", "scrollBehavior"]) == scroll


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_letters_twice_the_size_stay_on_a_small_screen(
    page: Any, site: Instance, path: str, language: str
) -> None:
    page.goto(f"{site.base_url}{path}?lang={language}")
    page.evaluate(LARGER)
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(CUT_OFF) == []
