"""The cases' door to the vault: who is given the keys to a case, and what they open."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import KeyPair
from accounts.sealing import wrap_to
from cases.exceptions import NoKey
from cases.models import Case, CaseEpoch, CaseKeyWrap, Grant, ShareKeyWrap, ShredSecret
from cases.sealing.drafts import draft_is_sealed_for, open_draft, seal_draft
from cases.sealing.held import CaseKeys, GrantedKeys, HeldKeys, SealedFileKey, is_file_key_of
from cases.sealing.records import is_sealed_for, open_record, seal_record
from cases.sealing.shares import (
    ShareKeys,
    check_certified,
    give_share_key,
    open_request,
    seal_request,
    share_purpose,
)
from core.exceptions import NotOpened
from custody.sealing import instance_key
from vault.errors import VaultError
from vault.primitives import random_bytes
from vault.tree import certify_epoch, check_epoch

__all__ = [
    "CaseKeys",
    "GrantedKeys",
    "HeldKeys",
    "SealedFileKey",
    "ShareKeys",
    "create_case_keys",
    "draft_is_sealed_for",
    "give_key",
    "give_share_key",
    "is_file_key_of",
    "is_sealed_for",
    "keys_of",
    "keys_of_all",
    "keys_that_open",
    "new_epoch",
    "open_draft",
    "open_record",
    "open_request",
    "seal_draft",
    "seal_record",
    "seal_request",
    "share_keys_of",
]

PURPOSE = "case"


def create_case_keys(case: Case, owner: KeyPair) -> HeldKeys:
    """Keys for a new case. S_c is written first, into its own database: the two cannot commit
    together, and a stray secret harms nobody where a case without one would be lost."""
    shred_secret, inner = random_bytes(32), random_bytes(32)
    ShredSecret.objects.create(case_id=case.id, secret=shred_secret)
    case.save()
    keys = HeldKeys(case, {case.epoch: inner}, shred_secret)
    _certify(keys)
    give_key(keys, case.epoch, owner)
    return keys


def _certify(keys: HeldKeys) -> None:
    case, epoch = keys.case, keys.case.epoch
    certificate = certify_epoch(instance_key(), keys.inner[epoch], case=case.id, epoch=epoch)
    CaseEpoch.objects.create(case=case, epoch=epoch, certificate=certificate)


def keys_of(actor: Actor, case: Case) -> HeldKeys:
    """The third gate: every epoch's key wrapped to this actor or, for a lead, her organisation.

    Raises NoKey where she holds none.
    """
    return keys_of_all(actor, [case])[case.id]


def keys_of_all(actor: Actor, cases: Iterable[Case]) -> dict[UUID, HeldKeys]:
    """The same for several cases, with as many queries as for one; NoKey where one is missing."""
    rows = {case.id: case for case in cases}
    ours = CaseKeyWrap.objects.filter(case__in=rows, holder__in=_holders(actor))
    wraps = ours.select_related("holder")
    inner: dict[UUID, dict[int, bytes]] = {case_id: {} for case_id in rows}
    for wrap in wraps:
        inner[wrap.case_id][wrap.epoch] = actor.keyring.unwrap(
            bytes(wrap.wrapped), wrap.holder, PURPOSE, wrap.case_id, wrap.epoch
        )
    for case in rows.values():
        _check_newest(case, inner[case.id])
    _check_certified(inner)
    secrets = ShredSecret.objects.in_bulk(rows)
    if len(secrets) < len(rows):
        raise NotOpened
    return {
        case_id: HeldKeys(case, inner[case_id], bytes(secrets[case_id].secret))
        for case_id, case in rows.items()
    }


def keys_that_open(actor: Actor, cases: Iterable[Case]) -> dict[UUID, HeldKeys]:
    """The keys of those cases that open: one that was changed from outside keeps nobody from what
    has to be done with the others."""
    found: dict[UUID, HeldKeys] = {}
    for case in cases:
        with suppress(NoKey, NotOpened):
            found[case.id] = keys_of(actor, case)
    return found


def _check_newest(case: Case, inner: Mapping[int, bytes]) -> None:
    """NoKey without the present epoch's key. NotOpened where a later key exists: then the row was
    set back to an epoch whose key others still hold."""
    if case.epoch not in inner:
        raise NoKey
    if max(inner) > case.epoch:
        raise NotOpened


def _check_certified(inner: Mapping[UUID, Mapping[int, bytes]]) -> None:
    """NotOpened where an epoch's key is not one that was made here: somebody planted it."""
    stored = CaseEpoch.objects.filter(case__in=inner).values_list("case_id", "epoch", "certificate")
    known = {(case, epoch): bytes(certificate) for case, epoch, certificate in stored}
    verify_key = instance_key().verify_key
    try:
        for case, epochs in inner.items():
            for epoch, ck_in in epochs.items():
                certificate = known.get((case, epoch), b"")
                check_epoch(verify_key, certificate, ck_in, case=case, epoch=epoch)
    except VaultError as error:
        raise NotOpened from error


def _holders(actor: Actor) -> "QuerySet[KeyPair]":
    """Her own key pair and, for a lead, her organisation's; as part of the query for the wraps."""
    if actor.user is None:
        return KeyPair.objects.none()
    whose = Q(user=actor.user)
    if actor.is_lead and actor.membership is not None:
        whose |= Q(organization=actor.membership.organization)
    return KeyPair.objects.current().filter(whose)


def give_key(keys: HeldKeys, epoch: int, holder: KeyPair) -> None:
    """Wraps one epoch's key to a holder, in place of any wrap that stands there.

    One that is there already was made by us, or planted: either way this one opens.
    """
    wrapped = wrap_to(keys.inner[epoch], holder, PURPOSE, keys.case.id, epoch)
    CaseKeyWrap.objects.update_or_create(
        case=keys.case, epoch=epoch, holder=holder, defaults={"wrapped": wrapped}
    )


def new_epoch(keys: HeldKeys) -> None:
    """A fresh, certified CK_in under the next number; S_c stays. The caller wraps and re-seals."""
    keys.case.epoch += 1
    keys.inner[keys.case.epoch] = random_bytes(32)
    _certify(keys)


def share_keys_of(actor: Actor, grants: Iterable[Grant]) -> dict[UUID, ShareKeys]:
    """The third gate of shares: the key of each that is wrapped to this actor or, for a lead, to
    her organisation, with as many queries as for one.

    One without a wrap for her is left out. NotOpened where a key is not one that was made here.
    """
    rows = {grant.id: grant for grant in grants}
    wraps = ShareKeyWrap.objects.filter(grant__in=rows, holder__in=_holders(actor))
    secrets = ShredSecret.objects.in_bulk({grant.case_id for grant in rows.values()})
    keys: dict[UUID, ShareKeys] = {}
    for wrap in wraps.select_related("holder"):
        grant = rows[wrap.grant_id]
        inner = actor.keyring.unwrap(
            bytes(wrap.wrapped), wrap.holder, share_purpose(grant), grant.case_id, 0
        )
        check_certified(grant, inner)
        if grant.case_id not in secrets:
            raise NotOpened
        keys[grant.id] = ShareKeys(grant, inner, bytes(secrets[grant.case_id].secret))
    return keys
