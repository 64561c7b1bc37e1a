"""Owners: accounts about which nothing is known, their words and their code on paper."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts import sealing
from accounts.enums import SignInKind, UserKind
from accounts.models import User
from accounts.services.entering import WORD_COUNT, this_week
from accounts.services.pairs import Unlocked, give_key_pair, put_sign_in
from core.clock import today


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
    unlocked, words = _new_owner(), draw_words()
    renew_words(unlocked, words)
    return Enrolment(unlocked, words)


@transaction.atomic
def enrol_owner_with_code() -> tuple[Unlocked, str]:
    """An owner account entered by a code alone, which whoever enters it trades for words and a
    code of her own. The code leaves this function once."""
    unlocked = _new_owner()
    return unlocked, give_recovery_code(unlocked)


def _new_owner() -> Unlocked:
    user = User.objects.create(kind=UserKind.OWNER, created_on=today(), last_week=this_week())
    return Unlocked(user, give_key_pair(user))


@transaction.atomic
def give_recovery_code(unlocked: Unlocked) -> str:
    """A new recovery code in place of any older one; the code leaves this function once."""
    code = sealing.draw_code()
    credential = sealing.recovery_credential(sealing.parse_code(code))
    put_sign_in(unlocked.user, SignInKind.RECOVERY, credential, unlocked.key)
    return code


def draw_words() -> tuple[str, ...]:
    """Seven fresh words, which open nothing until `renew_words` takes them."""
    return sealing.draw_words(WORD_COUNT)


@transaction.atomic
def renew_words(unlocked: Unlocked, words: tuple[str, ...]) -> None:
    """These words in place of the old, which open nothing from now on."""
    credential = sealing.words_credential(words)
    put_sign_in(unlocked.user, SignInKind.WORDS, credential, unlocked.key)


@transaction.atomic
def erase_owner(user_id: UUID) -> None:
    """An owner's account with sign-ins, key pair and sessions, once no case of hers is left.

    Nothing happens where it is gone already. Staff accounts are never erased by this door.
    """
    User.objects.filter(pk=user_id, kind=UserKind.OWNER).delete()
