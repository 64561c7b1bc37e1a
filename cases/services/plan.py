"""What she does with her plan, what she adds to it, and what it was before her answers changed."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from cases.changes import places_in
from cases.details import OwnCard, PlanDetails, with_choice
from cases.enums import CardChoice, RecordKind
from cases.reading import only
from cases.risk import is_mapped
from cases.sealing import HeldKeys
from cases.services.records import revise_only
from core.exceptions import PolicyRefused
from core.ids import new_ref
from resources.plan import make_plan
from resources.questionnaire import Answers

MOST_OWN_CARDS = 50


def choose_card(actor: Actor, keys: HeldKeys, card: str, choice: str) -> None:
    """Notes that she takes a card of the plan, did it, puts it off or leaves it; empty takes that
    back."""

    def chosen(plan: PlanDetails) -> PlanDetails:
        return replace(plan, choices=with_choice(plan.choices, card, choice))

    _revise(actor, keys, chosen)


def add_own_card(actor: Actor, keys: HeldKeys, text: str, when: str) -> None:
    """Puts something of her own into the plan; past fifty the oldest one that is done goes.

    PolicyRefused where none of the fifty is done: nothing of hers is dropped unsaid.
    """

    def added(plan: PlanDetails) -> PlanDetails:
        return replace(plan, own=(*_with_room(plan.own), OwnCard(new_ref(), text, when)))

    _revise(actor, keys, added)


def _with_room(own: tuple[OwnCard, ...]) -> tuple[OwnCard, ...]:
    if len(own) < MOST_OWN_CARDS:
        return own
    done = [card for card in own if card.is_done]
    if not done:
        raise PolicyRefused(_("Your plan is full. Tick something of your own off first."))
    return tuple(card for card in own if card is not done[0])


def mark_own_card(actor: Actor, keys: HeldKeys, card: str, choice: str) -> None:
    """Notes that she did something of her own; empty takes that back, skipping takes it out."""

    def marked(plan: PlanDetails) -> PlanDetails:
        own = (
            replace(one, is_done=choice == CardChoice.DONE) if one.id == card else one
            for one in plan.own
            if one.id != card or choice != CardChoice.SKIPPED
        )
        return replace(plan, own=tuple(own))

    _revise(actor, keys, marked)


def see_changes(actor: Actor, keys: HeldKeys) -> None:
    """She knows what changed: the plan as it is now is the one that she knows."""
    _revise(actor, keys, lambda plan: replace(plan, known={}))


def remember_plan(actor: Actor, keys: HeldKeys, before: Answers, after: Answers) -> None:
    """Keeps where the cards stood before answers changed, until she has seen what that changed.

    Only a plan she can know: the three first questions are behind her, or she did something with
    it. Inside the transaction that saves the answers. Nothing of an answer is kept here.
    """
    known = places_in(make_plan(before))
    if known == places_in(make_plan(after)):
        return
    if is_mapped(before) or only(keys, RecordKind.SAFETY_PLAN, PlanDetails):
        _revise(actor, keys, lambda plan: replace(plan, known=plan.known or known))


def _revise(actor: Actor, keys: HeldKeys, change: Callable[[PlanDetails], PlanDetails]) -> None:
    revise_only(actor, keys, RecordKind.SAFETY_PLAN, PlanDetails, change)
