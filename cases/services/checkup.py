"""Which apps she uses, and what she does with the points of the check-up."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from accounts.actors import Actor
from cases.details import CheckupDetails
from cases.enums import RecordKind
from cases.permissions import check_user_can_write
from cases.reading import Opened, only
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from cases.services.records import save_record


@transaction.atomic
def choose_apps(actor: Actor, keys: HeldKeys, apps: Sequence[str]) -> None:
    """Notes which apps are hers; what she marked in others stays, for when she takes them back."""
    found = _held(actor, keys)
    before = found.details if found else CheckupDetails()
    _save(actor, keys, found, replace(before, apps=tuple(apps)))


@transaction.atomic
def mark_point(actor: Actor, keys: HeldKeys, point: str, choice: str) -> None:
    """Notes that a point is done, for later or not for her; empty takes it back."""
    found = _held(actor, keys)
    before = found.details if found else CheckupDetails()
    choices = {name: value for name, value in before.choices.items() if name != point}
    if choice:
        choices[point] = choice
    _save(actor, keys, found, replace(before, choices=choices))


def _held(actor: Actor, keys: HeldKeys) -> Opened[CheckupDetails] | None:
    check_user_can_write(actor, keys.case)
    hold_case(keys)
    return only(keys, RecordKind.CHECKUP, CheckupDetails)


def _save(
    actor: Actor, keys: HeldKeys, found: Opened[CheckupDetails] | None, details: CheckupDetails
) -> None:
    """The same twice is one revision."""
    before = found.details if found else CheckupDetails()
    if details != before:
        row = found.record if found else None
        save_record(actor, keys, RecordKind.CHECKUP, details, row)
