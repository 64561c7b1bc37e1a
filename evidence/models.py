"""Evidence items and what was made of them; every byte lies sealed in the blob store."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.actors import Actor
from cases.models import Case, Grant
from core.ids import new_id, new_ref
from core.models import ScopedQuerySet
from evidence.enums import LOOKED_AT, DerivativeKind, ItemState
from evidence.sniffing import FileClass


class ItemQuerySet(ScopedQuerySet["EvidenceItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """Items of the cases she sees; what waits to be erased is there for its owner alone."""
        seen = self.within(case__in=Case.objects.visible_to(actor))
        return seen if actor.is_owner else seen.kept()

    def kept(self) -> Self:
        """Without those that wait to be erased."""
        return self.filter(erase_at__isnull=True)

    def waiting(self) -> Self:
        """Those that wait to be erased."""
        return self.filter(erase_at__isnull=False)

    def for_job(self, item_id: object) -> Self:
        """The one item a keyed job was granted."""
        return self.within(pk=item_id)

    def for_upkeep(self) -> Self:
        """Every row, for commands that compare rows with blobs and hold no key."""
        return self.within()


class EvidenceItem(models.Model):
    """One original, write-once. Name, type, digest and what it shows stand in `sealed_details`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=8, unique=True, default=new_ref)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    file_class = models.CharField(
        max_length=8, choices=[(one.value, one.name.title()) for one in FileClass]
    )
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.RECEIVED)
    received_at = models.DateTimeField()
    blob = models.CharField(max_length=64, unique=True)
    blob_bytes = models.PositiveBigIntegerField()
    blob_epoch = models.PositiveIntegerField()
    key_epoch = models.PositiveIntegerField()
    sealed_key = models.BinaryField()
    details_revision = models.PositiveIntegerField(default=1)
    details_epoch = models.PositiveIntegerField()
    sealed_details = models.BinaryField()
    # From its owner's word on until it is erased; null while it is kept.
    erase_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        db_table = "evidence_item"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="item_number_once"),)

    def __str__(self) -> str:
        return self.ref

    @property
    def label(self) -> str:
        """How papers refer to it: B-01, B-02 …"""
        return f"B-{self.number:02d}"

    @property
    def is_looked_at(self) -> bool:
        """Whether something can be shown of files of its class at all."""
        return self.file_class in LOOKED_AT

    @property
    def has_picture(self) -> bool:
        """Whether a view copy or a strip was made of it; of the first videos kept none was."""
        made = self.derivatives.filter(kind=LOOKED_AT.get(self.file_class), blob__isnull=False)
        return self.state == ItemState.READY and made.exists()

    @property
    def can_be_covered(self) -> bool:
        """Whether parts of it can be covered in a copy: of a video none is made."""
        return self.file_class == FileClass.IMAGE and self.has_picture


