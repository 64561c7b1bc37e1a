"""What the owner typed and did not save, put away when she leaves and given back when she returns.

No part of the case: it stands in no log and no packet, and nobody else can open it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from accounts.actors import Actor
from cases.models import Draft
from cases.permissions import check_user_can_write
from cases.sealing import HeldKeys, open_draft, seal_draft
from cases.services.carrying import carries_what_is_shut_out
from core.clock import today
from core.exceptions import NotOpened

Typed = Mapping[str, Sequence[str]]
MOST_PLACES = 10
MOST_BYTES = 60_000
KEPT_DAYS = 30


def keep_draft(actor: Actor, keys: HeldKeys, place: str, typed: Typed) -> None:
    """Seals what was typed at an address of the case, in place of what was left there before.

    The newest ten addresses are kept; more than 60 KB at one address is dropped, and so is a file
    in letters where none may be here.
    """
    check_user_can_write(actor, keys.case)
    is_too_much = len(place) + _size(typed) > MOST_BYTES
    if is_too_much or carries_what_is_shut_out(keys, typed):
        return
    kept = {other: left for other, left in _drafts(actor, keys).items() if other != place}
    newest = list(kept.items())[1 - MOST_PLACES :]
    _write(actor, keys, dict(newest) | {place: typed})


def draft_at(actor: Actor, keys: HeldKeys, place: str) -> Typed | None:
    """What was left at this address."""
    return _drafts(actor, keys).get(place)


def drop_draft(actor: Actor, keys: HeldKeys, place: str) -> None:
    """Forgets what was left at an address: it was saved, or is not wanted."""
    drafts = _drafts(actor, keys)
    if drafts.pop(place, None) is None:
        return
    if drafts:
        _write(actor, keys, drafts)
    else:
        Draft.objects.filter(case=keys.case).delete()


def forget_old_drafts() -> None:
    """What nobody came back for within a month."""
    Draft.objects.filter(written_on__lt=today() - timedelta(days=KEPT_DAYS)).delete()


def _size(typed: Typed) -> int:
    return sum(len(f"{name}{value}".encode()) for name in typed for value in typed[name])


def _drafts(actor: Actor, keys: HeldKeys) -> dict[str, Typed]:
    """Empty where the row opens no more: nobody can be given back what cannot be read."""
    row = Draft.objects.filter(case=keys.case).first()
    if row is None:
        return {}
    try:
        return open_draft(keys, actor.keyring.own(), row)
    except NotOpened:
        return {}


def _write(actor: Actor, keys: HeldKeys, drafts: Mapping[str, Typed]) -> None:
    row = Draft(case=keys.case, written_on=today())
    seal_draft(keys, actor.keyring.own(), row, drafts)
    values = {"epoch": row.epoch, "sealed": row.sealed, "written_on": row.written_on}
    Draft.objects.update_or_create(case=keys.case, defaults=values)
