"""Cases, their sealed records, their keys wrapped to holders, and who was let in."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import KeyPair, Membership, Organization, User
from cases.enums import CaseState, GrantScope, RecordKind
from core.ids import new_id, new_ref
from core.models import ScopedQuerySet


class CaseQuerySet(ScopedQuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own cases; a lead's granted cases; a member's assigned cases. Nobody else's.

        A case that waits to be erased is not there for anybody; see `of_owner`. A grant of chosen
        items shows no case: those are reached through the grant alone.
        """
        return self._open_to(actor).filter(erase_at__isnull=True)

    def _open_to(self, actor: Actor) -> Self:
        if actor.role == Role.OWNER:
            return self.within(owner=actor.user)
        if actor.role == Role.LEAD:
            return self.within(pk__in=_granted_to(actor))
        if actor.role in (Role.PARALEGAL, Role.LAWYER):
            assigned = Assignment.objects.live().filter(
                membership=actor.membership, grant__isnull=True
            )
            return self.within(Q(pk__in=_granted_to(actor)), Q(pk__in=assigned.values("case_id")))
        return self.within(pk__in=())

    def of_owner(self, actor: Actor) -> Self:
        """All cases of this owner, with those that wait to be erased; of anybody else none."""
        return self.within(owner=actor.user) if actor.is_owner else self.within(pk__in=())

    def for_job(self, case_id: object) -> Self:
        """The one case a keyed job was granted; the keys decide what can be read of it."""
        return self.within(pk=case_id)

    def for_upkeep(self) -> Self:
        """Every row, for commands that count and compare and hold no key at all."""
        return self.within()


def _granted_to(actor: Actor) -> models.QuerySet["Grant", Any]:
    assert actor.membership is not None  # noqa: S101
    live = Grant.objects.live().of_whole_cases()
    return live.filter(organization=actor.membership.organization).values("case_id")


class Case(models.Model):
    """One owner's case. What it is about stands only in its sealed records."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=8, unique=True, default=new_ref)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=8, choices=CaseState, default=CaseState.OPEN)
    epoch = models.PositiveIntegerField(default=1)
    created_on = models.DateField()
    # Somebody who held a key has left: whoever opens the case next begins a new epoch.
    epoch_is_due = models.BooleanField(default=False)
    # The owner lets an organisation that holds the case give it back when her words are lost.
    may_be_restored = models.BooleanField(default=True)
    # From her word on until it is erased; null while it is kept.
    erase_at = models.DateTimeField(null=True)
    # The highest number of an item that was erased: it is never given again.
    retired_number = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        db_table = "case"

    def __str__(self) -> str:
        return self.ref


class AccountErasure(models.Model):
    """An owner's word that everything of hers shall go; goes with her account."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="erasure")
    erase_at = models.DateTimeField()

    class Meta:
        db_table = "case_account_erasure"

    def __str__(self) -> str:
        return str(self.user_id)


class ShredSecret(models.Model):
    """S_c, in a database of its own with short backups: without it no copy of the case opens."""

    case_id = models.UUIDField(primary_key=True)
    secret = models.BinaryField(max_length=32)

    class Meta:
        db_table = "shred_secret"

    def __str__(self) -> str:
        return str(self.case_id)


