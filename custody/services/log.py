"""Writes the chain: always inside the transaction of the change it tells of."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from core.clock import now, stamp
from custody.enums import CustodyAction, CustodyRole
from custody.models import (
    CheckpointLeaf,
    CheckpointTombstone,
    CustodyErasure,
    CustodyEvent,
    CustodyLog,
)
from custody.sealing import (
    GENESIS,
    LogKey,
    actor_mark,
    instance_id,
    opaque_leaf,
    seal_event,
)


@dataclass(frozen=True, slots=True)
class LogActor:
    """Who acted: a pseudonym and a role for everybody, a label for the owner's own page."""

    user_id: UUID | None
    role: CustodyRole
    label: str = ""


def open_log(case_id: UUID) -> CustodyLog:
    """An empty chain for a new case."""
    return CustodyLog.objects.create(case_id=case_id, head=bytes.fromhex(GENESIS))


def record(
    key: LogKey,
    actor: LogActor,
    act: CustodyAction,
    obj: UUID,
    details: Mapping[str, str] | None = None,
) -> CustodyEvent:
    """Appends one entry to the case's chain and returns it.

    Guarantees that the entry stands or falls with the caller's transaction, that it follows the
    head under the log's lock, and that it is signed. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a custody entry outside the transaction of its change")
    log = CustodyLog.objects.select_for_update().get(case_id=key.case)
    moment, seq = now(), log.length + 1
    entry = _entry(log, seq, actor, act, obj) | {"ts": stamp(moment)}
    told = {"who": actor.label, **(details or {})}
    sealed = seal_event(key, log.id, seq, entry, told)
    event = CustodyEvent.objects.create(
        log=log,
        seq=seq,
        at=moment,
        hash=sealed.hash,
        signature=sealed.signature,
        epoch=key.epoch,
        share=key.share,
        sealed_entry=sealed.sealed_entry,
        sealed_details=sealed.sealed_details,
    )
    log.length, log.head = seq, sealed.hash
    CustodyLog.objects.filter(pk=log.pk).update(length=seq, head=sealed.hash)
    return event


def _entry(
    log: CustodyLog, seq: int, actor: LogActor, act: CustodyAction, obj: UUID
) -> dict[str, str]:
    return {
        "v": "1",
        "log": log.id.hex,
        "seq": str(seq),
        "prev": bytes(log.head).hex(),
        "actor": actor_mark(actor.user_id),
        "role": actor.role.value,
        "act": act.value,
        "obj": str(obj),
        "app": settings.APP_VERSION,
        "instance": instance_id(),
    }


def erase_log(case_id: UUID) -> None:
    """Removes a case's whole chain, as its owner may ask; the caller's transaction carries it.

    Leaves of past checkpoints keep their hash and forget whose they were. The next checkpoint gets
    a leaf that says a log ended and not which.
    """
    logs = CustodyLog.objects.select_for_update().filter(case_id=case_id)
    for log_id in logs.values_list("id", flat=True):
        erasure = CustodyErasure.objects.create(log_id=log_id)
        CheckpointLeaf.objects.filter(log=log_id).update(log=None, length=None, head=None)
        CustodyLog.objects.filter(pk=log_id).delete()
        erasure.delete()
        CheckpointTombstone.objects.create(hash=opaque_leaf())