class DerivativeQuerySet(ScopedQuerySet["Derivative"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.within(item__in=EvidenceItem.objects.visible_to(actor))

    def for_upkeep(self) -> Self:
        return self.within()


class Derivative(models.Model):
    """A picture made from an item's pixels, under a key of its own; without blob until made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="derivatives")
    kind = models.CharField(max_length=8, choices=DerivativeKind)
    # Null until the picture is made: a unique column takes many nulls and one empty string.
    blob = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    blob_bytes = models.PositiveBigIntegerField(default=0)
    true_bytes = models.PositiveIntegerField(default=0)
    blob_epoch = models.PositiveIntegerField()
    key_epoch = models.PositiveIntegerField()
    sealed_key = models.BinaryField()

    objects = DerivativeQuerySet.as_manager()

    class Meta:
        db_table = "evidence_derivative"
        constraints = (
            models.UniqueConstraint(fields=("item", "kind"), name="one_derivative_of_a_kind"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class DoomedBlob(models.Model):
    """A blob whose row is gone: written in the transaction that took the row, and removed once the
    bytes are. Whatever a crash leaves, the next run finishes."""

    name = models.CharField(max_length=64, primary_key=True)

    class Meta:
        db_table = "evidence_doomed_blob"

    def __str__(self) -> str:
        return self.name


class SharedItemQuerySet(ScopedQuerySet["SharedItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """The chosen items of the shares that are open to her; of nobody's case as a whole."""
        return self.within(grant__in=Grant.objects.shared_with(actor), item__erase_at__isnull=True)


class SharedItem(models.Model):
    """An item that its owner chose to share: its key, and what was known of it then, under the
    share's keys. The file is the case's own, and is stored once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="shared_items")
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="shares")
    sealed_key = models.BinaryField()
    sealed_details = models.BinaryField()

    objects = SharedItemQuerySet.as_manager()

    class Meta:
        db_table = "evidence_shared_item"
        ordering = ("item__number",)
        constraints = (models.UniqueConstraint(fields=("grant", "item"), name="item_shared_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class SharedPicture(models.Model):
    """The key of a picture that was made of a shared item, under the share's keys."""

    shared_item = models.ForeignKey(SharedItem, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Derivative, on_delete=models.CASCADE, related_name="shares")
    sealed_key = models.BinaryField()

    class Meta:
        db_table = "evidence_shared_picture"
        constraints = (
            models.UniqueConstraint(fields=("shared_item", "picture"), name="picture_shared_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class RekeyingQuerySet(ScopedQuerySet["Rekeying"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.within(case__in=Case.objects.visible_to(actor))

    def for_job(self, rekeying_id: object) -> Self:
        """The one that a keyed job was granted."""
        return self.within(pk=rekeying_id)


class Rekeying(models.Model):
    """Every file of a case on its way under a new key of its own; over when none is left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rekeyings")
    asked_at = models.DateTimeField()
    file_count = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)

    objects = RekeyingQuerySet.as_manager()

    class Meta:
        db_table = "evidence_rekeying"
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at__isnull=True), name="one_pending_rekeying"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PendingKey(models.Model):
    """The next key of one file, until the file lies sealed under it and names it itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rekeying = models.ForeignKey(Rekeying, on_delete=models.CASCADE, related_name="pending")
    item = models.OneToOneField(
        EvidenceItem, on_delete=models.CASCADE, null=True, related_name="next_key"
    )
    derivative = models.OneToOneField(
        Derivative, on_delete=models.CASCADE, null=True, related_name="next_key"
    )
    key_epoch = models.PositiveIntegerField()
    sealed_key = models.BinaryField()

    class Meta:
        db_table = "evidence_pending_key"
        constraints = (
            models.CheckConstraint(
                condition=Q(item__isnull=True) ^ Q(derivative__isnull=True),
                name="pending_key_has_one_file",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def file(self) -> EvidenceItem | Derivative:
        file = self.item or self.derivative
        assert file is not None  # noqa: S101
        return file


class PendingShareKey(models.Model):
    """The same key for the holders of a share: sealed while the owner, who can, is there."""

    pending = models.ForeignKey(PendingKey, on_delete=models.CASCADE, related_name="share_keys")
    shared_item = models.ForeignKey(SharedItem, on_delete=models.CASCADE, null=True)
    shared_picture = models.ForeignKey(SharedPicture, on_delete=models.CASCADE, null=True)
    sealed_key = models.BinaryField()

    class Meta:
        db_table = "evidence_pending_share_key"
        constraints = (
            models.CheckConstraint(
                condition=Q(shared_item__isnull=True) ^ Q(shared_picture__isnull=True),
                name="pending_share_key_has_one_file",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class UploadQuerySet(ScopedQuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of her own cases: what is on its way is nobody else's to know of."""
        return self.within(case__in=Case.objects.of_owner(actor))

    def unfinished(self) -> Self:
        return self.filter(item__isnull=True)

    def for_upkeep(self) -> Self:
        return self.within()


class Upload(models.Model):
    """A file that comes in parts, until an item was made of it; the row then names the item.

    What she said of it stands in `sealed_details`. `index` finds it by its digest, for whoever has
    the case's keys.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=8, unique=True, default=new_ref)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="uploads")
    touched_at = models.DateTimeField()
    index = models.CharField(max_length=32, blank=True)
    # By the first part; empty until it is here.
    file_class = models.CharField(
        max_length=8, choices=[(one.value, one.name.title()) for one in FileClass], blank=True
    )
    details_revision = models.PositiveIntegerField(default=1)
    details_epoch = models.PositiveIntegerField()
    sealed_details = models.BinaryField()
    item = models.OneToOneField(
        EvidenceItem, on_delete=models.CASCADE, null=True, related_name="upload"
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        db_table = "evidence_upload"
        ordering = ("touched_at",)
        indexes = (models.Index(fields=("case", "index"), name="upload_by_digest"),)

    def __str__(self) -> str:
        return self.ref


class UploadPartQuerySet(ScopedQuerySet["UploadPart"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.within(upload__in=Upload.objects.visible_to(actor))

    def for_upkeep(self) -> Self:
        return self.within()


class UploadPart(models.Model):
    """One part, sealed on arrival under a key of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField()
    # Null for the part that ends the file: its exact size tells which file it is.
    end = models.PositiveBigIntegerField(null=True)
    blob = models.CharField(max_length=64, unique=True)
    blob_bytes = models.PositiveBigIntegerField()
    blob_epoch = models.PositiveIntegerField()
    key_epoch = models.PositiveIntegerField()
    sealed_key = models.BinaryField()

    objects = UploadPartQuerySet.as_manager()

    class Meta:
        db_table = "evidence_upload_part"
        ordering = ("offset",)
        constraints = (
            models.UniqueConstraint(fields=("upload", "offset"), name="one_part_at_an_offset"),
        )

    def __str__(self) -> str:
        return str(self.pk)
