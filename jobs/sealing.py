"""The job engine's door to the vault: worker keys and the grants sealed to them."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from core.clock import now, stamp
from core.exceptions import NotOpened
from core.ids import new_id
from custody.sealing import LogKey, LogKeys, instance_key
from jobs.exceptions import NoLiveGrant
from jobs.models import Job, JobGrant, WorkerKey
from vault.chain import canonical
from vault.errors import VaultError
from vault.keys import PrivateKey, PublicKey, WrapContext, unwrap, wrap
from vault.primitives import random_bytes
from vault.signing import CertificateBody, certify, check_certificate, verify

KEY_FILE = "worker.key"
WORKER, OWNER = "worker", "owner"
GRANT_LABEL = b"kbgo/v1/job-grant"
SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a job works for, as her own session said: the digest of her public key, and the
    organisation she reads for; None reads as the owner."""

    key_sha256: str
    organization: UUID | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """The keys one job needs and no others: of files, of field kinds per epoch, of the log.

    `shares` are those of what a share's holders are told of its items, by the share's grant: what
    comes of an item is told there too. `recipient` where what the job makes is for one person: rows
    name her too, and may be changed.
    """

    files: Mapping[UUID, bytes] = field(default_factory=dict)
    fields: Mapping[tuple[int, int], bytes] = field(default_factory=dict)
    logs: LogKeys = field(default_factory=dict)
    shares: Mapping[UUID, bytes] = field(default_factory=dict)
    recipient: Recipient | None = None


def create_worker_key(not_before: datetime) -> WorkerKey:
    """A pair for this boot: the private half into the run directory, mode 0400, nowhere else."""
    key_id, private = new_id(), PrivateKey.generate()
    body = CertificateBody(WORKER, key_id, 1, private.public.digest, stamp(not_before))
    path = Path(settings.RUN_DIR) / KEY_FILE
    aside = path.with_name(f".{KEY_FILE}.{key_id}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "wb") as file:
        file.write(key_id.bytes + private.to_bytes())
    aside.replace(path)
    return WorkerKey(
        id=key_id,
        public_key=private.public.to_bytes(),
        not_before=body.not_before,
        certificate=certify(instance_key(), body),
        seen_at=not_before,
    )


def own_worker_key() -> tuple[UUID, PrivateKey] | None:
    """This machine's worker pair, or None where no worker was set up since the last boot."""
    path = Path(settings.RUN_DIR) / KEY_FILE
    if not path.exists():
        return None
    content = path.read_bytes()
    return UUID(bytes=content[:16]), PrivateKey.from_bytes(content[16:])


def is_certified(worker: WorkerKey) -> bool:
    """Whether this instance vouched for the worker's public key."""
    try:
        public = PublicKey.from_bytes(bytes(worker.public_key))
        body = CertificateBody(WORKER, worker.id, 1, public.digest, worker.not_before)
        check_certificate(instance_key().verify_key, body, bytes(worker.certificate))
    except VaultError:
        return False
    return True


def seal_grant(job: Job, access: Access, worker: WorkerKey) -> bytes:
    """`signature ‖ wrap`: the access, sealed to one certified worker key, bound to job, case and
    expiry. Anybody can seal to a public key, so the instance signs what its web process sealed."""
    public = PublicKey.from_bytes(bytes(worker.public_key))
    body = CertificateBody(WORKER, worker.id, 1, public.digest, worker.not_before)
    try:
        check_certificate(instance_key().verify_key, body, bytes(worker.certificate))
    except VaultError as error:
        raise NotOpened from error
    wrapped = wrap(_encode(job, access), public, _context(job, worker.id))
    return instance_key().sign(GRANT_LABEL, wrapped) + wrapped


def open_grant(grant: JobGrant, key: PrivateKey) -> Access:
    """The access back. NotOpened when this instance did not seal it, or it speaks of another job,
    object or kind than the row; NoLiveGrant past the end that was sealed with it."""
    job, sealed = grant.job, bytes(grant.sealed)
    signature, wrapped = sealed[:SIGNATURE_BYTES], sealed[SIGNATURE_BYTES:]
    try:
        verify(instance_key().verify_key, signature, GRANT_LABEL, wrapped)
        content = json.loads(unwrap(wrapped, key, _context(job, grant.worker_key_id)))
    except VaultError as error:
        raise NotOpened from error
    if _terms(job) != content["terms"]:
        raise NotOpened
    if content["terms"]["expires"] <= stamp(now()):
        raise NoLiveGrant
    return Access(
        files={UUID(item): bytes.fromhex(value) for item, value in content["files"].items()},
        fields={_pair(name): bytes.fromhex(value) for name, value in content["fields"].items()},
        logs=dict(_log_key(job.case_id, name, value) for name, value in content["logs"].items()),
        shares={UUID(grant): bytes.fromhex(value) for grant, value in content["shares"].items()},
        recipient=_recipient(content["recipient"]),
    )


def _encode(job: Job, access: Access) -> bytes:
    return canonical(
        {
            "terms": _terms(job),
            "nonce": random_bytes(16).hex(),
            "files": {str(item): key.hex() for item, key in access.files.items()},
            "fields": {f"{e}.{f}": key.hex() for (e, f), key in access.fields.items()},
            "logs": {str(scope): log.key.hex() for scope, log in access.logs.items()},
            "shares": {str(grant): key.hex() for grant, key in access.shares.items()},
            "recipient": _told(access.recipient),
        }
    )


def _told(recipient: Recipient | None) -> dict[str, str]:
    if recipient is None:
        return {}
    reads_for = recipient.organization
    return {"key": recipient.key_sha256, "reads_for": str(reads_for) if reads_for else OWNER}


def _recipient(told: Mapping[str, str]) -> Recipient | None:
    if not told:
        return None
    reads_for = told["reads_for"]
    return Recipient(told["key"], None if reads_for == OWNER else UUID(reads_for))


def _terms(job: Job) -> dict[str, str]:
    return {
        "job": str(job.id),
        "case": str(job.case_id),
        "kind": job.kind,
        "object": str(job.object_id),
        "requester": str(job.requester_id),
        "expires": stamp(job.expires_at),
    }


def _pair(name: str) -> tuple[int, int]:
    epoch, kind = name.split(".")
    return int(epoch), int(kind)


def _log_key(case: UUID, name: str, value: str) -> tuple[int | UUID, LogKey]:
    """Of an epoch, named by its number, or of a share, named by its grant."""
    key = bytes.fromhex(value)
    if name.isdecimal():
        return int(name), LogKey(case, int(name), key)
    return UUID(name), LogKey(case, 0, key, share=UUID(name))


def _context(job: Job, worker: UUID) -> WrapContext:
    return WrapContext(
        purpose=f"job {stamp(job.expires_at)} {job.id}",
        case=job.case_id,
        epoch=0,
        to=worker,
        generation=1,
    )
