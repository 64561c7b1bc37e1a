"""An organisation's key pair replaced or recovered, and what that means for its cases."""

from uuid import UUID

from django.db import transaction

from accounts import services as accounts
from accounts.actors import Actor, InHand, actor_for
from accounts.models import KeyPair, Organization
from accounts.services import Unlocked
from cases.models import Case, CaseKeyWrap, Grant, ShareKeyWrap
from cases.permissions import check_user_can_keep_key
from cases.sealing import ShareKeys, give_share_key, keys_that_open, share_keys_of
from cases.services.sharing import give_all_keys
from custody.enums import CustodyAction
from custody.services import record


@transaction.atomic
def renew_organization_key(actor: Actor) -> None:
    """A new pair for the lead's organisation, and every case and share it holds wrapped to that.

    No wrap to the old pair is left, of a case that does not open neither, and each case begins a
    new epoch when it is next opened. A share keeps its key, as its owner alone could change it.
    Writes `case.organization.renewed` into each.
    """
    check_user_can_keep_key(actor)
    organization = _own(actor)
    cases = Case.objects.visible_to(actor).select_for_update()
    held, shared = keys_that_open(actor, cases), _shares_of(actor)
    new = accounts.renew_organization_key(organization)
    for keys in held.values():
        give_all_keys(keys, new)
        told = {"organization": organization.name}
        act = CustodyAction.CASE_KEY_RENEWED
        record(keys.current_log, actor.for_log(), act, keys.case.id, told)
    for share in shared.values():
        give_share_key(share, new)
        told, act = {"organization": organization.name}, CustodyAction.CASE_KEY_RENEWED
        record(share.log, actor.for_log(), act, share.case.id, told)
    old = KeyPair.objects.filter(organization=organization).exclude(pk=new.pk)
    CaseKeyWrap.objects.filter(holder__in=old).delete()
    ShareKeyWrap.objects.filter(holder__in=old).delete()
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
    for keys in keys_that_open(actor, Case.objects.visible_to(actor)).values():
        told = {"organization": organization.name}
        act = CustodyAction.CASE_KEY_RECOVERED
        record(keys.current_log, actor.for_log(), act, keys.case.id, told)
    for share in _shares_of(actor).values():
        told, act = {"organization": organization.name}, CustodyAction.CASE_KEY_RECOVERED
        record(share.log, actor.for_log(), act, share.case.id, told)


def _shares_of(actor: Actor) -> dict[UUID, ShareKeys]:
    """The keys of every share of the lead's organisation, its cases locked."""
    grants = list(Grant.objects.shared_with(actor).select_related("case"))
    cases = Case.objects.within(pk__in={grant.case_id for grant in grants}).order_by("pk")
    list(cases.select_for_update())
    return share_keys_of(actor, grants)


def _own(actor: Actor) -> Organization:
    assert actor.membership is not None  # noqa: S101
    return actor.membership.organization
