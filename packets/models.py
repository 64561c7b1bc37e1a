"""Packets: what was frozen for them, and the sealed ZIP once it is built."""

from typing import Self

from django.db import models

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import KeyPair
from cases.models import Case
from core.clock import now
from core.ids import new_id, new_ref
from core.models import ScopedQuerySet
from packets.enums import PacketKind


class PacketQuerySet(ScopedQuerySet["ReportPacket"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own packets, on cases she still sees; nobody sees another person's packet."""
        if actor.role == Role.ANONYMOUS:
            return self.within(pk__in=())
        return self.within(case__in=Case.objects.visible_to(actor), holder__user=actor.user)

    def for_job(self, packet_id: object) -> Self:
        """The one packet a keyed job was granted."""
        return self.within(pk=packet_id)

    def for_upkeep(self) -> Self:
        return self.within()


class ReportPacket(models.Model):
    """One packet for one requester: its key is wrapped to her and to nobody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=8, unique=True, default=new_ref)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="packets")
    holder = models.ForeignKey(KeyPair, on_delete=models.CASCADE, related_name="packets")
    kind = models.CharField(max_length=12, choices=PacketKind)
    requested_at = models.DateTimeField()
    epoch = models.PositiveIntegerField()
    sealed_manifest = models.BinaryField()
    wrapped_key = models.BinaryField(null=True)
    # Null until it is built: a unique column takes many nulls and one empty string.
    blob = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    blob_bytes = models.PositiveBigIntegerField(default=0)
    sealed_outcome = models.BinaryField(null=True)
    built_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = PacketQuerySet.as_manager()

    class Meta:
        db_table = "report_packet"
        ordering = ("-requested_at",)

    def __str__(self) -> str:
        return self.ref

    @property
    def is_expired(self) -> bool:
        """Whether its day is over; the row and the sealed ZIP go with the next clean-up."""
        return self.expires_at is not None and self.expires_at <= now()
