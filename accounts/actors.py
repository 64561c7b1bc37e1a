"""Who is asking: the person, her role now, and the keys her session holds."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from accounts.enums import MemberRole, Role, UserKind
from accounts.models import Membership, User
from accounts.sealing import Keyring, PrivateKey
from custody.enums import CustodyRole
from custody.services import LogActor

CASE_ROLES = (Role.PARALEGAL, Role.LAWYER, Role.LEAD)


@dataclass(frozen=True, slots=True)
class Actor:
    """One person on one request; without a user she is anonymous and holds nothing."""

    role: Role
    user: User | None = None
    membership: Membership | None = None
    keyring: Keyring = field(default_factory=lambda: Keyring(lambda: None))

    @property
    def user_id(self) -> UUID:
        assert self.user is not None  # noqa: S101
        return self.user.id

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    @property
    def is_lead(self) -> bool:
        return self.role == Role.LEAD

    @property
    def works_on_cases(self) -> bool:
        """Whether she may hold keys of cases; administrators never do."""
        return self.role in CASE_ROLES

    @property
    def home(self) -> str:
        """The name of the page that is her own place here."""
        if self.is_owner:
            return "cases:home"
        if self.works_on_cases:
            return "workbench:queue"
        if self.role == Role.ORG_ADMIN:
            return "workbench:people"
        return "accounts:start" if self.role == Role.ANONYMOUS else "accounts:desk"

    def for_log(self) -> LogActor:
        """How a custody entry names her: a label only for staff, which the owner may read."""
        label = ""
        if self.membership is not None:
            label = f"{self.membership.organization.name} · {self.membership.alias}"
        return LogActor(self.user_id, CustodyRole(self.role.value), label)


class Stored(Protocol):
    def private_key(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True, repr=False)
class InHand:
    """A private key that no session holds yet: of an account that was just made."""

    key: PrivateKey

    def private_key(self) -> bytes:
        return self.key.to_bytes()


ANONYMOUS = Actor(Role.ANONYMOUS)


def actor_for(user: User | None, session: Stored) -> Actor:
    """The actor behind a session; anonymous where the account or the membership has ended."""
    if user is None or not user.is_active:
        return ANONYMOUS
    keyring = Keyring(session.private_key)
    if user.kind == UserKind.OWNER:
        return Actor(Role.OWNER, user, keyring=keyring)
    if user.is_site_admin:
        return Actor(Role.SITE_ADMIN, user, keyring=keyring)
    member = Membership.objects.select_related("organization").filter(user=user).first()
    if member is None or not (member.is_active and member.organization.is_active):
        return ANONYMOUS
    return Actor(Role(MemberRole(member.role).value), user, member, keyring)
