"""Looking through a chat page by page, and what was chosen on the way. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cases.details import Quote
from evidence.chats.transcript import Transcript
from evidence.quoting import quote_of

PAGE = 50
MOST_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A message as it stands in the list, by the clock she named."""

    number: int
    quote: Quote
    is_chosen: bool
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was found; `first` and `last` count from 1."""

    rows: tuple[Row, ...]
    first: int
    last: int
    found: int

    @property
    def start(self) -> int:
        return self.first - 1

    @property
    def has_earlier(self) -> bool:
        return self.first > 1

    @property
    def has_later(self) -> bool:
        return self.last < self.found


@dataclass(frozen=True, slots=True)
class Picking:
    """What is looked for, between which days (ISO 8601), from where on, and what was chosen so far.

    With `only_chosen` the list shows that and nothing else.
    """

    text: str = ""
    since: str = ""
    until: str = ""
    start: int = 0
    chosen: frozenset[int] = frozenset()
    only_chosen: bool = False

    @property
    def is_search(self) -> bool:
        return bool(self.text or self.since or self.until)

    def page(
        self, transcript: Transcript, zone: str, quoted: Collection[tuple[str, int]] = ()
    ) -> Page:
        """`quoted` are the member and first line of messages that stand in a note already."""
        found = self._found(transcript)
        start = max(0, min(self.start, (len(found) - 1) // PAGE * PAGE))
        rows = tuple(
            self._row(number, quote_of(transcript.message(number), zone, Quote()), quoted)
            for number in found[start : start + PAGE]
        )
        return Page(rows, start + 1, start + len(rows), len(found))

    def _row(self, number: int, quote: Quote, quoted: Collection[tuple[str, int]]) -> Row:
        is_quoted = (quote.member, quote.line_from) in quoted
        return Row(number, quote, number in self.chosen, is_quoted)

    def _found(self, transcript: Transcript) -> Sequence[int]:
        everything = range(1, transcript.summary.message_count + 1)
        if self.only_chosen:
            return sorted(self.chosen.intersection(everything))
        if not self.is_search:
            return everything
        return transcript.search(self.text, self.since, self.until)
