"""An organisation's key pair replaced or recovered, and what that means for its cases."""

from django.db import transaction

from accounts import services as accounts
from accounts.actors import Actor, InHand, actor_for
from accounts.models import Organization
from accounts.services import Unlocked
from cases.models import Case, CaseKeyWrap
from cases.permissions import check_user_can_keep_key
from cases.sealing import keys_of, keys_of_all
from cases.services.sharing import give_all_keys
from custody.enums import CustodyAction
from custody.services import record


@transaction.atomic
def renew_organization_key(actor: Actor) -> None:
    """A new pair for the lead's organisation, and every case it holds wrapped to that.

    No wrap to the old pair is left, and each case begins a new epoch when it is next opened.
    Writes `case.organization.renewed` into each.
    """
    check_user_can_keep_key(actor)
    organization = _own(actor)
    cases = Case.objects.visible_to(actor).select_for_update()
    held = keys_of_all(actor, cases)
    new = accounts.renew_organization_key(organization)
    for keys in held.values():
        give_all_keys(keys, new)
        told = {"organization": organization.name}
        act = CustodyAction.CASE_KEY_RENEWED
        record(keys.current_log, actor.for_log(), act, keys.case.id, told)
    old = CaseKeyWrap.objects.filter(holder__organization=organization)
    old.exclude(holder=new).delete()
    Case.objects.for_upkeep().filter(pk__in=held).update(epoch_is_due=True)


def print_sheets(actor: Actor) -> tuple[str, ...]:
    """Three sheets for the lead's organisation; they leave this function once."""
    check_user_can_keep_key(actor)
    return accounts.print_sheets(actor.keyring, _own(actor))


@transaction.atomic
def recover_organization(
    organization: Organization, sheets: tuple[str, str], lead: Unlocked, alias: str
) -> None:
    """Makes a person who brought two sheets a lead who can open the organisation's key.

    Its owners read `case.organization.recovered`. NotOpened where the sheets are not its own.
    """
    accounts.recover_with_sheets(organization, sheets, lead, alias)
    actor = actor_for(lead.user, InHand(lead.key))
    for case in Case.objects.visible_to(actor):
        told = {"organization": organization.name}
        act = CustodyAction.CASE_KEY_RECOVERED
        record(keys_of(actor, case).current_log, actor.for_log(), act, case.id, told)


def _own(actor: Actor) -> Organization:
    assert actor.membership is not None  # noqa: S101
    return actor.membership.organization
