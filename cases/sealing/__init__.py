"""The cases' door to the vault: the keys one actor holds to one case, and what they open."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import product
from typing import Any, Protocol
from uuid import UUID

from accounts.actors import Actor
from accounts.models import KeyPair
from accounts.sealing import wrap_to
from cases.enums import GrantField, RecordKind
from cases.exceptions import NoKey
from cases.models import (
    Case,
    CaseEpoch,
    CaseKeyWrap,
    CaseRecord,
    Grant,
    RecordRevision,
    ShareKeyWrap,
    ShredSecret,
)
from cases.sealing.shares import (
    ShareKeys,
    check_certified,
    file_key_address,
    give_share_key,
    open_request,
    seal_request,
    share_key_address,
    share_purpose,
)
from core.exceptions import NotOpened
from custody.sealing import LogKey, LogKeys, instance_key
from jobs.sealing import Access
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.primitives import random_bytes
from vault.tree import (
    CaseKey,
    case_key,
    certify_epoch,
    certify_share,
    check_epoch,
)

__all__ = [
    "CaseKeys",
    "GrantedKeys",
    "HeldKeys",
    "SealedFileKey",
    "ShareKeys",
    "create_case_keys",
    "give_key",
    "give_share_key",
    "keys_of",
    "keys_of_all",
    "new_epoch",
    "open_record",
    "open_request",
    "seal_record",
    "seal_request",
    "share_keys_of",
]

PURPOSE = "case"


class CaseKeys(Protocol):
    """What a service needs of a case's keys; an actor holds all, a job only those granted."""

    case: Case

    def field(self, epoch: int, kind: int) -> bytes: ...
    def log(self, epoch: int) -> LogKey: ...
    @property
    def current_log(self) -> LogKey: ...
    @property
    def logs(self) -> LogKeys: ...
    def file(self, item: UUID, sealed: "SealedFileKey", field: int = 0) -> bytes: ...


class SealedFileKey(Protocol):
    """A row that carries a file's key, sealed under its case's current epoch."""

    id: UUID
    key_epoch: int
    sealed_key: bytes | memoryview


class HeldKeys:
    """The case's keys of every epoch this actor was given."""

    def __init__(self, case: Case, inner: Mapping[int, bytes], shred_secret: bytes) -> None:
        self.case = case
        self.inner = dict(inner)
        self._shred_secret = shred_secret
        self._derived: dict[int, CaseKey] = {}
        self._file_wraps: dict[int, bytes] = {}

    @property
    def epochs(self) -> tuple[int, ...]:
        return tuple(sorted(self.inner))

    def derived(self, epoch: int) -> CaseKey:
        if epoch not in self.inner:
            raise NotOpened
        if epoch not in self._derived:
            self._derived[epoch] = case_key(
                self.inner[epoch], self._shred_secret, case=self.case.id, epoch=epoch
            )
        return self._derived[epoch]

    def field(self, epoch: int, kind: int) -> bytes:
        return self.derived(epoch).field(kind)

    def file_wrap(self, epoch: int) -> bytes:
        """Derived once: a new epoch seals the keys of all files anew."""
        if epoch not in self._file_wraps:
            self._file_wraps[epoch] = self.derived(epoch).file_wrap
        return self._file_wraps[epoch]

    def log(self, epoch: int) -> LogKey:
        return LogKey(self.case.id, epoch, self.derived(epoch).log)

    @property
    def current_log(self) -> LogKey:
        return self.log(self.case.epoch)

    @property
    def logs(self) -> LogKeys:
        """Of every epoch and of every share there ever was, looked up when the log is read.

        A share whose key was changed behind our back is left out: its entries do not open.
        """
        keys: dict[int | UUID, LogKey] = {epoch: self.log(epoch) for epoch in self.epochs}
        for grant in self.case.grants.of_items():
            with suppress(NotOpened):
                keys[grant.id] = self.share(grant).log
        return keys

    def share(self, grant: Grant) -> ShareKeys:
        """The keys of one of the case's shares; NotOpened where its key is not ours."""
        try:
            key = self.field(grant.key_epoch, GrantField.SHARE_KEY)
            sealed = bytes(grant.sealed_key or b"")
            inner = open_sealed(key, share_key_address(grant), sealed)
        except VaultError as error:
            raise NotOpened from error
        check_certified(grant, inner)
        return ShareKeys(grant, inner, self._shred_secret)

    def new_share(self, grant: Grant) -> ShareKeys:
        """A fresh, certified key for a grant; the row takes it, sealed for the owner."""
        inner, case = random_bytes(32), self.case.id
        grant.certificate = certify_share(instance_key(), inner, case=case, grant=grant.id)
        share = ShareKeys(grant, inner, self._shred_secret)
        self.seal_share(share)
        return share

    def seal_share(self, share: ShareKeys) -> None:
        """The share's key under the case's present epoch, on the grant's row."""
        share.grant.key_epoch = self.case.epoch
        key = self.field(self.case.epoch, GrantField.SHARE_KEY)
        share.grant.sealed_key = seal(key, share_key_address(share.grant), share.inner)

    def file(self, item: UUID, sealed: SealedFileKey, field: int = 0) -> bytes:
        """The key of an item's original, or of what was made of it under another field."""
        wrapping = self.file_wrap(sealed.key_epoch)
        try:
            return open_sealed(
                wrapping,
                file_key_address(self.case.id, item, sealed.key_epoch, field),
                bytes(sealed.sealed_key),
            )
        except VaultError as error:
            raise NotOpened from error

    def seal_file_key(self, item: UUID, key: bytes, field: int = 0) -> bytes:
        """The file's own key, sealed under the current epoch."""
        epoch = self.case.epoch
        address = file_key_address(self.case.id, item, epoch, field)
        return seal(self.file_wrap(epoch), address, key)

    def access(
        self, kinds: Iterable[int], files: Mapping[UUID, bytes], *, written_in: int
    ) -> Access:
        """The part for a job that rewrites something of one epoch in the present one."""
        pairs = product({written_in, self.case.epoch}, kinds)
        fields = {(epoch, kind): self.field(epoch, kind) for epoch, kind in pairs}
        return Access(files=files, fields=fields, logs={self.case.epoch: self.current_log})

    def access_to_history(self, kinds: Iterable[int], files: Mapping[UUID, bytes]) -> Access:
        """The part for a job that reads these kinds, and the log, from the beginning on."""
        pairs = product(self.epochs, kinds)
        fields = {(epoch, kind): self.field(epoch, kind) for epoch, kind in pairs}
        return Access(files=files, fields=fields, logs=self.logs)


