"""The keys of a share: what opens the chosen items of a case and nothing else of it."""

import json
from dataclasses import replace
from uuid import UUID

from accounts.models import KeyPair
from accounts.sealing import wrap_to
from cases.details import HelpDetails
from cases.enums import GrantField, RecordKind
from cases.models import Grant, ShareKeyWrap
from core.exceptions import NotOpened
from custody.sealing import LogKey, LogKeys, instance_key
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.tree import check_share, share_key


class ShareKeys:
    """The keys of one share: of its chosen items, its request and its own part of the log."""

    def __init__(self, grant: Grant, inner: bytes, shred_secret: bytes) -> None:
        self.grant = grant
        self.case = grant.case
        self.inner = inner
        self._derived = share_key(inner, shred_secret, case=grant.case_id, grant=grant.id)

    def field(self, kind: int) -> bytes:
        return self._derived.field(kind)

    @property
    def log(self) -> LogKey:
        return LogKey(self.case.id, 0, self._derived.log, share=self.grant.id)

    @property
    def logs(self) -> LogKeys:
        return {self.grant.id: self.log}

    def file(self, item: UUID, sealed_key: bytes, field: int = 0) -> bytes:
        address = file_key_address(self.case.id, item, 0, field)
        try:
            return open_sealed(self._derived.file_wrap, address, sealed_key)
        except VaultError as error:
            raise NotOpened from error

    def seal_file_key(self, item: UUID, key: bytes, field: int = 0) -> bytes:
        """The file's own key: with it she opens what is stored now, and nothing else."""
        address = file_key_address(self.case.id, item, 0, field)
        return seal(self._derived.file_wrap, address, key)


def check_certified(grant: Grant, inner: bytes) -> None:
    """NotOpened where the share's key is not one that was made here: somebody planted it."""
    try:
        certificate, case = bytes(grant.certificate or b""), grant.case_id
        verify_key = instance_key().verify_key
        check_share(verify_key, certificate, inner, case=case, grant=grant.id)
    except VaultError as error:
        raise NotOpened from error


def give_share_key(share: ShareKeys, holder: KeyPair) -> None:
    """Wraps the share's key to a holder, in place of any wrap that stands there."""
    grant = share.grant
    wrapped = wrap_to(share.inner, holder, share_purpose(grant), grant.case_id, 0)
    ShareKeyWrap.objects.update_or_create(grant=grant, holder=holder, defaults={"wrapped": wrapped})


def seal_request(share: ShareKeys, asked: HelpDetails) -> None:
    """What the owner wrote to the organisation, as the next revision on the grant's row.

    What she chose, and for whom, stays behind: her own record tells it.
    """
    share.grant.request_revision += 1
    told = replace(asked, items=(), consents=())
    plain = json.dumps(told.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
    key = share.field(RecordKind.HELP_REQUEST)
    share.grant.sealed_request = seal(key, _request_address(share.grant), plain)


def open_request(share: ShareKeys) -> HelpDetails:
    key = share.field(RecordKind.HELP_REQUEST)
    sealed = bytes(share.grant.sealed_request or b"")
    try:
        plain = open_sealed(key, _request_address(share.grant), sealed)
    except VaultError as error:
        raise NotOpened from error
    return HelpDetails.from_json(json.loads(plain))


def share_purpose(grant: Grant) -> str:
    return f"share {grant.id}"


def share_key_address(grant: Grant) -> Address:
    return Address(
        ObjectType.FIELD,
        case=grant.case_id,
        item=grant.id,
        epoch=grant.key_epoch,
        field=GrantField.SHARE_KEY.value,
        padded=True,
    )


def _request_address(grant: Grant) -> Address:
    return Address(
        ObjectType.FIELD,
        case=grant.case_id,
        item=grant.id,
        field=RecordKind.HELP_REQUEST.value,
        revision=grant.request_revision,
        padded=True,
    )


def file_key_address(case: UUID, item: UUID, epoch: int, field: int) -> Address:
    return Address(ObjectType.FILE_KEY, case=case, item=item, epoch=epoch, field=field)
