"""Members of staff: their accounts, and new passwords, with the old one or without it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from accounts import sealing, throttling
from accounts.enums import SignInKind, UserKind
from accounts.exceptions import SignInRefused
from accounts.models import PasswordCode, User
from accounts.policies import check_password_is_long
from accounts.sealing import PrivateKey, VaultError
from accounts.services.pairs import Unlocked, give_key_pair, put_sign_in
from accounts.sessions import end_sessions_of
from core.clock import now, today
from core.ids import new_id

CODE_LIVES = timedelta(hours=72)


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
    unlocked = Unlocked(user, give_key_pair(user))
    _put_password(unlocked.user, unlocked.key, details.password)
    return unlocked


@transaction.atomic
def change_password(unlocked: Unlocked, password: str) -> None:
    """A new password for the same key pair: 96 bytes are sealed anew, nothing else changes.

    Signs her out everywhere; the caller begins her session again. PolicyRefused where it is too
    short.
    """
    check_password_is_long(password)
    _put_password(unlocked.user, unlocked.key, password)
    end_sessions_of(unlocked.user.id)


@transaction.atomic
def give_password_code(user: User) -> str:
    """A code that sets a new password once, within 72 hours; the old password opens nothing more.

    The key behind the old password is lost with it, so whatever was wrapped to it has to be given
    to her again. The code leaves this function once.
    """
    code = sealing.draw_code()
    user.sign_ins.all().delete()
    end_sessions_of(user.id)
    PasswordCode.objects.update_or_create(
        user=user,
        defaults={"code_index": sealing.code_index(code), "expires_at": now() + CODE_LIVES},
    )
    return code


def set_password_with_code(text: str, password: str, client: str) -> Unlocked:
    """Her account with a fresh key pair of the next generation and this password.

    SignInRefused for a code that does not exist, was used or is over, SlowDown after five of them,
    PolicyRefused where the password is too short.
    """
    check_password_is_long(password)
    throttling.begin_try(client)
    try:
        index = sealing.code_index(text)
    except VaultError as error:
        raise SignInRefused from error
    unlocked = _use_code(index, password)
    throttling.forget_failures(client)
    return unlocked


@transaction.atomic
def _use_code(index: bytes, password: str) -> Unlocked:
    row = PasswordCode.objects.select_for_update().filter(code_index=index).first()
    if row is None or row.expires_at <= now() or not row.user.is_active:
        raise SignInRefused
    user = row.user
    row.delete()
    key = give_key_pair(user)
    _put_password(user, key, password)
    return Unlocked(user, key)


def _put_password(user: User, key: PrivateKey, password: str) -> None:
    salt = sealing.random_bytes(16)
    credential = sealing.password_credential(password, salt)
    put_sign_in(user, SignInKind.PASSWORD, credential, key, salt)
