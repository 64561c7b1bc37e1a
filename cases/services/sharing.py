"""Lets an organisation in, assigns its members, and takes all of it back with new keys."""

from django.db import transaction
from django.utils.module_loading import import_string

from accounts.actors import Actor
from accounts.models import KeyPair, Membership, Organization
from cases.details import HelpDetails
from cases.enums import Consent, GrantScope
from cases.holders import live_holders
from cases.models import Assignment, CaseKeyWrap, Grant
from cases.permissions import check_user_can_assign, check_user_can_share
from cases.policies import (
    check_consent_is_given,
    check_extent_is_chosen,
    check_membership_is_assignable,
    check_organization_is_open,
)
from cases.sealing import HeldKeys, give_key, new_epoch
from cases.services.holding import hold_case
from cases.services.shares import close_share, reseal_shares, share_items
from core.clock import now, today
from core.quarters import next_quarter
from custody.enums import CustodyAction
from custody.services import LogActor, record
from jobs.services import withdraw_grants

# Apps above this one that keep something of a case under its keys: each sees to its own.
ON_NEW_EPOCH = (
    "evidence.services.reseal_file_keys",
    "packets.services.withdraw_packets",
)


@transaction.atomic
def grant_access(
    actor: Actor,
    keys: HeldKeys,
    organization: Organization,
    *,
    may_build_packets: bool,
    may_be_counted: bool = False,
) -> Grant:
    """Opens the whole case to an organisation: every epoch's key wrapped to its certified key.

    A second grant to the same organisation is the first. Writes `case.grant.created`.
    """
    check_user_can_share(actor, keys.case)
    check_organization_is_open(organization)
    hold_case(keys)
    grant, is_new = Grant.objects.live().get_or_create(
        case=keys.case,
        organization=organization,
        defaults={
            "granted_at": now(),
            "may_build_packets": may_build_packets,
            "counted_from": next_quarter(today()) if may_be_counted else None,
        },
    )
    if is_new:
        give_all_keys(keys, KeyPair.objects.current().get(organization=organization))
        told = {"organization": organization.name}
        act = CustodyAction.CASE_GRANT_CREATED
        record(keys.current_log, actor.for_log(), act, grant.id, told)
    return grant


def open_to_organization(actor: Actor, keys: HeldKeys, asked: HelpDetails) -> Grant:
    """Opens the case to the organisation she asked, as far as she agreed.

    PolicyRefused without her yes to being read, without a word on what may be read, and where the
    organisation takes no cases. No packets are made of chosen items.
    """
    check_consent_is_given(asked.consents)
    check_extent_is_chosen(asked)
    organization = Organization.objects.get(pk=asked.organization)
    if asked.extent == GrantScope.ITEMS:
        return share_items(actor, keys, organization, asked)
    return grant_access(
        actor,
        keys,
        organization,
        may_build_packets=Consent.PASSED_ON in asked.consents,
        may_be_counted=Consent.STATISTICS in asked.consents,
    )


@transaction.atomic
def revoke_grant(actor: Actor, keys: HeldKeys, grant: Grant) -> None:
    """Takes an organisation's access back: its wraps and assignments end, and a new epoch begins.

    Remaining holders get the new epoch's key; file keys are re-sealed under it. Nothing written
    from now on opens with what the organisation held. Of chosen items see `close_share`. A second
    time changes nothing. Writes `case.grant.revoked`, `case.unassigned` for each assignment that
    ends with it, and `case.epoch.started`.
    """
    check_user_can_share(actor, keys.case)
    hold_case(keys)
    live = Grant.objects.live().filter(pk=grant.pk, case=keys.case)
    if not live.update(revoked_at=now()):
        return
    live_ones = Assignment.objects.live().filter(
        case=keys.case, membership__organization=grant.organization
    )
    leaving = list(live_ones.select_related("membership__organization"))
    live_ones.update(ended_at=now())
    if grant.scope == GrantScope.ITEMS:
        close_share(actor, keys, grant)
        return
    told = {"organization": grant.organization.name}
    record(keys.current_log, actor.for_log(), CustodyAction.CASE_GRANT_REVOKED, grant.id, told)
    for one in leaving:
        # Else a second grant to the same organisation would let them in again.
        note_unassigned(keys, actor.for_log(), one)
    start_epoch(actor, keys)


def note_unassigned(keys: HeldKeys, actor: LogActor, assignment: Assignment) -> None:
    """Writes `case.unassigned` for an assignment that ended; in the caller's transaction."""
    member = assignment.membership
    told = {"member": member.alias, "organization": member.organization.name}
    record(keys.current_log, actor, CustodyAction.CASE_UNASSIGNED, assignment.id, told)


def start_epoch(actor: Actor, keys: HeldKeys) -> None:
    """New keys for all that is written from now on, wrapped to whoever is still let in.

    Keys lent to jobs end with the old epoch: unfinished ones wait for whoever asked for them.
    """
    holders = live_holders(keys)
    CaseKeyWrap.objects.filter(case=keys.case).exclude(holder__in=holders).delete()
    new_epoch(keys)
    keys.case.epoch_is_due = False
    keys.case.save(update_fields=("epoch", "epoch_is_due"))
    for holder in holders:
        give_key(keys, keys.case.epoch, holder)
    reseal_shares(keys)
    withdraw_grants(keys.case.id)
    for follow in ON_NEW_EPOCH:
        import_string(follow)(keys, holders)
    told = {"epoch": str(keys.case.epoch)}
    act = CustodyAction.CASE_EPOCH_STARTED
    record(keys.current_log, actor.for_log(), act, keys.case.id, told)


@transaction.atomic
def assign_case(actor: Actor, keys: HeldKeys, member: Membership) -> Assignment:
    """Hands the case's keys from the organisation to one of its members. `case.assigned`."""
    check_user_can_assign(actor, keys.case)
    check_membership_is_assignable(member, actor)
    hold_case(keys)
    assignment, is_new = Assignment.objects.live().get_or_create(
        case=keys.case, membership=member, defaults={"assigned_at": now()}
    )
    if is_new:
        give_all_keys(keys, KeyPair.objects.current().get(user=member.user))
        told = {"member": member.alias}
        act = CustodyAction.CASE_ASSIGNED
        record(keys.current_log, actor.for_log(), act, assignment.id, told)
    return assignment


@transaction.atomic
def unassign_case(actor: Actor, keys: HeldKeys, assignment: Assignment) -> None:
    """Ends an assignment in the lead's own organisation: the member's wraps go, and a new epoch
    begins. A second time changes nothing. Writes `case.unassigned` and `case.epoch.started`.
    """
    check_user_can_assign(actor, keys.case)
    hold_case(keys)
    live = Assignment.objects.live().filter(
        pk=assignment.pk, case=keys.case, membership__organization__memberships=actor.membership
    )
    if not live.update(ended_at=now()):
        return
    note_unassigned(keys, actor.for_log(), assignment)
    start_epoch(actor, keys)


@transaction.atomic
def note_opening(actor: Actor, keys: HeldKeys, reason: str = "") -> None:
    """Writes `case.opened`: somebody other than the owner begins to read."""
    hold_case(keys)
    told = {"reason": reason} if reason else {}
    record(keys.current_log, actor.for_log(), CustodyAction.CASE_OPENED, keys.case.id, told)


def give_all_keys(keys: HeldKeys, holder: KeyPair) -> None:
    """Every epoch's key, so that what was written before opens as well."""
    for epoch in keys.epochs:
        give_key(keys, epoch, holder)
