"""Accounts made, entered and given new secrets; organisations and their keys."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from accounts import sealing, throttling
from accounts.enums import MemberRole, SignInKind, UserKind
from accounts.exceptions import SignInRefused
from accounts.models import (
    KeyPair,
    Membership,
    Organization,
    OrganizationKeyWrap,
    SignIn,
    User,
)
from accounts.policies import check_password_is_long
from accounts.sealing import Credential, PrivateKey, VaultError
from accounts.sessions import SealedSession
from core.clock import now, stamp, today
from core.exceptions import NotOpened
from core.ids import new_id

WORD_COUNT = 7


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """A person and her private key, fit for a session."""

    user: User
    key: PrivateKey


@dataclass(frozen=True, slots=True, repr=False)
class Enrolment:
    """A new owner, and the seven words that nobody will ever be able to show her again."""

    unlocked: Unlocked
    words: tuple[str, ...]


@transaction.atomic
def enrol_owner() -> Enrolment:
    """A new owner account with a certified key pair, entered by seven fresh words.

    Nothing about her is asked or stored. The words leave this function once.
    """
    user = User.objects.create(kind=UserKind.OWNER, created_on=today(), last_week=_week())
    key = _give_key_pair(user)
    words = draw_words()
    _put_sign_in(user, SignInKind.WORDS, sealing.words_credential(words), key)
    return Enrolment(Unlocked(user, key), words)


@transaction.atomic
def give_recovery_code(unlocked: Unlocked) -> str:
    """A new recovery code in place of any older one; the code leaves this function once."""
    code = sealing.draw_code()
    credential = sealing.recovery_credential(sealing.parse_code(code))
    _put_sign_in(unlocked.user, SignInKind.RECOVERY, credential, unlocked.key)
    return code


def draw_words() -> tuple[str, ...]:
    """Seven fresh words, which open nothing until `renew_words` takes them."""
    return sealing.draw_words(WORD_COUNT)


@transaction.atomic
def renew_words(unlocked: Unlocked, words: tuple[str, ...]) -> None:
    """These words in place of the old, which open nothing from now on."""
    credential = sealing.words_credential(words)
    _put_sign_in(unlocked.user, SignInKind.WORDS, credential, unlocked.key)


def enter_with_words(text: str, client: str) -> Unlocked:
    """Her account by seven words, in the order she wrote them.

    The same time and the same SignInRefused whether the words exist or not; SlowDown after five
    failures; UnknownWord names a word that is not on the public list, which costs no try.
    """
    words = sealing.parse_words(text)
    throttling.begin_try(client)
    if len(words) != WORD_COUNT:
        raise SignInRefused
    return _enter(SignInKind.WORDS, sealing.words_credential(words), client)


def enter_with_recovery_code(text: str, client: str) -> Unlocked:
    """Her account by the code on paper; the caller renews words and code at once."""
    throttling.begin_try(client)
    try:
        code = sealing.parse_code(text)
    except VaultError as error:
        raise SignInRefused from error
    return _enter(SignInKind.RECOVERY, sealing.recovery_credential(code), client)


def enter_again_with_recovery_code(code: str) -> Unlocked:
    """The code that was entered a moment ago, to finish what it began; not a try of its own."""
    return _enter(SignInKind.RECOVERY, sealing.recovery_credential(code))


def enter_with_password(email: str, password: str, client: str) -> Unlocked:
    """A staff account by e-mail and password. A second factor stands between this and the session.

    An unknown address costs the same Argon2 run as a known one. Failures slow down both the client
    and the account, so that many clients together guess no faster than one.
    """
    index = sealing.email_index(email)
    account = f"account {index.hex()}"
    for name in (client, account):
        throttling.begin_try(name)
    known = SignIn.objects.filter(
        user__email_index=index, user__is_active=True, kind=SignInKind.PASSWORD
    ).first()
    salt = bytes(known.salt) if known and known.salt else index[:16]
    credential = sealing.password_credential(password, salt)
    return _enter(SignInKind.PASSWORD, credential, client, account)


def confirm_secret(user: User, secret: str, client: str) -> None:
    """Raises SignInRefused unless these are this very person's words or password."""
    if user.kind == UserKind.OWNER:
        entered = enter_with_words(secret, client)
    else:
        profile = sealing.open_profile(user.id, bytes(user.sealed_profile or b""))
        entered = enter_with_password(profile["email"], secret, client)
    if entered.user.pk != user.pk:
        throttling.count_failure(client)
        raise SignInRefused


