"""What she does with her plan, what she adds to it, and what it was before her answers changed."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from cases.changes import places_in
from cases.details import OwnCard, PlanDetails
from cases.enums import CardChoice, RecordKind
from cases.permissions import check_user_can_write
from cases.reading import Opened, only
from cases.risk import is_mapped
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from cases.services.records import save_record
from core.exceptions import PolicyRefused
from core.ids import new_ref
from resources.plan import make_plan
from resources.questionnaire import Answers

MOST_OWN_CARDS = 50


@transaction.atomic
def choose_card(actor: Actor, keys: HeldKeys, card: str, choice: str) -> None:
    """Notes that she takes a card of the plan, did it, puts it off or leaves it; empty takes that
    back."""
    found, before = _held(actor, keys)
    kept = {name: value for name, value in before.choices.items() if name != card}
    after = replace(before, choices=kept | {card: choice} if choice else kept)
    _save(actor, keys, found, after)


@transaction.atomic
def add_own_card(actor: Actor, keys: HeldKeys, text: str, when: str) -> None:
    """Puts something of her own into the plan; past fifty the oldest one that is done goes.

    PolicyRefused where none of the fifty is done: nothing of hers is dropped unsaid.
    """
    found, before = _held(actor, keys)
    own = before.own
    if len(own) >= MOST_OWN_CARDS:
        done = [card for card in own if card.is_done]
        if not done:
            raise PolicyRefused(_("Your plan is full. Tick something of your own off first."))
        own = tuple(card for card in own if card is not done[0])
    after = replace(before, own=(*own, OwnCard(new_ref(), text, when)))
    _save(actor, keys, found, after)


@transaction.atomic
def mark_own_card(actor: Actor, keys: HeldKeys, card: str, choice: str) -> None:
    """Notes that she did something of her own; empty takes that back, skipping takes it out."""
    found, before = _held(actor, keys)
    marked = (
        replace(one, is_done=choice == CardChoice.DONE) if one.id == card else one
        for one in before.own
        if one.id != card or choice != CardChoice.SKIPPED
    )
    _save(actor, keys, found, replace(before, own=tuple(marked)))


@transaction.atomic
def see_changes(actor: Actor, keys: HeldKeys) -> None:
    """She knows what changed: the plan as it is now is the one that she knows."""
    found, before = _held(actor, keys)
    _save(actor, keys, found, replace(before, known={}))


def remember_plan(actor: Actor, keys: HeldKeys, before: Answers, after: Answers) -> None:
    """Keeps where the cards stood before answers changed, until she has seen what that changed.

    Only a plan she can know: the three first questions are behind her, or she did something with
    it. Inside the transaction that saves the answers. Nothing of an answer is kept here.
    """
    found = only(keys, RecordKind.SAFETY_PLAN, PlanDetails)
    if found is None and not is_mapped(before):
        return
    known = places_in(make_plan(before))
    details = found.details if found else PlanDetails()
    if known and not details.known and known != places_in(make_plan(after)):
        _save(actor, keys, found, replace(details, known=known))


def _held(actor: Actor, keys: HeldKeys) -> tuple[Opened[PlanDetails] | None, PlanDetails]:
    check_user_can_write(actor, keys.case)
    hold_case(keys)
    found = only(keys, RecordKind.SAFETY_PLAN, PlanDetails)
    return found, found.details if found else PlanDetails()


def _save(
    actor: Actor, keys: HeldKeys, found: Opened[PlanDetails] | None, after: PlanDetails
) -> None:
    before = found.details if found else PlanDetails()
    if after != before:
        row = found.record if found else None
        save_record(actor, keys, RecordKind.SAFETY_PLAN, after, row)
