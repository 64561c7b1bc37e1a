"""What the records hold, as values: the contract between forms, services and packets. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from django.db.models import TextChoices

from cases.enums import GrantScope, MessageLeft, Need, ReachWay, ReportRecipient
from core.dates import ClaimedTime
from core.html import Text

Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class Details:
    """A frozen value that goes into a sealed record as JSON and comes back equal.

    Unknown keys of a newer version are dropped, missing ones take their defaults. Its repr tells
    nothing of what it holds.
    """

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        known = {entry.name for entry in fields(cls)}
        return cls(**{name: _tuples(value) for name, value in content.items() if name in known})


def _labels(choices: type[TextChoices], values: Iterable[str]) -> list[Text]:
    """In the words of the forms; a value of a newer version has none here."""
    return [choices(value).label for value in values if value in choices.values]


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True, repr=False)
class Quote(Details):
    """One message of a chat that is kept as evidence, word for word, and where it stands there.

    `item` is the evidence's id and `sha256` its digest; `member` the file inside an archive, with
    the lines, counted from 1, and the digest of these lines. `reader` read it in this version.
    `wall` is the clock of the export, ISO 8601; `zone` is what she said of that clock, or "UTC"
    where the export says so.
    """

    item: str = ""
    sha256: str = ""
    member: str = ""
    line_from: int = 0
    line_to: int = 0
    raw_sha256: str = ""
    reader: str = ""
    wall: str = ""
    zone: str = ""
    sender: str = ""
    kind: str = ""
    text: str = ""
    media: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class IncidentDetails(Details):
    """One thing that happened: when as she knows it, where, by whom; a free note last, if any.

    `quotes` are messages of a chat in their order. `covered` are pieces of its texts, and
    `covered_fields` names of whole ones, that leave as bars; see `cases.redaction`. `to_look_at`
    are the names that a change of hers covered, until she has looked; see `cases.edits`.
    """

    forms: tuple[str, ...] = ()
    platform: str = ""
    addresses: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    claimed: dict[str, Any] | None = None
    relation: str = ""
    respondent: str = ""
    note: str = ""
    covered: tuple[str, ...] = ()
    covered_fields: tuple[str, ...] = ()
    to_look_at: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        quotes = tuple(Quote.from_json(quote) for quote in content.get("quotes", ()))
        return super(IncidentDetails, cls).from_json({**content, "quotes": quotes})

    @property
    def claimed_time(self) -> ClaimedTime:
        return ClaimedTime.from_json(self.claimed) if self.claimed else ClaimedTime.unknown()

    @property
    def is_covered(self) -> bool:
        return bool(self.covered or self.covered_fields)


@dataclass(frozen=True, slots=True, repr=False)
class ContactDetails(Details):
    """Step B: whether contact goes on, whether cutting it is safe now, and what was done where.

    `safety_plan`: whether there is one; asked only where somebody close may notice a change.
    """

    still_in_contact: str = ""
    safe_to_cut: str = ""
    channels: tuple[str, ...] = ()
    done: dict[str, list[str]] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    trusted_person: str = ""
    safety_plan: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class AnswersDetails(Details):
    """Answers to the questionnaire, by question id; of the gate and of the risk map alike."""

    answers: dict[str, list[str]] = field(default_factory=dict)


def with_choice(choices: Mapping[str, str], name: str, choice: str) -> dict[str, str]:
    """The choices with this one among them; an empty one takes an earlier one back."""
    others = {other: made for other, made in choices.items() if other != name}
    return others | {name: choice} if choice else others


@dataclass(frozen=True, slots=True, repr=False)
class OwnCard(Details):
    """Something of her own in the plan; `when` is a `Horizon`."""

    id: str = ""
    text: str = ""
    when: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class PlanDetails(Details):
    """What she did with each advice card, and what she added herself.

    `known`: where the cards stood in the plan she knows, while her answers make another one.
    """

    choices: dict[str, str] = field(default_factory=dict)
    own: tuple[OwnCard, ...] = ()
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        own = tuple(OwnCard.from_json(card) for card in content.get("own", ()))
        return super(PlanDetails, cls).from_json({**content, "own": own})


@dataclass(frozen=True, slots=True, repr=False)
class CheckupDetails(Details):
    """The check-up of her accounts: the apps she uses, and what she did with each point."""

    apps: tuple[str, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class ReportDetails(Details):
    """Step D: one report to one platform, from the text she chose to what came of it.

    `earlier_outcome` and `earlier_ticket` are of the report that this one follows. `looked_on` are
    the days on which it was looked at again; before `put_off_until` nobody is reminded. Once it
    `is_followed`, another report goes on where this one ended.
    """

    platform: str = ""
    kind: str = ""
    addresses: tuple[str, ...] = ()
    language: str = ""
    text: str = ""
    ticket: str = ""
    status: str = "draft"
    sent_on: str = ""
    recipient: str = ReportRecipient.PLATFORM.value
    earlier_outcome: str = ""
    earlier_ticket: str = ""
    looked_on: tuple[str, ...] = ()
    put_off_until: str = ""
    is_followed: bool = False

    @property
    def is_for_ministry(self) -> bool:
        return self.recipient == ReportRecipient.MINISTRY


@dataclass(frozen=True, slots=True, repr=False)
class HelpDetails(Details):
    """Step E: what one organisation may do, how it reaches her, and the word that proves it.

    `extent` is a `GrantScope`; with chosen items, `items` are their references. `needs`, `ways` and
    `message_left` are values of `Need`, `ReachWay` and `MessageLeft`; each has words of her own
    beside it.
    """

    organization: str = ""
    extent: str = ""
    items: tuple[str, ...] = ()
    alias: str = ""
    needs: tuple[str, ...] = ()
    need: str = ""
    ways: tuple[str, ...] = ()
    safe_way: str = ""
    safe_hours: str = ""
    zone: str = ""
    message_left: str = ""
    safe_word: str = ""
    consents: tuple[str, ...] = ()

    @property
    def asks_for(self) -> str:
        """What she needs in one text: what she chose, then her own words."""
        chosen = ", ".join(str(label) for label in _labels(Need, self.needs))
        return "\n".join(part for part in (chosen, self.need) if part)

    @property
    def way_labels(self) -> list[Text]:
        return _labels(ReachWay, self.ways)

    @property
    def message_label(self) -> Text:
        """What may be left; empty where she did not say."""
        return next(iter(_labels(MessageLeft, (self.message_left,))), "")

    @property
    def may_be_reached(self) -> bool:
        return ReachWay.NONE not in self.ways

    @property
    def names_way(self) -> bool:
        return bool(self.safe_way or self.ways)

    @property
    def names_extent(self) -> bool:
        """Whether it is said what may be read; of chosen items, at least one."""
        return self.extent == GrantScope.WHOLE or bool(
            self.extent == GrantScope.ITEMS and self.items
        )