class GrantedKeys:
    """The keys a job was given; anything else is as closed to it as to a stranger."""

    def __init__(self, case: Case, access: Access) -> None:
        self.case = case
        self._access = access

    def field(self, epoch: int, kind: int) -> bytes:
        try:
            return self._access.fields[epoch, kind]
        except KeyError:
            raise NotOpened from None

    def log(self, epoch: int) -> LogKey:
        try:
            return self._access.logs[epoch]
        except KeyError:
            raise NotOpened from None

    @property
    def logs(self) -> LogKeys:
        return self._access.logs

    @property
    def current_log(self) -> LogKey:
        """The newest granted: a job that began before a new epoch still finishes its entry."""
        return self.log(max(scope for scope in self._access.logs if isinstance(scope, int)))

    def holds_file(self, row: UUID) -> bool:
        return row in self._access.files

    def file(self, item: UUID, sealed: SealedFileKey, field: int = 0) -> bytes:
        try:
            return self._access.files[sealed.id]
        except KeyError:
            raise NotOpened from None


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
    holders = _holders(actor)
    wraps = CaseKeyWrap.objects.filter(case__in=rows, holder__in=holders).select_related("holder")
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


def _holders(actor: Actor) -> list[KeyPair]:
    if actor.user is None:
        return []
    pairs = list(KeyPair.objects.current().filter(user=actor.user))
    if actor.is_lead and actor.membership is not None:
        pairs += KeyPair.objects.current().filter(organization=actor.membership.organization)
    return pairs


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


def seal_record(
    keys: CaseKeys, record: CaseRecord, revision: int, content: Mapping[str, Any]
) -> bytes:
    """One revision's content, padded, bound to case, record, kind, epoch and revision."""
    epoch = keys.case.epoch
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    key = keys.field(epoch, record.kind)
    return seal(key, _record_address(record, epoch, revision), plain)


def open_record(keys: CaseKeys, record: CaseRecord, stored: RecordRevision) -> dict[str, Any]:
    key = keys.field(stored.epoch, record.kind)
    address = _record_address(record, stored.epoch, stored.revision)
    try:
        content: dict[str, Any] = json.loads(open_sealed(key, address, bytes(stored.sealed)))
    except VaultError as error:
        raise NotOpened from error
    return content


def is_sealed_for(record: CaseRecord, stored: RecordRevision) -> bool:
    """Whether a revision is sealed for its record, as far as that shows unopened."""
    sealed = bytes(stored.sealed)
    return _record_address(record, stored.epoch, stored.revision).fits(sealed, len(sealed))


def is_file_key_of(case: UUID, item: UUID, sealed: SealedFileKey, field: int) -> bool:
    """The same of a file's key: sealed for this file under the epoch that its row names."""
    address = file_key_address(case, item, sealed.key_epoch, field)
    return address.fits(bytes(sealed.sealed_key), len(sealed.sealed_key))


def _record_address(record: CaseRecord, epoch: int, revision: int) -> Address:
    return Address(
        ObjectType.FIELD,
        case=record.case_id,
        item=record.id,
        epoch=epoch,
        field=RecordKind(record.kind).value,
        revision=revision,
        padded=True,
    )
