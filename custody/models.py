"""Rows of the custody log: hashes and signatures in the open, acts and details sealed."""

from uuid import UUID

from django.db import models

from core.ids import new_id


class CustodyLog(models.Model):
    """One chain per case; the row is the lock under which it grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField(unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32)

    class Meta:
        db_table = "custody_log"

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
