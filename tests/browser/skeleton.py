"""What of a page decides how it is drawn, whatever its words: its elements, and their looks."""

from collections.abc import Iterable
from hashlib import sha256
from html.parser import HTMLParser

from tests.browser.rendered import Page

LOOKS = frozenset({"class", "disabled", "hidden", "open", "role", "type"})


def skeletons_of(pages: Iterable[Page]) -> frozenset[str]:
    return frozenset(map(skeleton_of, pages))


def skeleton_of(page: Page) -> str:
    """The same for two pages that differ in nothing but words, addresses and references."""
    reader = _Reader()
    reader.feed(page.content.decode())
    return sha256(repr(reader.elements).encode()).hexdigest()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        looks = tuple(sorted(one for one in attrs if one[0] in LOOKS))
        self.elements.append((tag, looks))

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", ()))
