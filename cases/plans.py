"""The plan as a page shows it: each card with its reasons, its numbers, what it means at the places
where it happens, and what she did with it; and the cards she wrote herself."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.details import OwnCard, PlanDetails
from cases.enums import CardChoice
from resources.enums import ChannelKind, DistanceAct, Horizon
from resources.models import Service, ServiceChannel
from resources.plan import Plan, PlanCard
from resources.selectors import services_by_slug
from resources.texts import Text
from resources.ways import Way, way_for

QUICKEST = (ChannelKind.PHONE, ChannelKind.WHATSAPP, ChannelKind.WEB, ChannelKind.EMAIL)
SENTENCE_END = re.compile(r"(?<=[.?])\s+(?=[A-Z“])")
SENTENCES_TOGETHER = 2
NOBODY_CHOSE: Mapping[str, str] = {}
NOWHERE: Mapping[str, str] = {}
# Where a card leads inside her notes.
ROUTES = {
    "A_BUKTI": "cases:incidents",
    "A_BUKTI_ANAK": "cases:incidents",
    "A_SEXTORTION": "cases:incidents",
    "A_PUTUS": "cases:contact-check",
    "A_TERSEBAR": "cases:reports",
    "A_TERSEBAR_ANAK": "cases:reports",
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
class There:
    """How something is done at one place, by the name people know it by."""

    name: str
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ShownCard:
    """`reasons` are the questions and answers that brought it, in words. `there`: how it is done
    where it happens."""

    card: PlanCard
    reasons: tuple[tuple[str, str], ...]
    helpers: tuple[Helper, ...]
    there: tuple[There, ...]
    choice: str
    route: str

    @property
    def is_open(self) -> bool:
        """Whether it is read at once: what she did, left or put off is folded away."""
        return self.choice in ("", CardChoice.TAKEN)

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

    title: str | Promise
    cards: tuple[ShownCard, ...]
    own: tuple[OwnCard, ...] = ()
    is_pressing: bool = False
    is_not_yet: bool = False


def plan_sections(
    plan: Plan, hers: PlanDetails, places: Mapping[str, str] = NOWHERE
) -> list[Section]:
    """What to do, section by section, and what not yet; then what she did and what she left.

    What she put off stands under later. Empty sections are left out. One query.
    """
    shown = {one.card.id: one for one in shown_cards(plan.to_do, hers.choices, places)}
    parts = {
        Horizon.NOW: plan.now,
        Horizon.DAY: plan.day,
        Horizon.WEEK: plan.week,
        Horizon.LATER: plan.later,
    }
    put_off = [one for one in shown.values() if one.choice == CardChoice.LATER]
    sections = [
        Section(
            horizon.label,
            cards=(
                *(shown[card.id] for card in cards if shown[card.id].is_open),
                *(put_off if horizon is Horizon.LATER else ()),
            ),
            own=tuple(one for one in hers.own if one.when == horizon and not one.is_done),
            is_pressing=horizon is Horizon.NOW,
        )
        for horizon, cards in parts.items()
    ]
    sections += [_not_yet(plan), *_settled(list(shown.values()), hers)]
    return [section for section in sections if section.cards or section.own]


def _not_yet(plan: Plan) -> Section:
    cards = tuple(shown_cards(plan.not_yet))
    return Section(_("Not yet"), cards, is_pressing=True, is_not_yet=True)


def _settled(shown: Sequence[ShownCard], hers: PlanDetails) -> Iterator[Section]:
    done = tuple(one for one in shown if one.choice == CardChoice.DONE)
    yield Section(_("Done"), done, tuple(one for one in hers.own if one.is_done))
    yield Section(_("Not for me"), tuple(one for one in shown if one.choice == CardChoice.SKIPPED))


def shown_cards(
    cards: Iterable[PlanCard],
    choices: Mapping[str, str] = NOBODY_CHOSE,
    places: Mapping[str, str] = NOWHERE,
) -> list[ShownCard]:
    """`places`: where it happens, by the name of each, in the order to tell them."""
    given = list(cards)
    slugs = sorted({slug for card in given for slug in card.services})
    found = {service.slug: service for service in services_by_slug(slugs)}
    return [
        ShownCard(
            card=card,
            reasons=tuple((str(asked), str(answer)) for asked, answer in card.because),
            helpers=tuple(_helper(found[slug]) for slug in card.services if slug in found),
            there=tuple(_there(card.id, places)),
            choice=choices.get(card.id, ""),
            route=ROUTES.get(card.id, ""),
        )
        for card in given
    ]


def _there(card: str, places: Mapping[str, str]) -> Iterator[There]:
    part = PARTS.get(card)
    for place, name in places.items() if part else ():
        steps = part(way_for(place)) if part else ()
        if steps:
            yield There(name, steps)


def _blocking(way: Way) -> tuple[Text, ...]:
    return tuple(
        step
        for act in way.acts
        if act.kind in (DistanceAct.MUTE, DistanceAct.BLOCK)
        for step in act.how
    )


# What a card means at a place. `catch` tells nobody to keep a picture.
PARTS: Mapping[str, Callable[[Way], tuple[Text, ...]]] = {
    "A_BUKTI": lambda way: way.catch,
    "A_BUKTI_ANAK": lambda way: way.catch,
    "A_TERSEBAR": lambda way: way.links,
    "A_TERSEBAR_ANAK": lambda way: way.links,
    "A_PUTUS": _blocking,
}


def _helper(service: Service) -> Helper:
    by_kind = {channel.kind: channel for channel in reversed(service.channels.all())}
    quickest = next((by_kind[kind] for kind in QUICKEST if kind in by_kind), None)
    return Helper(service, quickest)
