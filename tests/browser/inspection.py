"""Looks at each new kind of page: order, labels, room on small and large screens, silence.

A page is looked at where the story stands on it, so that it holds what it holds in life.
"""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

PHONE = {"width": 360, "height": 740}
SMALL = {"width": 320, "height": 640}
# The last is the one the story goes on with.
SCREENS = (
    ({"width": 1280, "height": 800}, "100%"),
    (SMALL, "200%"),
    (SMALL, "100%"),
    (PHONE, "100%"),
)
REFERENCE = re.compile(r"(?<=/)(?:[0-9a-z]{8}|[0-9a-f-]{36})(?=/|$)")
ORDER = """() => {
  const faults = [];
  const say = (fault) => faults.push(fault);
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) say(`${headings} h1`);
  if (!/^(id|en)$/.test(document.documentElement.lang)) say('no lang');
  if (!document.title) say('no title');
  const known = (id) => document.getElementById(id) !== null;
  for (const name of ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(/\\s+/)) {
        if (!known(id)) say(`${name}=${id} leads nowhere`);
      }
    }
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!known(link.hash.slice(1))) say(`link ${link.hash} leads nowhere`);
  }
  const inputs = 'main :is(input:not([type=hidden]), select, textarea)';
  for (const input of document.querySelectorAll(inputs)) {
    if (!input.labels.length) say(`${input.name} has no label`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) say(`two ${id}`);
  return faults;
}"""
LETTERS = "(size) => { document.documentElement.style.fontSize = size; }"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Inspector:
    """`faults` names each fault with the page it is on; `seen` names the kinds of pages."""

    def __init__(self, *, is_thorough: bool) -> None:
        self.is_thorough = is_thorough
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def hears(self, message: ConsoleMessage) -> None:
        """Errors and warnings are faults, broken content policies among them.

        Only how a page itself was answered is the story's to judge.
        """
        at = message.page.url if message.page else ""
        is_answer = message.location["url"] == at and "status of" in message.text
        if message.type in ("error", "warning") and not is_answer:
            self.faults.append(f"console of {at}: {message.text}")

    def looks_at(self, page: Page) -> None:
        kind = kind_of(page)
        if kind in self.seen:
            return
        self.seen.add(kind)
        self._notes(kind, page.evaluate(ORDER))
        if self.is_thorough:
            self._tries_screens(page, kind)

    def _tries_screens(self, page: Page, kind: str) -> None:
        for screen, letters in SCREENS:
            page.set_viewport_size(screen)  # type: ignore[arg-type]
            page.evaluate(LETTERS, letters)
            wider = page.evaluate(OVERFLOW)
            if wider > 0:
                at = f"{screen['width']} with letters of {letters}"
                self._notes(kind, [f"{wider} px too wide at {at}"])

    def _notes(self, kind: str, faults: list[str]) -> None:
        self.faults += [f"{kind}: {fault}" for fault in faults]


def kind_of(page: Page) -> str:
    """Language and address without references; showing errors or pictures is a kind of its own."""
    shows = [name for name in ("[role=alert]", "main img") if page.locator(name).count()]
    language = page.locator("html").get_attribute("lang")
    return " ".join([language or "", REFERENCE.sub("…", urlsplit(page.url).path), *shows])