class CaseEpoch(models.Model):
    """The instance's word that one epoch's CK_in was made here; without it no wrap is believed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="epochs")
    epoch = models.PositiveIntegerField()
    certificate = models.BinaryField(max_length=64)

    class Meta:
        db_table = "case_epoch"
        constraints = (models.UniqueConstraint(fields=("case", "epoch"), name="case_epoch_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class CaseKeyWrap(models.Model):
    """CK_in of one epoch, wrapped to one holder."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="key_wraps")
    epoch = models.PositiveIntegerField()
    holder = models.ForeignKey(KeyPair, on_delete=models.CASCADE, related_name="case_wraps")
    wrapped = models.BinaryField()

    class Meta:
        db_table = "case_key_wrap"
        constraints = (
            models.UniqueConstraint(fields=("case", "epoch", "holder"), name="case_wrap_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class RecordQuerySet(ScopedQuerySet["CaseRecord"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.within(case__in=Case.objects.visible_to(actor))

    def of_kind(self, *kinds: RecordKind) -> Self:
        return self.filter(kind__in=kinds, removed_at__isnull=True)


class CaseRecord(models.Model):
    """A sealed record of one kind; its content lives in revisions, the newest of which counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=8, unique=True, default=new_ref)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="records")
    kind = models.PositiveSmallIntegerField(choices=RecordKind)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        db_table = "case_record"
        ordering = ("created_at", "id")
        indexes = (models.Index(fields=("case", "kind"), name="record_case_kind"),)

    def __str__(self) -> str:
        return self.ref


class RecordRevision(models.Model):
    """One version of a record, sealed under its epoch; older versions stay."""

    record = models.ForeignKey(CaseRecord, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "case_record_revision"
        constraints = (
            models.UniqueConstraint(fields=("record", "revision"), name="record_revision_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Draft(models.Model):
    """What she typed on pages of this case and did not save, all of it sealed in one.

    Opens with the case's key and her own together: whoever the case is shared with cannot read it,
    and with the case it is gone for good.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="draft"
    )
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()
    written_on = models.DateField()

    class Meta:
        db_table = "case_draft"

    def __str__(self) -> str:
        return str(self.pk)


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def of_whole_cases(self) -> Self:
        return self.filter(scope=GrantScope.WHOLE)

    def of_items(self) -> Self:
        return self.filter(scope=GrantScope.ITEMS)

    def to_count(self, actor: Actor, today: date) -> Self:
        """Live grants of whole cases to the lead's organisation that may be counted by now; to
        anybody else none. What waits to be erased is not counted."""
        if actor.role != Role.LEAD or actor.membership is None:
            return self.none()
        ours = self.live().of_whole_cases().filter(organization=actor.membership.organization)
        return ours.filter(counted_from__lte=today, case__erase_at__isnull=True)

    def shared_with(self, actor: Actor) -> Self:
        """Live grants of chosen items: a lead's by her organisation, a member's by assignment.

        Of a case that waits to be erased there are none.
        """
        if actor.membership is None:
            return self.none()
        live = self.live().of_items().filter(case__erase_at__isnull=True)
        ours = live.filter(organization=actor.membership.organization)
        if actor.role == Role.LEAD:
            return ours
        if actor.role in (Role.PARALEGAL, Role.LAWYER):
            mine = Assignment.objects.live().filter(membership=actor.membership)
            return ours.filter(pk__in=mine.values("grant_id"))
        return self.none()


class Grant(models.Model):
    """A case, or chosen items of it, opened to one organisation until its owner takes it back.

    Of chosen items the row carries the share's key, sealed under the case's for its owner, with the
    instance's word that it was made here, and what the owner wrote, sealed under the share's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=8, unique=True, default=new_ref)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="grants")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    may_build_packets = models.BooleanField(default=False)
    # The quarter from which on its owner lets the case be counted; null where she does not.
    counted_from = models.DateField(null=True)
    scope = models.CharField(max_length=5, choices=GrantScope, default=GrantScope.WHOLE)
    key_epoch = models.PositiveIntegerField(default=0)
    sealed_key = models.BinaryField(null=True)
    certificate = models.BinaryField(max_length=64, null=True)
    request_revision = models.PositiveIntegerField(default=0)
    sealed_request = models.BinaryField(null=True)
    # A member has left: whoever opens the share next writes it into its log.
    endings_are_due = models.BooleanField(default=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        db_table = "case_grant"
        constraints = (
            models.UniqueConstraint(
                fields=("case", "organization"),
                condition=Q(revoked_at__isnull=True),
                name="one_live_grant",
            ),
            models.CheckConstraint(
                condition=Q(scope=GrantScope.WHOLE, sealed_key__isnull=True)
                | Q(scope=GrantScope.ITEMS, sealed_key__isnull=False),
                name="share_has_its_key",
            ),
            models.CheckConstraint(
                condition=Q(scope=GrantScope.WHOLE) | Q(counted_from__isnull=True),
                name="only_whole_cases_count",
            ),
        )

    def __str__(self) -> str:
        return self.ref


class ShareKeyWrap(models.Model):
    """The key of a share, wrapped to one holder, to whom no key of the case is."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="key_wraps")
    holder = models.ForeignKey(KeyPair, on_delete=models.CASCADE, related_name="share_wraps")
    wrapped = models.BinaryField()

    class Meta:
        db_table = "share_key_wrap"
        constraints = (models.UniqueConstraint(fields=("grant", "holder"), name="share_wrap_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Assignment(models.Model):
    """A member of the organisation who works on the case and holds its key.

    With a grant she works on its chosen items alone, and holds the key of those.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    grant = models.ForeignKey(
        Grant, on_delete=models.CASCADE, null=True, related_name="assignments"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        db_table = "case_assignment"
        constraints = (
            models.UniqueConstraint(
                fields=("case", "membership"),
                condition=Q(ended_at__isnull=True),
                name="one_live_assignment",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class RestorationQuerySet(models.QuerySet["Restoration"]):
    def pending(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Restoration(models.Model):
    """A case on its way back to an owner who lost her words, through an organisation she let in.

    What counts is what the log tells of it; the row only says where to look.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="restorations")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="restorations"
    )
    asked_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RestorationQuerySet.as_manager()

    class Meta:
        db_table = "case_restoration"
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(ended_at__isnull=True),
                name="one_pending_restoration",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
