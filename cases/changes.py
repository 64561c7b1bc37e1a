"""What a plan says otherwise since her answers changed. Pure: compares two plans and keeps neither.

A plan is remembered by where its cards stand, and by nothing of what was answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.html import Text
from resources.enums import Horizon
from resources.plan import Plan
from resources.questionnaire import questionnaire

Places = Mapping[str, str]
NOT_YET = "not_yet"
# From what can be done first to what waits.
ORDER = (*Horizon.values, NOT_YET)
NEW, SOONER, LATER, WAITS, GONE = (
    _("New:"),
    _("Comes earlier now:"),
    _("Can come later now:"),
    _("Waits for now:"),
    _("No longer there:"),
)


@dataclass(frozen=True, slots=True)
class Change:
    card: str
    kind: Text
    title: Text


def places_in(plan: Plan) -> dict[str, str]:
    """The section of each card; what is held back stands under `not_yet`."""
    sections = {
        Horizon.NOW.value: plan.now,
        Horizon.DAY.value: plan.day,
        Horizon.WEEK.value: plan.week,
        Horizon.LATER.value: plan.later,
    }
    found = {card.id: name for name, cards in sections.items() for card in cards}
    held = {held for card in plan.not_yet for held in card.holds}
    return found | dict.fromkeys(held, NOT_YET)


def changes_between(before: Places, after: Places) -> list[Change]:
    """In the order of the plan as it is now, then what went; nothing where nothing moved."""
    titles = {card.id: card.title for card in questionnaire().cards}
    known = [card for card in (*after, *before) if card in titles]
    moved = dict.fromkeys(card for card in known if before.get(card) != after.get(card))
    return [Change(card, kind, str(titles[card])) for card, kind in _kinds(moved, before, after)]


def _kinds(moved: Mapping[str, None], before: Places, after: Places) -> Iterator[tuple[str, Text]]:
    for card in moved:
        if card not in after:
            yield card, GONE
        elif after[card] == NOT_YET:
            yield card, WAITS
        elif before.get(card, NOT_YET) == NOT_YET:
            yield card, NEW
        else:
            is_sooner = ORDER.index(after[card]) < ORDER.index(before[card])
            yield card, SOONER if is_sooner else LATER
