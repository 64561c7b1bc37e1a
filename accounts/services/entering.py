"""Ways in: words, the code on paper, a password; each the same for what does not exist."""

from datetime import date, timedelta

from accounts import sealing, throttling
from accounts.enums import SignInKind, UserKind
from accounts.exceptions import SignInRefused
from accounts.models import SignIn, User
from accounts.sealing import Credential, PrivateKey, VaultError
from accounts.services.pairs import Unlocked
from core.clock import today
from core.exceptions import NotOpened

WORD_COUNT = 7


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
    User.objects.filter(pk=found.user_id).update(last_week=this_week())
    return Unlocked(found.user, key)


def _check_is_hers(user: User, key: PrivateKey) -> None:
    """NotOpened where the sign-in row was moved to an account whose certified pair is another."""
    pair = user.key_pairs.current().get()
    if sealing.public_key_of(pair).to_bytes() != key.public.to_bytes():
        raise NotOpened


def this_week() -> date:
    """The Monday of this week: all that is kept of when somebody was here."""
    day = today()
    return day - timedelta(days=day.weekday())
