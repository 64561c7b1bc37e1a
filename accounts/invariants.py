"""What holds of every account, checked without a key."""

from collections.abc import Iterator

from accounts.enums import MemberRole
from accounts.models import (
    KeyPair,
    Membership,
    OrganizationKeyWrap,
    RecoverySheets,
    SealedPreferences,
    SignIn,
)
from accounts.sealing import (
    is_sealed_for,
    preferences_are_sealed_for,
    public_key_of,
    sheets_are_certified,
)
from core.exceptions import NotOpened
from core.invariants import Breach


def breaches() -> Iterator[Breach]:
    for pair in KeyPair.objects.iterator():
        if not _is_certified(pair):
            yield Breach("K2", "a public key is not certified by this instance", pair.id)
    for sign_in in SignIn.objects.iterator():
        if not is_sealed_for(sign_in):
            yield Breach("K2", "a private key is sealed for another sign-in", sign_in.id)
    for chosen in SealedPreferences.objects.iterator():
        if not preferences_are_sealed_for(chosen.pk, bytes(chosen.sealed)):
            yield Breach("K2", "preferences are sealed for another account", chosen.pk)
    yield from _organization_wraps()
    for sheets in RecoverySheets.objects.select_related("key_pair"):
        if sheets.key_pair.retired_at is not None or not sheets_are_certified(sheets):
            yield Breach("K2", "recovery sheets open no present key", sheets.pk)


def _is_certified(pair: KeyPair) -> bool:
    try:
        public_key_of(pair)
    except NotOpened:
        return False
    return True


def _organization_wraps() -> Iterator[Breach]:
    """An organisation's key is wrapped to its active leads and to nobody else."""
    leads = Membership.objects.filter(
        role=MemberRole.LEAD, is_active=True, user__is_active=True
    ).values_list("user_id", "organization_id")
    allowed = set(leads)
    for wrap in OrganizationKeyWrap.objects.select_related("holder", "key_pair"):
        holder = (wrap.holder.user_id, wrap.key_pair.organization_id)
        if holder not in allowed or wrap.holder.retired_at is not None:
            yield Breach(
                "K2", "an organisation's key is wrapped to somebody who is no lead", wrap.id
            )
