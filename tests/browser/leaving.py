"""What a browser shows and keeps of a visit, as somebody who picks it up afterwards finds it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

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


# The browser answers no question about a page while it waits for another site: the page itself
# says what stands there, once the click is over.
PRESS_AND_TELL = """setTimeout(() => {
  document.getElementById('exit').click();
  const left = document.querySelectorAll('header, form, .tasks, .card').length;
  console.log(`${left} ${document.title} ${location.pathname} ${document.body.innerText}`);
})"""


def screen_after_exit(page: Page) -> str:
    """How many parts of the site are left in the click's own task, then title, path and text."""
    with page.expect_console_message() as told:
        page.evaluate(PRESS_AND_TELL)
    return told.value.text


def is_neutral(screen: str) -> bool:
    said = screen.lower()
    return said.startswith("0 cuaca /cuaca ") and not any(word in said for word in TELLING)


def paste_into(owner: Owner, text: str) -> None:
    """A long text at once, as no finger types it."""
    owner.finds("textarea").evaluate(PASTE, text)


def history_length(owner: Owner) -> int:
    return int(owner.page.evaluate("history.length"))


def is_covered_by_another_app(page: Page) -> bool:
    """The script that covers comes after the page: until it is there, nothing happens."""
    page.evaluate(HIDE)
    return page.locator("header").is_hidden()


def written_history(profile: Path) -> list[str]:
    """Each address and title in the browser's own database of a closed profile."""
    with closing(sqlite3.connect(profile / "Default" / "History")) as database:
        rows: list[tuple[Any, Any]] = database.execute("SELECT url, title FROM urls").fetchall()
    return [f"{url} {title}" for url, title in rows]
