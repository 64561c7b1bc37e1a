"""The accounts' door to the vault: credentials, key pairs, certificates and the keyring."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from uuid import UUID

from django.conf import settings

from accounts.exceptions import Locked
from accounts.models import KeyPair, OrganizationKeyWrap, RecoverySheets, SignIn
from core.exceptions import NotOpened
from custody.sealing import instance_key
from vault.credentials import Credential, from_password, from_recovery_code, from_words, lookup
from vault.envelope import Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.keys import PrivateKey, PublicKey, WrapContext, unwrap, wrap
from vault.primitives import Argon2Parameters, hkdf, hmac_sha256, random_bytes
from vault.recovery import draw_code, parse_code
from vault.sheets import Share, combine, sheet_key, split
from vault.signing import CertificateBody, certify, check_certificate
from vault.words import WORDS, UnknownWord, draw_words, fingerprint_words, parse_words

__all__ = [
    "WORDS",
    "Credential",
    "Keyring",
    "PrivateKey",
    "UnknownWord",
    "VaultError",
    "draw_code",
    "draw_words",
    "parse_code",
    "parse_words",
    "random_bytes",
]

ARGON2_AT_ONCE = BoundedSemaphore(4)
PROFILE_FIELD, PREFERENCES_FIELD = 1, 2


def _parameters() -> Argon2Parameters:
    return Argon2Parameters(
        memory_kib=settings.ARGON2_MEMORY_KIB, iterations=settings.ARGON2_ITERATIONS
    )


def _instance_salt() -> bytes:
    return hkdf(settings.PEPPER, info=b"kbgo/v1/words-salt", length=16)


def words_credential(words: tuple[str, ...]) -> Credential:
    with ARGON2_AT_ONCE:
        return from_words(
            words, salt=_instance_salt(), pepper=settings.PEPPER, parameters=_parameters()
        )


def recovery_credential(code: str) -> Credential:
    return from_recovery_code(code, pepper=settings.PEPPER)


def password_credential(password: str, salt: bytes) -> Credential:
    with ARGON2_AT_ONCE:
        return from_password(password, salt=salt, pepper=settings.PEPPER, parameters=_parameters())


def lookup_of(credential: Credential) -> bytes:
    return lookup(credential)


def seal_private_key(credential: Credential, sign_in: SignIn, key: PrivateKey) -> bytes:
    return seal(credential.kek, _sign_in_address(sign_in), key.to_bytes())


def open_private_key(credential: Credential, sign_in: SignIn) -> PrivateKey:
    try:
        opened = open_sealed(
            credential.kek, _sign_in_address(sign_in), bytes(sign_in.sealed_private_key)
        )
        return PrivateKey.from_bytes(opened)
    except VaultError as error:
        raise NotOpened from error


def is_sealed_for(sign_in: SignIn) -> bool:
    """Whether the row's private key is sealed for this row, as far as that shows unopened."""
    sealed = bytes(sign_in.sealed_private_key)
    return _sign_in_address(sign_in).fits(sealed, len(sealed))


def _sign_in_address(sign_in: SignIn) -> Address:
    return Address(ObjectType.PRIVATE_KEY, item=sign_in.id, epoch=sign_in.generation)


def certify_new_key(pair: KeyPair) -> PrivateKey:
    """A fresh private key; its public half goes into the row, certified by the instance."""
    private = PrivateKey.generate()
    pair.public_key = private.public.to_bytes()
    pair.certificate = certify(instance_key(), _certificate_body(pair, private.public))
    return private


def public_key_of(pair: KeyPair) -> PublicKey:
    """The pair's public key, its certificate checked: every wrap goes through here."""
    try:
        public = PublicKey.from_bytes(bytes(pair.public_key))
        body = _certificate_body(pair, public)
        check_certificate(instance_key().verify_key, body, bytes(pair.certificate))
    except VaultError as error:
        raise NotOpened from error
    return public


def _certificate_body(pair: KeyPair, public: PublicKey) -> CertificateBody:
    kind = "person" if pair.user_id else "organization"
    return CertificateBody(kind, pair.holder_id, pair.generation, public.digest, pair.not_before)


def fingerprint_of(pair: KeyPair) -> tuple[str, ...]:
    """Eight words over the certified public key, for a person to compare with a poster."""
    return fingerprint_words(public_key_of(pair).digest)


