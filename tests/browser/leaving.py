"""What a browser shows and keeps of a visit, as somebody who picks it up afterwards finds it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from tests.browser.people import Owner

# No word that tells what these notes are about, in either language.
TELLING = (
    *("kbgo", "lbh", "kekerasan", "bukti", "korban", "intim", "lapor", "ancam", "pelaku"),
    *("violence", "evidence", "proof", "report", "victim", "intimate", "threat"),
)
HIDE = """() => {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}"""
PASTE = """(box, text) => {
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}"""


def is_wiped(page: Page) -> bool:
    """Nothing of the site is on the screen, in the title or in the address bar."""
    shown = page.evaluate("document.body.innerText + document.title + location.pathname")
    left = page.locator("header, form, .tasks, .card").count()
    return left == 0 and "/cuaca" in shown and not any(word in shown.lower() for word in TELLING)


def paste_into(owner: Owner, text: str) -> None:
    """A long text at once, as no finger types it."""
    owner.finds("textarea").evaluate(PASTE, text)


def history_length(owner: Owner) -> int:
    return int(owner.page.evaluate("history.length"))


@contextmanager
def slow_line(page: Page, address: str) -> Iterator[None]:
    """Inside, nothing comes from this address yet; afterwards everything does."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))  # noqa: PLW0108  it must bear a name
    yield
    page.wait_for_function("location.pathname === '/cuaca'")
    for route in held:
        route.continue_()


def another_app_in_front(page: Page) -> None:
    page.evaluate(HIDE)


def written_history(profile: Path) -> list[str]:
    """Each address and title in the browser's own database of a closed profile."""
    with closing(sqlite3.connect(profile / "Default" / "History")) as database:
        rows: list[tuple[Any, Any]] = database.execute("SELECT url, title FROM urls").fetchall()
    return [f"{url} {title}" for url, title in rows]
