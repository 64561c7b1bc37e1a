"""People, organisations, memberships and key pairs; who somebody is stays sealed."""

from typing import Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import MemberRole, SignInKind, UserKind
from core.ids import new_id


class User(AbstractBaseUser):
    """An owner (nothing known but the week she was last here) or a member of staff."""

    password = None  # type: ignore[assignment]
    last_login = None

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=UserKind)
    is_active = models.BooleanField(default=True)
    is_site_admin = models.BooleanField(default=False)
    created_on = models.DateField()
    last_week = models.DateField(null=True)
    email_index = models.BinaryField(max_length=32, unique=True, null=True)
    sealed_profile = models.BinaryField(null=True)

    USERNAME_FIELD = "id"
    objects = BaseUserManager["User"]()

    class Meta:
        db_table = "account_user"

    def __str__(self) -> str:
        return str(self.pk)


class Organization(models.Model):
    """A legal-aid organisation that cases can be shared with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    about = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    created_on = models.DateField()
    # A lead has left: the pair she could open waits for a lead who stays, to be replaced.
    key_is_due = models.BooleanField(default=False)

    class Meta:
        db_table = "account_organization"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def with_key_held(self) -> Self:
        """With `holds_key`: whether her present pair opens the organisation's present one."""
        held = OrganizationKeyWrap.objects.filter(
            key_pair__organization=OuterRef("organization"),
            key_pair__retired_at__isnull=True,
            holder__user=OuterRef("user"),
            holder__retired_at__isnull=True,
        )
        return self.annotate(holds_key=Exists(held))


class Membership(models.Model):
    """One account belongs to one organisation, in one role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="membership")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=MemberRole)
    alias = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    # Of rows that came through `with_key_held()`, and of no others.
    holds_key: bool

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = "account_membership"

    def __str__(self) -> str:
        return str(self.pk)


class KeyPairQuerySet(models.QuerySet["KeyPair"]):
    def current(self) -> Self:
        return self.filter(retired_at__isnull=True)


class KeyPair(models.Model):
    """The public half of a person's or organisation's pair, certified by the instance."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="key_pairs")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="key_pairs"
    )
    generation = models.PositiveIntegerField(default=1)
    public_key = models.BinaryField()
    not_before = models.CharField(max_length=24)
    certificate = models.BinaryField(max_length=64)
    retired_at = models.DateTimeField(null=True)

    objects = KeyPairQuerySet.as_manager()

    class Meta:
        db_table = "account_key_pair"
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(organization__isnull=True),
                name="key_pair_has_one_holder",
            ),
            models.UniqueConstraint(fields=("user", "generation"), name="user_generation_once"),
            models.UniqueConstraint(
                fields=("organization", "generation"), name="organization_generation_once"
            ),
            models.UniqueConstraint(
                fields=("user",), condition=Q(retired_at__isnull=True), name="one_pair_per_user"
            ),
            models.UniqueConstraint(
                fields=("organization",),
                condition=Q(retired_at__isnull=True),
                name="one_pair_per_organization",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def holder_id(self) -> UUID:
        holder = self.user_id or self.organization_id
        assert holder is not None  # noqa: S101
        return holder


class OrganizationKeyWrap(models.Model):
    """An organisation's private key, wrapped to one of its leads."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key_pair = models.ForeignKey(KeyPair, on_delete=models.CASCADE, related_name="wraps")
    holder = models.ForeignKey(KeyPair, on_delete=models.CASCADE, related_name="held_wraps")
    wrapped = models.BinaryField()

    class Meta:
        db_table = "account_organization_key_wrap"
        constraints = (
            models.UniqueConstraint(fields=("key_pair", "holder"), name="organization_wrap_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class RecoverySheets(models.Model):
    """An organisation's private key, wrapped to what two of its three sheets of paper give."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, primary_key=True, related_name="sheets"
    )
    printing = models.PositiveIntegerField(default=1)
    public_key = models.BinaryField()
    not_before = models.CharField(max_length=24)
    certificate = models.BinaryField(max_length=64)
    key_pair = models.ForeignKey(KeyPair, on_delete=models.CASCADE, related_name="+")
    wrapped = models.BinaryField()

    class Meta:
        db_table = "account_recovery_sheets"

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(models.Model):
    """One way in: the hash of a sign-in id, and the private key sealed under its KEK."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    kind = models.CharField(max_length=8, choices=SignInKind)
    lookup = models.BinaryField(max_length=32, unique=True)
    salt = models.BinaryField(max_length=16, null=True)
    kdf_version = models.PositiveSmallIntegerField(default=1)
    generation = models.PositiveIntegerField(default=1)
    sealed_private_key = models.BinaryField()

    class Meta:
        db_table = "account_sign_in"
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="one_sign_in_of_a_kind"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SealedPreferences(models.Model):
    """How one owner's pages behave: opened by her own key alone, for the length of a session."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="sealed_preferences"
    )
    sealed = models.BinaryField()

    class Meta:
        db_table = "account_preferences"

    def __str__(self) -> str:
        return str(self.pk)


class PasswordCode(models.Model):
    """A code, given by hand, that sets a new password for one member of staff once."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="password_code"
    )
    code_index = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "account_password_code"

    def __str__(self) -> str:
        return str(self.pk)


class Session(models.Model):
    """A session: everything in it is sealed under the cookie's half and the server's half."""

    id_mac = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # After how long without a sign of her an owner's session is over, where she chose it.
    lock_seconds = models.PositiveIntegerField(null=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "account_session"
        indexes = (models.Index(fields=("seen_at",), name="session_seen_at"),)

    def __str__(self) -> str:
        return "session"


class Throttle(models.Model):
    """Failed tries from one client of one day, under a name that the next day forgets."""

    bucket = models.BinaryField(primary_key=True, max_length=16)
    failures = models.PositiveIntegerField(default=0)
    open_at = models.DateTimeField()

    class Meta:
        db_table = "account_throttle"

    def __str__(self) -> str:
        return "throttle"
