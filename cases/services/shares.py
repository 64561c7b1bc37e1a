"""Opens chosen items of a case to an organisation, and nothing else of it.

The case's own keys never leave: a share has a key of its own, and so has its part of the log.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress

from django.db import transaction
from django.utils.module_loading import import_string

from accounts.actors import Actor
from accounts.models import KeyPair, Membership, Organization
from cases.details import HelpDetails
from cases.enums import GrantScope
from cases.holders import let_in_by, let_in_by_log
from cases.labels import ItemChoice
from cases.models import Assignment, Grant, ShareKeyWrap
from cases.permissions import check_user_can_assign_share, check_user_can_share
from cases.policies import check_membership_is_assignable, check_organization_is_open
from cases.sealing import HeldKeys, ShareKeys, give_share_key, seal_request
from cases.services.holding import hold_case, hold_share
from core.clock import now
from core.exceptions import NotOpened, NotPermitted
from custody.enums import CustodyAction, CustodyRole
from custody.exceptions import ChainBroken
from custody.reading import opened_events
from custody.services import LogActor, record

# The app above this one that keeps the items: it puts exactly the chosen ones under the share.
CHOOSE_ITEMS = "evidence.services.choose_items"
ITEM_CHOICES = "evidence.services.item_choices"
SYSTEM = LogActor(None, CustodyRole.SYSTEM)
REQUEST = ("request_revision", "sealed_request")


@transaction.atomic
def share_items(
    actor: Actor, keys: HeldKeys, organization: Organization, asked: HelpDetails
) -> Grant:
    """Opens the chosen items, and what she wrote to them, to an organisation's certified key.

    A second grant to the same organisation is the first. Writes `case.share.created` and
    `evidence.item.shared` for each.
    """
    check_user_can_share(actor, keys.case)
    check_organization_is_open(organization)
    hold_case(keys)
    live = keys.case.grants.live().filter(organization=organization).first()
    if live is not None:
        return live
    grant = Grant(
        case=keys.case, organization=organization, scope=GrantScope.ITEMS, granted_at=now()
    )
    share = keys.new_share(grant)
    seal_request(share, asked)
    grant.save(force_insert=True)
    give_share_key(share, KeyPair.objects.current().get(organization=organization))
    told = {"organization": organization.name}
    record(keys.current_log, actor.for_log(), CustodyAction.SHARE_CREATED, grant.id, told)
    import_string(CHOOSE_ITEMS)(actor, keys, share, asked.items)
    return grant


def item_choices(keys: HeldKeys, refs: Iterable[str] | None = None) -> list[ItemChoice]:
    """A box for each of these items; where none are named, for those that may be opened to
    somebody."""
    found: list[ItemChoice] = import_string(ITEM_CHOICES)(keys, refs)
    return found


@transaction.atomic
def change_shared_items(actor: Actor, keys: HeldKeys, grant: Grant, items: Collection[str]) -> None:
    """Puts exactly these items under a live share; those that are not named any more go at once.

    NotPermitted where the log does not tell that she shared it: a row alone lets nobody in.
    """
    check_user_can_share(actor, keys.case)
    hold_case(keys)
    if not _is_shared(keys, grant):
        raise NotPermitted
    live = keys.case.grants.live().of_items().get(pk=grant.pk)
    import_string(CHOOSE_ITEMS)(actor, keys, keys.share(live), items)


def close_share(actor: Actor, keys: HeldKeys, grant: Grant) -> None:
    """Takes every wrap and every item from under a share; in the transaction that ends its grant.

    The case needs no new epoch: its keys were never given. What stays true: whoever copied the
    keys of the files opens the copies that were stored then, until the case is re-keyed deeply.
    The share's own key stays on the row, for the owner to read what was done with it.
    """
    ShareKeyWrap.objects.filter(grant=grant).delete()
    grant.shared_items.all().delete()
    told = {"organization": grant.organization.name}
    record(keys.current_log, actor.for_log(), CustodyAction.SHARE_REVOKED, grant.id, told)


def reseal_shares(keys: HeldKeys) -> None:
    """The keys of all shares under the case's present epoch; in the caller's transaction.

    One that was changed behind our back is left as it is: it must keep nobody from being shut out.
    """
    for grant in keys.case.grants.of_items().select_for_update():
        with suppress(NotOpened):
            keys.seal_share(keys.share(grant))
            grant.save(update_fields=("key_epoch", "sealed_key"))


def follow_request(keys: HeldKeys, asked: HelpDetails) -> None:
    """What she wrote anew to an organisation that holds chosen items, for it to read as well."""
    if not asked.organization:
        return
    live = keys.case.grants.live().of_items().select_for_update()
    grant = live.filter(organization_id=asked.organization).first()
    if grant is not None and _is_shared(keys, grant):
        seal_request(keys.share(grant), asked)
        grant.save(update_fields=REQUEST)


def _is_shared(keys: HeldKeys, grant: Grant) -> bool:
    """Whether the signed log agrees with the row; of a log that does not hold, nothing counts."""
    try:
        return grant.pk in let_in_by_log(keys, CustodyAction.SHARE_CREATED)
    except ChainBroken:
        return False


@transaction.atomic
def assign_share(actor: Actor, keys: ShareKeys, member: Membership) -> Assignment:
    """Hands the share's key from the organisation to one of its members. `case.share.assigned`."""
    check_user_can_assign_share(actor, keys.grant)
    check_membership_is_assignable(member, actor)
    hold_share(keys)
    assignment, is_new = Assignment.objects.live().get_or_create(
        case=keys.case, membership=member, grant=keys.grant, defaults={"assigned_at": now()}
    )
    if is_new:
        give_share_key(keys, KeyPair.objects.current().get(user=member.user))
        told = {"member": member.alias}
        act = CustodyAction.SHARE_ASSIGNED
        record(keys.log, actor.for_log(), act, assignment.id, told)
    return assignment


