"""The plan as a page shows it: each card with its reasons, its numbers and what she did with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resources.enums import ChannelKind, Horizon
from resources.models import Service, ServiceChannel
from resources.plan import Plan, PlanCard
from resources.selectors import services_by_slug
from resources.texts import Text

QUICKEST = (ChannelKind.PHONE, ChannelKind.WHATSAPP, ChannelKind.WEB, ChannelKind.EMAIL)
SENTENCE_END = re.compile(r"(?<=[.?])\s+(?=[A-Z“])")
SENTENCES_TOGETHER = 2
NOBODY_CHOSE: Mapping[str, str] = {}
# Where a card leads inside her notes.
ROUTES = {
    "A_BUKTI": "cases:incidents",
    "A_SEXTORTION": "cases:incidents",
    "A_PUTUS": "cases:contact-check",
    "A_TERSEBAR": "cases:reports",
    "A_DEEPFAKE": "cases:reports",
    "A_HUKUM": "cases:sharing",
    "A_PENDAMPING_HUKUM": "cases:sharing",
}


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody a card points to, with the one way that is quickest: a phone before a page."""

    service: Service
    channel: ServiceChannel | None


@dataclass(frozen=True, slots=True)
class ShownCard:
    """`reasons` are the questions and answers that brought it, in words."""

    card: PlanCard
    reasons: tuple[tuple[str, str], ...]
    helpers: tuple[Helper, ...]
    choice: str
    route: str

    @property
    def is_open(self) -> bool:
        return not self.choice

    @property
    def paragraphs(self) -> list[str]:
        return _paragraphs(self.card.text)

    @property
    def why(self) -> list[str]:
        return _paragraphs(self.card.why)

    @property
    def cost(self) -> list[str]:
        return _paragraphs(self.card.cost) if self.card.cost else []


def _paragraphs(text: Text) -> list[str]:
    """A text in pieces of two sentences: what comes first can be read at a glance."""
    sentences = SENTENCE_END.split(str(text).strip())
    pairs = range(0, len(sentences), SENTENCES_TOGETHER)
    return [" ".join(sentences[at : at + SENTENCES_TOGETHER]) for at in pairs]


@dataclass(frozen=True, slots=True)
class Section:
    """`is_pressing`: shown whole. The other sections show titles to unfold, so as not to weigh."""

    title: Promise
    cards: tuple[ShownCard, ...]
    is_pressing: bool = False
    is_not_yet: bool = False


def plan_sections(plan: Plan, choices: Mapping[str, str]) -> list[Section]:
    """What to do, section by section, and what not yet; empty ones are left out. One query."""
    parts = {
        Horizon.NOW.label: plan.now,
        Horizon.DAY.label: plan.day,
        Horizon.WEEK.label: plan.week,
        Horizon.LATER.label: plan.later,
        _("Not yet"): plan.not_yet,
    }
    shown = {one.card.id: one for one in shown_cards(_all(parts.values()), choices)}
    return [
        Section(
            title,
            tuple(shown[card.id] for card in cards),
            is_pressing=cards in (plan.now, plan.not_yet),
            is_not_yet=cards is plan.not_yet,
        )
        for title, cards in parts.items()
        if cards
    ]


def _all(parts: Iterable[tuple[PlanCard, ...]]) -> list[PlanCard]:
    return [card for cards in parts for card in cards]


def shown_cards(
    cards: Iterable[PlanCard], choices: Mapping[str, str] = NOBODY_CHOSE
) -> list[ShownCard]:
    given = list(cards)
    slugs = sorted({slug for card in given for slug in card.services})
    found = {service.slug: service for service in services_by_slug(slugs)}
    return [
        ShownCard(
            card=card,
            reasons=tuple((str(asked), str(answer)) for asked, answer in card.because),
            helpers=tuple(_helper(found[slug]) for slug in card.services if slug in found),
            choice=choices.get(card.id, ""),
            route=ROUTES.get(card.id, ""),
        )
        for card in given
    ]


def _helper(service: Service) -> Helper:
    by_kind = {channel.kind: channel for channel in reversed(service.channels.all())}
    quickest = next((by_kind[kind] for kind in QUICKEST if kind in by_kind), None)
    return Helper(service, quickest)
