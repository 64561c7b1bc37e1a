"""Looks at rendered pages one after another in one tab: order, room, axe, with and without scripts.

Narrow and wide, bright and dark, without loading a page twice.
"""

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from playwright.sync_api import Page as Tab

from tests.browser.inspection import LETTERS, ORDER, OVERFLOW, PHONE
from tests.browser.rendered import Page, Site
from tests.browser.skeleton import skeleton_of

SMALLEST, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
LARGER = {"width": 640, "height": 740}
# WCAG 2.2 AA and good practice; in the dark only what depends on colours is asked again. Nor do
# colours depend on words: of a page that was looked at in another language they are known.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONLY_FAULTS = {"resultTypes": ["violations"], "preload": False}
RULES: dict[str, dict[str, Any]] = {
    "light": ONLY_FAULTS | {"runOnly": {"type": "tag", "values": LEVELS}},
    "dark": ONLY_FAULTS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
COLOURS_ARE_KNOWN = {"rules": {"color-contrast": {"enabled": False}}}
AXE = "(rules) => axe.run(document, rules).then((found) => found.violations.map("
AXE += "(one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3)}`))"
# Without scripts nobody can be asked whether she is still there: a page left open for long leaves.
LEFT_OPEN = {"rules": {"meta-refresh": {"enabled": False}}}
# Without what only browsers without scripts are told.
DOCUMENT = """() => {
  const copy = document.documentElement.cloneNode(true);
  for (const one of copy.querySelectorAll('noscript')) one.remove();
  return copy.outerHTML;
}"""


def axe_source() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


class Viewer:
    """Each fault it finds is named with the page it is on."""

    def __init__(
        self, browser: Any, base: str, site: Site, known: frozenset[str] = frozenset()
    ) -> None:
        """`known` are the skeletons of pages whose colours were looked at."""
        self._known = known
        self._context = browser.new_context(viewport=PHONE)
        self._tab: Tab = self._context.new_page()
        self._tools = self._context.new_cdp_session(self._tab)
        self._base, self._site = base, site
        self._heard: list[str] = []
        self._tab.on("console", lambda message: self._heard.append(message.text))
        self._tab.on("pageerror", lambda error: self._heard.append(str(error)))

    def closes(self) -> None:
        self._context.close()

    def faults_with_scripts(self) -> Iterator[str]:
        self._context.add_init_script(axe_source())
        for number, page in enumerate(self._site.pages):
            self._opens(number, page)
            yield from self._named(page, self._faults(page, {}))

    def faults_without_scripts(self) -> Iterator[str]:
        """A page on which scripts change nothing was looked at with them."""
        for number, page in enumerate(self._site.pages):
            self._opens(number, page)
            changed = self._tab.evaluate(DOCUMENT)
            self._switches_scripts("off")
            self._opens(number, page)
            self._switches_scripts("on")
            if self._tab.evaluate(DOCUMENT) != changed:
                self._tab.evaluate(axe_source())
                yield from self._named(page, self._faults(page, LEFT_OPEN))

    def faults_in_large_text(self) -> Iterator[str]:
        """At twice the size of letters, on a screen on which half as much has room."""
        self._tab.set_viewport_size(LARGER)  # type: ignore[arg-type]
        for number, page in enumerate(self._site.pages):
            self._opens(number, page)
            self._tab.evaluate(LETTERS, "200%")
            if self._tab.evaluate(OVERFLOW) > 0:
                yield f"{page.name}: too wide with large letters"

    def _opens(self, number: int, page: Page) -> None:
        self._tab.goto(f"{self._base}{page.path}?{number}")

    def _switches_scripts(self, to: str) -> None:
        self._tools.send("Emulation.setScriptExecutionDisabled", {"value": to == "off"})

    def _faults(self, page: Page, besides: dict[str, Any]) -> Iterator[str]:
        """Leaves the tab narrow and bright, as it was."""
        yield from self._tab.evaluate(ORDER)
        if self._tab.locator("html").get_attribute("lang") != self._site.language:
            yield "another language"
        rules = {scheme: asked | besides for scheme, asked in RULES.items()}
        if skeleton_of(page) in self._known:
            left_out = besides.get("rules", {}) | COLOURS_ARE_KNOWN["rules"]
            rules = {"light": RULES["light"] | {"rules": left_out}}
        yield from self._seen(PHONE, rules)
        yield from self._seen(SMALLEST, {})
        yield from self._seen(WIDE, dict(reversed(rules.items())))
        self._tab.set_viewport_size(PHONE)

    def _seen(self, size: Any, rules: Mapping[Any, dict[str, Any]]) -> Iterator[str]:
        self._tab.set_viewport_size(size)
        if self._tab.evaluate(OVERFLOW) > 0:
            yield f"too wide at {size['width']}"
        for scheme, asked in rules.items():
            self._tab.emulate_media(color_scheme=scheme)
            for fault in self._tab.evaluate(AXE, asked):
                yield f"{size['width']} {scheme}: {fault}"

    def _named(self, page: Page, faults: Iterator[str]) -> Iterator[str]:
        for fault in [*faults, *self._heard]:
            yield f"{page.name}: {fault}"
        self._heard.clear()
