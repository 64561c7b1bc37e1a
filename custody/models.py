"""Rows of the custody log and of its checkpoints: hashes and signatures in the open, acts and
details sealed."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models

from core.ids import new_id
from custody.enums import StampState


class CustodyLog(models.Model):
    """One chain per case; the row is the lock under which it grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField(unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32)
    anchored_length = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "custody_log"
        indexes = (
            models.Index(
                fields=("id",),
                condition=models.Q(length__gt=models.F("anchored_length")),
                name="custody_log_changed",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class CustodyEvent(models.Model):
    """One entry. Triggers refuse UPDATE always, and DELETE unless the log is being erased."""

    log = models.ForeignKey(CustodyLog, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    epoch = models.PositiveIntegerField()
    # Of an entry by somebody to whom only chosen items are open: the grant whose key seals it.
    share = models.UUIDField(null=True)
    sealed_entry = models.BinaryField()
    sealed_details = models.BinaryField()

    class Meta:
        db_table = "custody_event"
        ordering = ("log", "seq")
        constraints = (models.UniqueConstraint(fields=("log", "seq"), name="custody_seq_once"),)

    def __str__(self) -> str:
        return f"{self.log_id}/{self.seq}"

    @property
    def scope(self) -> int | UUID:
        """What names the key that seals it: an epoch of the case, or a share."""
        return self.epoch if self.share is None else self.share


class CustodyErasure(models.Model):
    """Written in the transaction that erases a log, and removed with it: it opens the trigger."""

    log_id = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "custody_erasure"

    def __str__(self) -> str:
        return str(self.log_id)


class CheckpointLock(models.Model):
    """The one row under whose lock the chain of checkpoints grows."""

    class Meta:
        db_table = "custody_checkpoint_lock"

    def __str__(self) -> str:
        return str(self.pk)


class Checkpoint(models.Model):
    """A signed tree over the heads of all logs that changed. Triggers refuse UPDATE and DELETE.

    `prev` is the SHA-256 of the note before: unique, so the chain cannot fork.
    """

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    tree_size = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    prev = models.BinaryField(max_length=32, unique=True)
    note = models.TextField()

    class Meta:
        db_table = "custody_checkpoint"
        ordering = ("number",)

    def __str__(self) -> str:
        return str(self.number)


class CheckpointLeaf(models.Model):
    """One log's head in one checkpoint, or one log's end. Triggers refuse DELETE, and UPDATE except
    that an erased log takes its name, length and head out and leaves the hash."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="leaves")
    position = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)
    log = models.ForeignKey(CustodyLog, on_delete=models.SET_NULL, related_name="leaves", null=True)
    length = models.PositiveIntegerField(null=True)
    head = models.BinaryField(max_length=32, null=True)

    class Meta:
        db_table = "custody_checkpoint_leaf"
        ordering = ("checkpoint", "position")
        constraints = (
            models.UniqueConstraint(fields=("checkpoint", "position"), name="custody_leaf_once"),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id}/{self.position}"


class CheckpointTombstone(models.Model):
    """The leaf of a log that was erased, until the next checkpoint takes it in."""

    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "custody_checkpoint_tombstone"

    def __str__(self) -> str:
        return str(self.pk)


class TimeStampQuerySet(models.QuerySet["TimeStamp"]):
    def due(self, moment: datetime) -> Self:
        """What is to be asked for by now, the newest checkpoint first."""
        waiting = self.exclude(state=StampState.GRANTED)
        return waiting.filter(next_at__lte=moment).order_by("-checkpoint__number", "authority")

    def granted(self) -> Self:
        return self.filter(state=StampState.GRANTED)


class TimeStamp(models.Model):
    """What one authority says, or does not say yet, about when a checkpoint was there.

    `failure` is the code of the last refusal. `answer` is kept only once it was checked.
    """

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="stamps")
    authority = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=StampState, default=StampState.WAITING)
    failure = models.CharField(max_length=9, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    query = models.BinaryField(default=b"")
    answer = models.BinaryField(default=b"")
    stamped_at = models.DateTimeField(null=True)
    stamped_by = models.TextField(blank=True)

    objects = TimeStampQuerySet.as_manager()

    class Meta:
        db_table = "custody_time_stamp"
        ordering = ("checkpoint", "id")
        constraints = (
            models.UniqueConstraint(fields=("checkpoint", "authority"), name="custody_stamp_once"),
        )
        indexes = (models.Index(fields=("state", "next_at"), name="custody_stamp_due"),)

    def __str__(self) -> str:
        return f"{self.checkpoint_id}/{self.pk}"