def wrap_to(secret: bytes, pair: KeyPair, purpose: str, case: UUID | None, epoch: int) -> bytes:
    return wrap(secret, public_key_of(pair), _context(pair, purpose, case, epoch))


def _context(pair: KeyPair, purpose: str, case: UUID | None, epoch: int) -> WrapContext:
    return WrapContext(
        purpose=purpose, case=case, epoch=epoch, to=pair.holder_id, generation=pair.generation
    )


@dataclass(slots=True, repr=False)
class Keyring:
    """The private keys one request may use, opened when first needed and dropped at its end."""

    load: Callable[[], bytes | None]
    _own: PrivateKey | None = None
    _organizations: dict[UUID, PrivateKey] = field(default_factory=dict)

    def own(self) -> PrivateKey:
        if self._own is None:
            stored = self.load()
            if stored is None:
                raise Locked
            self._own = PrivateKey.from_bytes(stored)
        return self._own

    def unwrap(
        self, wrapped: bytes, pair: KeyPair, purpose: str, case: UUID | None, epoch: int
    ) -> bytes:
        """Opens what was wrapped to this pair, whether it is her own or her organisation's."""
        key = self.own() if pair.user_id else self.organization(pair)
        try:
            return unwrap(wrapped, key, _context(pair, purpose, case, epoch))
        except VaultError as error:
            raise NotOpened from error

    def organization(self, pair: KeyPair) -> PrivateKey:
        if pair.id not in self._organizations:
            self._organizations[pair.id] = self._open_organization(pair)
        return self._organizations[pair.id]

    def _open_organization(self, pair: KeyPair) -> PrivateKey:
        digest = self.own().public
        for held in OrganizationKeyWrap.objects.filter(key_pair=pair).select_related("holder"):
            if bytes(held.holder.public_key) == digest.to_bytes():
                context = _context(held.holder, "organization", None, pair.generation)
                return _opened_as(pair, bytes(held.wrapped), self.own(), context)
        raise NotOpened


def _opened_as(pair: KeyPair, wrapped: bytes, own: PrivateKey, context: WrapContext) -> PrivateKey:
    """The private half of exactly this certified pair: a planted wrap may hold another's."""
    try:
        private = PrivateKey.from_bytes(unwrap(wrapped, own, context))
    except VaultError as error:
        raise NotOpened from error
    if private.public.to_bytes() != public_key_of(pair).to_bytes():
        raise NotOpened
    return private


def wrap_organization_key(private: PrivateKey, pair: KeyPair, to: KeyPair) -> bytes:
    return wrap_to(private.to_bytes(), to, "organization", None, pair.generation)


@dataclass(frozen=True, slots=True, repr=False)
class PrintedSheets:
    """Three sheets, two of which open what is wrapped to their public half."""

    texts: tuple[str, ...]
    public_key: bytes


def print_sheets() -> PrintedSheets:
    secret = random_bytes(32)
    texts = tuple(share.sheet() for share in split(secret))
    return PrintedSheets(texts, sheet_key(secret).public.to_bytes())


def certify_sheets(sheets: RecoverySheets) -> None:
    body = _sheets_body(sheets, PublicKey.from_bytes(bytes(sheets.public_key)))
    sheets.certificate = certify(instance_key(), body)


def wrap_to_sheets(private: PrivateKey, pair: KeyPair, sheets: RecoverySheets) -> bytes:
    """The organisation's private key for whoever brings two sheets; NotOpened where their public
    half is not the one that was certified when they were printed."""
    return wrap(private.to_bytes(), _public_key_of_sheets(sheets), _sheets_context(pair))


def sheets_are_certified(sheets: RecoverySheets) -> bool:
    try:
        _public_key_of_sheets(sheets)
    except NotOpened:
        return False
    return True


def _public_key_of_sheets(sheets: RecoverySheets) -> PublicKey:
    try:
        public = PublicKey.from_bytes(bytes(sheets.public_key))
        body = _sheets_body(sheets, public)
        check_certificate(instance_key().verify_key, body, bytes(sheets.certificate))
    except VaultError as error:
        raise NotOpened from error
    return public


def open_with_sheets(texts: Sequence[str], sheets: RecoverySheets) -> PrivateKey:
    """The organisation's private key from two sheets as they were typed; NotOpened where they are
    not two of its own."""
    try:
        key = sheet_key(combine([Share.from_sheet(text) for text in texts]))
        context = _sheets_context(sheets.key_pair)
        return PrivateKey.from_bytes(unwrap(bytes(sheets.wrapped), key, context))
    except VaultError as error:
        raise NotOpened from error


