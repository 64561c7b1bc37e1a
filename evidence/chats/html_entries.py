"""Finds the elements of an HTML page that hold a message, and reads what one says. Renders nothing.

Knows no messenger. Linear in time: an element is cut out first, and its size is bounded, since the
parser of the standard library goes over unclosed markup again and again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from evidence.chats.building import Lines, Span
from evidence.chats.messages import MESSAGES_MAX, NotRead, Unreadable

DEPTH_MAX = 30
ELEMENT_MAX_BYTES = 512 * 1024
# HTML Living Standard, 13.1.2: these have no end tag.
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
BLOCKS = frozenset({"div", "p", "li", "tr", "section", "h1", "h2", "h3", "pre", "blockquote"})
BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class Node:
    """One element of a page: its attributes, and what stands in it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list["Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def has(self, *classes: str) -> bool:
        return not self.classes.isdisjoint(classes)

    def inside(self, *without: str) -> Iterator["Node"]:
        """All elements below, in the order of the page; not those of a class in `without`, nor
        what stands in them."""
        for part in self.parts:
            if isinstance(part, Node) and not part.has(*without):
                yield part
                yield from part.inside(*without)

    def first(self, *classes: str, without: tuple[str, ...] = ()) -> "Node | None":
        """The first element below that has one of the classes."""
        return next((each for each in self.inside(*without) if each.has(*classes)), None)

    def text(self, *without: str) -> str:
        """What a reader would see: blanks as one, a line for each `br` and block. Without the
        elements of a class or a tag in `without`."""
        written: list[str] = []
        self._write(written, without)
        lines = "".join(written).split("\n")
        return "\n".join(line.strip(" ") for line in lines).strip("\n")

    def _write(self, written: list[str], without: tuple[str, ...]) -> None:
        for part in self.parts:
            if isinstance(part, str):
                written.append(BLANKS.sub(" ", part))
            elif part.tag == "br":
                written.append("\n")
            elif part.tag not in without and not part.has(*without):
                edge = "\n" if part.tag in BLOCKS else ""
                written.append(edge)
                part._write(written, without)
                written.append(edge)


def elements(data: bytes, opening: re.Pattern[bytes]) -> Iterator[tuple[Span, bool]]:
    """Every element that begins with what `opening` finds, in the file's order, and whether it
    was closed before the next one began or the file ended.

    `opening` matches a whole `div` or `section` tag. Such elements are never inside each other.
    Raises NotRead: UNKNOWN where there is none, TOO_MANY.
    """
    mark = re.compile(rb"(?P<opening>" + opening.pattern + rb")|<(?P<end>/?)(?:div|section)\b")
    lines, start, line, depth, count = Lines(data), 0, 0, 0, 0
    for found in mark.finditer(data):
        if found["opening"] is not None:
            if depth:
                end = start + len(data[start : found.start()].rstrip())
                yield Span(start, end, line, lines.at(end)), False
            count += 1
            if count > MESSAGES_MAX:
                raise NotRead(Unreadable.TOO_MANY)
            start, line, depth = found.start(), lines.at(found.start()), 1
        elif depth:
            depth += -1 if found["end"] else 1
            if not depth:
                end = data.find(b">", found.end()) + 1 or len(data)
                yield Span(start, end, line, lines.at(end)), True
    if depth:
        yield Span(start, len(data), line, lines.at(len(data))), False
    if not count:
        raise NotRead(Unreadable.UNKNOWN)


def tree(raw: bytes) -> Node:
    """An element with what stands in it. Raises ValueError for one that is too large, too deep, no
    UTF-8 or not closed."""
    if len(raw) > ELEMENT_MAX_BYTES:
        raise ValueError("too large")
    builder = _Builder()
    try:
        builder.feed(raw.decode("utf-8"))
    except AssertionError as error:
        # How the parser of the standard library says that a declaration makes no sense.
        raise ValueError("no HTML") from error
    if len(builder.open) != 1 or builder.rawdata:
        raise ValueError("not closed")
    (whole,) = builder.open[0].parts
    if isinstance(whole, str):
        raise ValueError("no element")
    return whole


class _Builder(HTMLParser):
    """What is in `open` has begun and not ended; the first one is the page around."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)
        if len(self.open) > DEPTH_MAX:
            raise ValueError("too deep")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if len(self.open) < 2 or self.open.pop().tag != tag:
            raise ValueError("closed what was not open")

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)
