"""From what a person remembers or keeps on paper to her sign-in id and her key."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vault import labels
from vault.errors import VaultError, guarded
from vault.primitives import Argon2Parameters, Redacted, argon2id, hkdf, sha256
from vault.recovery import parse_code
from vault.words import parse_words


@dataclass(frozen=True, slots=True, repr=False)
class Credential(Redacted):
    """What one secret gives: an id that finds the account, a key that unwraps its private key."""

    sign_in_id: bytes
    kek: bytes


def from_words(
    words: Sequence[str], *, salt: bytes, pepper: bytes, parameters: Argon2Parameters
) -> Credential:
    """`R = Argon2id(words, salt, pepper)`; sign-in id and KEK by HKDF, a label each.

    The salt is the instance's: without a user name the words alone must find the account.
    """
    read = parse_words(words if isinstance(words, str) else " ".join(words))
    if not read:
        raise VaultError("no words")
    root = argon2id(" ".join(read).encode(), salt=salt, pepper=pepper, parameters=parameters)
    return _credential(root, labels.WORDS_SIGN_IN, labels.WORDS_KEK)


def from_recovery_code(code: str, *, pepper: bytes) -> Credential:
    """Sign-in id and KEK of `HKDF(code, salt = pepper)`; 130 random bits need no stretching."""
    secret = parse_code(code).encode()
    return _credential(secret, labels.RECOVERY_SIGN_IN, labels.RECOVERY_KEK, salt=pepper)


def from_password(
    password: str, *, salt: bytes, pepper: bytes, parameters: Argon2Parameters
) -> Credential:
    """`R = Argon2id(NFKC(password), salt, pepper)` with a salt of the person's own."""
    with guarded("not a password"):
        secret = unicodedata.normalize("NFKC", password).encode()
    root = argon2id(secret, salt=salt, pepper=pepper, parameters=parameters)
    return _credential(root, labels.PASSWORD_SIGN_IN, labels.PASSWORD_KEK)


def lookup(credential: Credential) -> bytes:
    """`SHA-256(sign-in id)`: all that is stored, so a stolen table signs nobody in."""
    return sha256(credential.sign_in_id)


def _credential(root: bytes, sign_in: bytes, kek: bytes, salt: bytes = b"") -> Credential:
    return Credential(hkdf(root, info=sign_in, salt=salt), hkdf(root, info=kek, salt=salt))