def _enter(kind: SignInKind, credential: Credential, *throttled: str) -> Unlocked:
    found = (
        SignIn.objects.select_related("user")
        .filter(lookup=sealing.lookup_of(credential), kind=kind, user__is_active=True)
        .first()
    )
    try:
        if found is None:
            raise NotOpened
        key = sealing.open_private_key(credential, found)
        _check_is_hers(found.user, key)
    except NotOpened as error:
        raise SignInRefused from error
    for name in throttled:
        throttling.forget_failures(name)
    User.objects.filter(pk=found.user_id).update(last_week=_week())
    return Unlocked(found.user, key)


def _check_is_hers(user: User, key: PrivateKey) -> None:
    """NotOpened where the sign-in row was moved to an account whose certified pair is another."""
    pair = user.key_pairs.current().get()
    if sealing.public_key_of(pair).to_bytes() != key.public.to_bytes():
        raise NotOpened


def _put_sign_in(
    user: User,
    kind: SignInKind,
    credential: Credential,
    key: PrivateKey,
    salt: bytes | None = None,
) -> None:
    pair = user.key_pairs.current().get()
    SignIn.objects.filter(user=user, kind=kind).delete()
    sign_in = SignIn(
        id=new_id(),
        user=user,
        kind=kind,
        lookup=sealing.lookup_of(credential),
        salt=salt,
        generation=pair.generation,
    )
    sign_in.sealed_private_key = sealing.seal_private_key(credential, sign_in, key)
    sign_in.save()


def _give_key_pair(holder: User | Organization) -> PrivateKey:
    pair = KeyPair(
        user=holder if isinstance(holder, User) else None,
        organization=holder if isinstance(holder, Organization) else None,
        not_before=stamp(now()),
    )
    private = sealing.certify_new_key(pair)
    pair.save(force_insert=True)
    return private


@dataclass(frozen=True, slots=True, repr=False)
class StaffDetails:
    email: str
    name: str
    password: str


@transaction.atomic
def add_staff(details: StaffDetails, *, is_site_admin: bool = False) -> Unlocked:
    """A staff account with a certified key pair; name and address are stored sealed.

    PolicyRefused where the password is too short.
    """
    check_password_is_long(details.password)
    user = User(id=new_id(), kind=UserKind.STAFF, created_on=today(), is_site_admin=is_site_admin)
    user.email_index = sealing.email_index(details.email)
    user.sealed_profile = sealing.seal_profile(user.id, details.email, details.name)
    user.save()
    key = _give_key_pair(user)
    salt = sealing.random_bytes(16)
    credential = sealing.password_credential(details.password, salt)
    _put_sign_in(user, SignInKind.PASSWORD, credential, key, salt)
    return Unlocked(user, key)


@transaction.atomic
def found_organization(name: str, about: str, lead: Unlocked, alias: str) -> Organization:
    """An organisation with its own key pair, whose private half only its first lead can open."""
    organization = Organization.objects.create(name=name, about=about, created_on=today())
    private = _give_key_pair(organization)
    join(organization, lead.user, MemberRole.LEAD, alias)
    _wrap_organization_key(organization, private, lead.user)
    return organization


def join(organization: Organization, user: User, role: MemberRole, alias: str) -> Membership:
    return Membership.objects.create(
        organization=organization, user=user, role=role, alias=alias, joined_on=today()
    )


@transaction.atomic
def add_lead(organization: Organization, sponsor: Unlocked, user: User, alias: str) -> Membership:
    """A further lead: the organisation's key, opened by a present lead, is wrapped to her too."""
    pair = organization.key_pairs.current().get()
    private = sealing.Keyring(sponsor.key.to_bytes).organization(pair)
    member = join(organization, user, MemberRole.LEAD, alias)
    _wrap_organization_key(organization, private, user)
    return member


def _wrap_organization_key(organization: Organization, key: PrivateKey, to: User) -> None:
    pair = organization.key_pairs.current().get()
    holder = to.key_pairs.current().get()
    OrganizationKeyWrap.objects.create(
        key_pair=pair, holder=holder, wrapped=sealing.wrap_organization_key(key, pair, holder)
    )


@transaction.atomic
def erase_owner(user_id: UUID) -> None:
    """An owner's account with sign-ins, key pair and sessions, once no case of hers is left.

    Nothing happens where it is gone already. Staff accounts are never erased by this door.
    """
    User.objects.filter(pk=user_id, kind=UserKind.OWNER).delete()


def forget_what_is_over() -> None:
    """Ended sessions, old failures, and the week somebody was last here, after 90 days."""
    SealedSession.clear_expired()
    throttling.sweep()
    long_ago = today() - timedelta(days=90)
    User.objects.filter(last_week__lt=long_ago).update(last_week=None)


def _week() -> date:
    """The Monday of this week: all that is kept of when somebody was here."""
    day = today()
    return day - timedelta(days=day.weekday())