def _sheets_body(sheets: RecoverySheets, public: PublicKey) -> CertificateBody:
    holder = sheets.organization_id
    return CertificateBody("sheets", holder, sheets.printing, public.digest, sheets.not_before)


def _sheets_context(pair: KeyPair) -> WrapContext:
    return _context(pair, "sheets", None, pair.generation)


def email_index(email: str) -> bytes:
    """HMAC of the address, for looking somebody up without storing it in clear."""
    key = hkdf(settings.PEPPER, info=b"kbgo/v1/email-index")
    return hmac_sha256(key, email.strip().casefold().encode())


def code_index(text: str) -> bytes:
    """HMAC of a code for a new password, as it was typed; VaultError where it is no code."""
    key = hkdf(settings.PEPPER, info=b"kbgo/v1/password-code")
    return hmac_sha256(key, parse_code(text).encode())


def seal_profile(user_id: UUID, email: str, name: str) -> bytes:
    content = json.dumps({"email": email, "name": name}).encode()
    return seal(_directory_key(), _profile_address(user_id), content)


def open_profile(user_id: UUID, sealed: bytes) -> dict[str, str]:
    try:
        opened = open_sealed(_directory_key(), _profile_address(user_id), sealed)
    except VaultError as error:
        raise NotOpened from error
    profile: dict[str, str] = json.loads(opened)
    return profile


def _directory_key() -> bytes:
    return hkdf(settings.PEPPER, info=b"kbgo/v1/directory")


def _profile_address(user_id: UUID) -> Address:
    return Address(ObjectType.FIELD, item=user_id, field=PROFILE_FIELD, padded=True)


def seal_preferences(key: PrivateKey, user_id: UUID, content: bytes) -> bytes:
    """What only this person's own key opens again."""
    return seal(_preferences_key(key), _preferences_address(user_id), content)


def open_preferences(key: PrivateKey, user_id: UUID, sealed: bytes) -> bytes:
    try:
        return open_sealed(_preferences_key(key), _preferences_address(user_id), sealed)
    except VaultError as error:
        raise NotOpened from error


def preferences_are_sealed_for(user_id: UUID, sealed: bytes) -> bool:
    """Whether they are sealed for this account, as far as that shows unopened."""
    return _preferences_address(user_id).fits(sealed, len(sealed))


def _preferences_key(key: PrivateKey) -> bytes:
    return hkdf(key.to_bytes(), info=b"kbgo/v1/preferences")


def _preferences_address(user_id: UUID) -> Address:
    return Address(ObjectType.FIELD, item=user_id, field=PREFERENCES_FIELD, padded=True)


def session_mac(session_key: str) -> bytes:
    key = hkdf(settings.SESSION_SERVER_KEY, info=b"kbgo/v1/session-id")
    return hmac_sha256(key, session_key.encode())


def seal_session(cookie_half: bytes, mac: bytes, user_id: UUID | None, content: bytes) -> bytes:
    return seal(_session_key(cookie_half, mac, user_id), _session_address(user_id), content)


def open_session(cookie_half: bytes, mac: bytes, user_id: UUID | None, sealed: bytes) -> bytes:
    try:
        return open_sealed(
            _session_key(cookie_half, mac, user_id), _session_address(user_id), sealed
        )
    except VaultError as error:
        raise NotOpened from error


def _session_key(cookie_half: bytes, mac: bytes, user_id: UUID | None) -> bytes:
    """HKDF-SHA256(cookie half ‖ server half, info = label ‖ the session's MAC ‖ user)."""
    who = user_id.bytes if user_id else bytes(16)
    return hkdf(cookie_half + settings.SESSION_SERVER_KEY, info=b"kbgo/v1/session" + mac + who)


def _session_address(user_id: UUID | None) -> Address:
    return Address(ObjectType.SESSION, item=user_id or UUID(int=0), padded=True)


def client_bucket(day: str, address: str) -> bytes:
    """A client's name for one day: HMAC of its address under a key that never leaves memory."""
    key = hkdf(settings.SESSION_SERVER_KEY, info=b"kbgo/v1/throttle" + day.encode())
    return hmac_sha256(key, address.encode())[:16]
