"""The keys to one case as somebody holds them: an actor all of them, a job those it was granted."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import product
from typing import Protocol
from uuid import UUID

from cases.enums import GrantField
from cases.models import Case, Grant
from cases.sealing.shares import ShareKeys, check_certified, file_key_address, share_key_address
from core.exceptions import NotOpened
from custody.sealing import LogKey, LogKeys, instance_key
from jobs.sealing import Access
from vault.envelope import open_sealed, seal
from vault.errors import VaultError
from vault.primitives import random_bytes
from vault.tree import CaseKey, case_key, certify_share


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

    def index(self, epoch: int) -> bytes:
        """Finds the same file again in what was written in an epoch."""
        return self.derived(epoch).index

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

    def of_share(self, grant: UUID) -> bytes:
        """The key of what a share's holders are told of its items."""
        try:
            return self._access.shares[grant]
        except KeyError:
            raise NotOpened from None

    def holds_file(self, row: UUID) -> bool:
        return row in self._access.files

    def file(self, item: UUID, sealed: SealedFileKey, field: int = 0) -> bytes:
        try:
            return self._access.files[sealed.id]
        except KeyError:
            raise NotOpened from None


def is_file_key_of(case: UUID, item: UUID, sealed: SealedFileKey, field: int) -> bool:
    """Whether a file's key is sealed for this file under the epoch that its row names, as far as
    that shows unopened."""
    address = file_key_address(case, item, sealed.key_epoch, field)
    return address.fits(bytes(sealed.sealed_key), len(sealed.sealed_key))