@transaction.atomic
def unassign_share(actor: Actor, keys: ShareKeys, assignment: Assignment) -> None:
    """Ends an assignment to chosen items: the member's wraps go. `case.share.unassigned`.

    The share keeps its key, which the lead cannot change for the owner: of what is added later,
    a copy of the key opens what a copy of the database holds, and nothing through this site.
    """
    check_user_can_assign_share(actor, keys.grant)
    hold_share(keys)
    live = Assignment.objects.live().filter(pk=assignment.pk, grant=keys.grant)
    if not live.update(ended_at=now()):
        return
    held = ShareKeyWrap.objects.filter(grant=keys.grant)
    held.filter(holder__user=assignment.membership.user_id).delete()
    _note_ending(actor.for_log(), keys, assignment)


def _note_ending(actor: LogActor, keys: ShareKeys, assignment: Assignment) -> None:
    """The organisation is named with her: nobody of another may read who she was."""
    told = {"member": assignment.membership.alias, "organization": keys.grant.organization.name}
    record(keys.log, actor, CustodyAction.SHARE_UNASSIGNED, assignment.id, told)


@transaction.atomic
def note_share_opening(actor: Actor, keys: ShareKeys, reason: str = "") -> None:
    """Writes `case.share.opened`: somebody begins to read what was chosen."""
    hold_share(keys)
    told = {"reason": reason} if reason else {}
    record(keys.log, actor.for_log(), CustodyAction.SHARE_OPENED, keys.grant.id, told)


@transaction.atomic
def note_endings_if_due(keys: ShareKeys) -> None:
    """Writes an entry for each assignment that ended with somebody's leaving: whoever ends a
    membership may hold no key of the share. A second time changes nothing."""
    hold_share(keys)
    if not Grant.objects.filter(pk=keys.grant.pk, endings_are_due=True).exists():
        return
    events = opened_events(keys.case.id, keys.logs)
    told_of = let_in_by(events, CustodyAction.SHARE_ASSIGNED)
    ended = keys.grant.assignments.filter(pk__in=told_of, ended_at__isnull=False)
    for one in ended.select_related("membership"):
        _note_ending(SYSTEM, keys, one)
    Grant.objects.filter(pk=keys.grant.pk).update(endings_are_due=False)
