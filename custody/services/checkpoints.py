"""Makes checkpoints: one signed tree over the heads of all logs that changed since the last one."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F

from core.clock import now, stamp
from custody.models import (
    Checkpoint,
    CheckpointLeaf,
    CheckpointLock,
    CheckpointTombstone,
    CustodyLog,
    TimeStamp,
)
from custody.sealing import (
    FIRST,
    CheckpointBody,
    checkpoint_note,
    head_leaf,
    note_digest,
    root,
)

logger = logging.getLogger(__name__)

ASK_TASK = "custody.tasks.ask_authorities"
MOST_AUTHORITIES = 2


@dataclass(frozen=True, slots=True)
class _Leaf:
    hash: bytes
    log: UUID | None = None
    length: int | None = None
    head: bytes | None = None


@transaction.atomic
def make_checkpoint() -> Checkpoint | None:
    """The next checkpoint, or None where no log changed; asks no authority, that comes after.

    Makers come one after another. Nothing is waited for but the maker before: a log that is being
    written to just now is left to the next checkpoint, unless it is this transaction's own.
    """
    CheckpointLock.objects.get_or_create(pk=1)
    CheckpointLock.objects.select_for_update().get(pk=1)
    # In the order of their hashes, the place of a leaf says nothing about its case.
    leaves = sorted((*_changed_heads(), *_endings()), key=lambda leaf: leaf.hash)
    if not leaves:
        return None
    checkpoint = _append(leaves, now())
    for authority in settings.TSA_URLS[:MOST_AUTHORITIES]:
        TimeStamp.objects.create(checkpoint=checkpoint, authority=authority, next_at=checkpoint.at)
    if settings.TSA_URLS:
        transaction.on_commit(_send)
    return checkpoint


def _changed_heads() -> list[_Leaf]:
    changed = CustodyLog.objects.filter(length__gt=F("anchored_length"))
    logs = list(changed.select_for_update(skip_locked=True))
    CustodyLog.objects.filter(pk__in=[log.pk for log in logs]).update(anchored_length=F("length"))
    heads = [(log.pk, log.length, bytes(log.head)) for log in logs]
    return [_Leaf(head_leaf(pk.hex, length, head), pk, length, head) for pk, length, head in heads]


def _endings() -> list[_Leaf]:
    """The leaves of logs that were erased; here they are taken over."""
    rows = list(CheckpointTombstone.objects.all())
    CheckpointTombstone.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [_Leaf(bytes(row.hash)) for row in rows]


def _append(leaves: list[_Leaf], moment: datetime) -> Checkpoint:
    last = Checkpoint.objects.order_by("number").last()
    body = CheckpointBody(
        number=last.number + 1 if last else 1,
        at=stamp(moment),
        size=len(leaves),
        root=root([leaf.hash for leaf in leaves]),
        prev=note_digest(last.note.encode()) if last else FIRST,
    )
    checkpoint = Checkpoint.objects.create(
        number=body.number,
        at=moment,
        tree_size=body.size,
        root=body.root,
        prev=body.prev,
        note=checkpoint_note(body).decode(),
    )
    CheckpointLeaf.objects.bulk_create(
        CheckpointLeaf(
            checkpoint=checkpoint,
            position=position,
            hash=leaf.hash,
            log_id=leaf.log,
            length=leaf.length,
            head=leaf.head,
        )
        for position, leaf in enumerate(leaves)
    )
    return checkpoint


def _send() -> None:
    """A broker that is down delays the stamps; the beat asks for them too."""
    try:
        current_app.send_task(ASK_TASK)
    except Exception as error:  # noqa: BLE001  whatever the broker's client raises
        logger.warning("time stamps not asked for: %s", type(error).__name__)
