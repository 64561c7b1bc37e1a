"""Which apps she uses, and what she does with the points of the check-up."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.actors import Actor
from cases.details import CheckupDetails, with_choice
from cases.enums import RecordKind
from cases.sealing import HeldKeys
from cases.services.records import revise_only


def choose_apps(actor: Actor, keys: HeldKeys, apps: Sequence[str]) -> None:
    """Notes which apps are hers; what she marked in others stays, for when she takes them back."""

    def chosen(details: CheckupDetails) -> CheckupDetails:
        return replace(details, apps=tuple(apps))

    revise_only(actor, keys, RecordKind.CHECKUP, CheckupDetails, chosen)


def mark_point(actor: Actor, keys: HeldKeys, point: str, choice: str) -> None:
    """Notes that a point is done, for later or not for her; empty takes it back."""

    def marked(details: CheckupDetails) -> CheckupDetails:
        return replace(details, choices=with_choice(details.choices, point, choice))

    revise_only(actor, keys, RecordKind.CHECKUP, CheckupDetails, marked)
