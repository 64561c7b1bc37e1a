"""Organisations: founded, joined and left; their key pair, who can open it, and its sheets."""

from django.db import transaction

from accounts import sealing
from accounts.enums import MemberRole
from accounts.models import (
    KeyPair,
    Membership,
    Organization,
    OrganizationKeyWrap,
    RecoverySheets,
    User,
)
from accounts.sealing import Keyring, PrivateKey
from accounts.services.pairs import Unlocked, give_key_pair
from accounts.sessions import end_sessions_of
from core.clock import now, stamp, today
from core.exceptions import NotOpened


@transaction.atomic
def found_organization(name: str, about: str, lead: Unlocked, alias: str) -> Organization:
    """An organisation with its own key pair, whose private half only its first lead can open."""
    organization = Organization.objects.create(name=name, about=about, created_on=today())
    private = give_key_pair(organization)
    join(organization, lead.user, MemberRole.LEAD, alias)
    _wrap_key(organization, private, lead.user)
    return organization


def join(organization: Organization, user: User, role: MemberRole, alias: str) -> Membership:
    return Membership.objects.create(
        organization=organization, user=user, role=role, alias=alias, joined_on=today()
    )


@transaction.atomic
def add_lead(organization: Organization, sponsor: Unlocked, user: User, alias: str) -> Membership:
    """A further lead: the organisation's key, opened by a present lead, is wrapped to her too."""
    member = join(organization, user, MemberRole.LEAD, alias)
    give_organization_key(Keyring(sponsor.key.to_bytes), member)
    return member


@transaction.atomic
def give_organization_key(sponsor: Keyring, lead: Membership) -> None:
    """The organisation's key, opened by a present lead, wrapped to this one's pair of now."""
    pair = lead.organization.key_pairs.current().get()
    _wrap_key(lead.organization, sponsor.organization(pair), lead.user)


@transaction.atomic
def end_account(member: Membership) -> None:
    """Her membership and her account end: signed out everywhere, no way in opens any more.

    The organisation's key is no longer wrapped to her; where it was, it has to be replaced.
    """
    member.is_active, member.left_on = False, today()
    member.save(update_fields=("is_active", "left_on"))
    User.objects.filter(pk=member.user_id).update(is_active=False)
    member.user.sign_ins.all().delete()
    end_sessions_of(member.user_id)
    withdraw_organization_key(member)


def withdraw_organization_key(member: Membership) -> None:
    """Takes the organisation's key from her pairs; its pair is due where she held it."""
    held = OrganizationKeyWrap.objects.filter(holder__user=member.user_id)
    if held.delete()[0]:
        Organization.objects.filter(pk=member.organization_id).update(key_is_due=True)


@transaction.atomic
def renew_organization_key(organization: Organization) -> KeyPair:
    """A new pair, wrapped to every active lead and to the sheets; the old one opens nothing new.

    The caller wraps to it what was wrapped to the old.
    """
    private = give_key_pair(organization)
    OrganizationKeyWrap.objects.filter(key_pair__organization=organization).delete()
    leads = organization.memberships.filter(role=MemberRole.LEAD, is_active=True)
    for lead in leads.select_related("user"):
        _wrap_key(organization, private, lead.user)
    _wrap_to_sheets(organization, private)
    Organization.objects.filter(pk=organization.pk).update(key_is_due=False)
    return organization.key_pairs.current().get()


def _wrap_key(organization: Organization, key: PrivateKey, to: User) -> None:
    pair = organization.key_pairs.current().get()
    holder = to.key_pairs.current().get()
    OrganizationKeyWrap.objects.get_or_create(
        key_pair=pair,
        holder=holder,
        defaults={"wrapped": sealing.wrap_organization_key(key, pair, holder)},
    )


@transaction.atomic
def print_sheets(sponsor: Keyring, organization: Organization) -> tuple[str, ...]:
    """Three sheets, two of which open the organisation's key; sheets of before open nothing more.

    The texts leave this function once.
    """
    pair = organization.key_pairs.current().get()
    private, printed = sponsor.organization(pair), sealing.print_sheets()
    before = RecoverySheets.objects.filter(organization=organization).first()
    sheets = RecoverySheets(
        organization=organization,
        printing=before.printing + 1 if before else 1,
        public_key=printed.public_key,
        not_before=stamp(now()),
        key_pair=pair,
    )
    sealing.certify_sheets(sheets)
    sheets.wrapped = sealing.wrap_to_sheets(private, pair, sheets)
    sheets.save()
    return printed.texts


def _wrap_to_sheets(organization: Organization, private: PrivateKey) -> None:
    sheets = RecoverySheets.objects.filter(organization=organization).first()
    if sheets is not None:
        sheets.key_pair = organization.key_pairs.current().get()
        sheets.wrapped = sealing.wrap_to_sheets(private, sheets.key_pair, sheets)
        sheets.save(update_fields=("key_pair", "wrapped"))


@transaction.atomic
def recover_with_sheets(
    organization: Organization, sheets: tuple[str, str], lead: Unlocked, alias: str
) -> None:
    """Two sheets make this person a lead who opens the organisation's key; its pair is due, as
    those who opened it before are gone. NotOpened where the sheets are not its own."""
    found = RecoverySheets.objects.filter(organization=organization).first()
    if found is None:
        raise NotOpened
    private = sealing.open_with_sheets(sheets, found)
    join(organization, lead.user, MemberRole.LEAD, alias)
    _wrap_key(organization, private, lead.user)
    Organization.objects.filter(pk=organization.pk).update(key_is_due=True)
