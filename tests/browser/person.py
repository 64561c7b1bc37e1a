"""Somebody at a browser of her own: what eyes and fingers do, whatever the pages are about.

Finds everything by role, field name and address, never by a text that a catalogue may change.
"""

import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Response

from tests.browser.inspection import Inspector

PATIENCE_SECONDS = 45
LEAVES_MARK = "document.querySelector('main').dataset.old = ''"
NEW_MAIN = "main:not([data-old])"
MAIN_BUTTON = "main form button.btn:not(.quiet):not(.plain)"


class Person:
    """`status` is how the site answered last."""

    secret = ""

    def __init__(self, context: BrowserContext, base_url: str, inspector: Inspector) -> None:
        self.context = context
        self.base_url = base_url
        self.inspector = inspector
        self.status = 0
        self.page = context.new_page()
        self.page.on("console", inspector.hears)
        self.page.on("response", self._hears_answer)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def sees(self) -> str:
        """What stands in the main part of the page, with what is folded away."""
        return self.page.locator("main").text_content() or ""

    def finds(self, selector: str) -> Locator:
        return self.page.locator(f"main {selector}")

    @property
    def pictures(self) -> list[bytes]:
        """What the page shows, as it was sent inside the page itself."""
        sources = [one.get_attribute("src") or "" for one in self.finds("img").all()]
        return [b64decode(source.partition(";base64,")[2], validate=True) for source in sources]

    def visits(self, path: str) -> None:
        self._arrives(lambda: self.page.goto(self.base_url + path))

    def looks_again(self) -> None:
        self._arrives(self.page.reload)

    def follows(self, ending: str) -> None:
        """Clicks the first link whose address ends so."""
        self._goes_by(self.finds(f'a[href$="{ending}"]').first)

    def follows_into(self, folder: str) -> None:
        """Clicks the first link, other than the one back, whose address leads through here."""
        self._goes_by(self.finds(f'a[href*="{folder}"]:not(.back)').first)

    def _goes_by(self, link: Locator) -> None:
        """By a link that may be folded away."""
        while self._fold_over(link).count():
            self._fold_over(link).click()
        self._goes(link.click)

    def _fold_over(self, link: Locator) -> Locator:
        return link.locator("xpath=ancestor::details[not(@open)]/summary").first

    def goes_on(self) -> None:
        """Presses the main button of the page's first form that has one."""
        self._goes(self.finds_main_button().click)

    def finds_main_button(self) -> Locator:
        return self.page.locator(MAIN_BUTTON).first

    def presses(self, action: str) -> None:
        """Presses the button of the form that leads to an address with this ending."""
        self._goes(self.finds(f'form[action$="{action}"] button').first.click)

    def answers(self, **given: str | list[str]) -> None:
        """Fills in the fields of these names and goes on."""
        for name, value in given.items():
            self.fills_in(name, value)
        self.goes_on()

    def fills_in(self, name: str, value: str | list[str]) -> None:
        if self.finds(f'select[name="{name}"]').count():
            self.finds(f'select[name="{name}"]').select_option(value)
        elif self.finds(f'input[name="{name}"][value]:is([type=radio], [type=checkbox])').count():
            for one in [value] if isinstance(value, str) else value:
                self.finds(f'input[name="{name}"][value="{one}"] + label').click()
        else:
            self.finds(f':is(input, textarea)[name="{name}"]').fill(str(value))

    def chooses(self, text: str) -> None:
        """Clicks the option that bears this name of a person or an organisation."""
        self.finds(".opt label").filter(has_text=text).click()

    def waits_for(self, selector: str) -> None:
        """Loads the page again and again until there is such a thing on it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.finds(selector).count():
            if time.monotonic() > until:
                raise AssertionError(f"no “{selector}” on {self.path}: {self.sees}")
            self.page.reload()

    def waits_until(
        self, holds: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Waits for what happens elsewhere, while her page goes on."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < until, f"it does not happen: {self.sees}"
            meanwhile()
            self.page.wait_for_timeout(20)

    def downloads(self, folder: Path, button: Locator) -> Path:
        with self.page.expect_download() as arriving:
            button.click()
        kept = folder / arriving.value.suggested_filename
        arriving.value.save_as(kept)
        return kept

    def proves_herself(self) -> None:
        """Enters words or password once more, where the site asks for them."""
        if self.path == "/ulang":
            self.answers(secret=self.secret)

    def presses_exit(self) -> None:
        """Does not wait for what comes: the site may answer late."""
        self.page.locator("#exit").click(no_wait_after=True)

    def presses_shift_three_times(self) -> None:
        for _ in range(3):
            self.page.keyboard.press("Shift")

    @contextmanager
    def without_answer_from(self, address: str) -> Iterator[None]:
        """Inside, a request for this address brings nothing, and she stays where she is."""
        self.page.route(address, lambda route: route.abort("aborted"))
        yield
        self.page.unroute(address)

    def waits_until_nothing_is_left(self) -> None:
        """The answer to a beacon comes when the page that sent it is gone."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.context.cookies():
            assert time.monotonic() < until, "cookies are left"
            self.page.wait_for_load_state()

    def goes_back(self) -> None:
        self._arrives(self.page.go_back)

    def _arrives(self, act: Callable[[], object]) -> None:
        """Does what leads to another address, perhaps of another site."""
        with self.page.expect_navigation(wait_until="load"):
            act()
        self._looks_around()

    def _goes(self, act: Callable[[], object]) -> None:
        """Does what brings another main part, on a page of its own or in place of this one."""
        self.page.evaluate(LEAVES_MARK)
        act()
        self.page.wait_for_selector(NEW_MAIN, state="attached")
        self.page.wait_for_load_state()
        self._looks_around()

    def _looks_around(self) -> None:
        if self.page.url.startswith(self.base_url):
            self.inspector.looks_at(self.page)

    def _hears_answer(self, answer: Response) -> None:
        """Of pages and of forms a script sends, not of what a page loads."""
        if answer.request.resource_type in ("document", "fetch"):
            self.status = answer.status
