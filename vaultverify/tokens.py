"""Time stamps (RFC 3161): what one says, by our own reading; whether to believe it, by a library.

`rfc3161-client` is looked for when it is needed and may be missing; then the signature of a token
stays unchecked, and the verdict says so.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import (
    Certificate,
    load_der_x509_certificate,
    load_pem_x509_certificates,
)

from vaultverify import der
from vaultverify.errors import Failed

CLIENT: Final = "rfc3161_client"
MOST_ROOTS: Final = 16
SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
TST_INFO: Final = bytes.fromhex("2a864886f70d0109100104")
SHA512: Final = bytes.fromhex("608648016503040203")
_TIME: Final = re.compile(rb"([0-9]{14})(?:\.[0-9]*[1-9])?Z")
_UNTRUSTED: Final = "a time stamp does not lead to a trusted authority"


@dataclass(frozen=True, slots=True)
class Token:
    """What an authority's answer says: the SHA-512 it stamps, when, and the number it repeats."""

    sha512: bytes
    at: datetime
    nonce: bytes | None


@dataclass(frozen=True, slots=True)
class Trust:
    """Who stamped, by the subject of the certificate, and the SHA-256 of the root behind it."""

    authority: str
    root_sha256: str


def read_answer(raw: bytes, where: str) -> Token:
    """TimeStampResp → ContentInfo → SignedData → TSTInfo; Failed where one of them is none."""
    try:
        return _token(_tst_info(raw))
    except Failed as failure:
        raise Failed(failure.found, where) from None


def read_query(raw: bytes, where: str) -> tuple[bytes, bytes | None]:
    """The SHA-512 and the number of a TimeStampReq."""
    try:
        parts = der.exactly(der.single(raw).inside(der.SEQUENCE), 2, 6)
        return _sha512(parts[1]), _number(parts[2:])
    except Failed as failure:
        raise Failed(failure.found, where) from None


def _tst_info(raw: bytes) -> bytes:
    status, content = der.exactly(der.single(raw).inside(der.SEQUENCE), 2)
    granted = der.exactly(status.inside(der.SEQUENCE), 1, 3)[0].of(der.INTEGER)
    kind, explicit = der.exactly(content.inside(der.SEQUENCE), 2)
    signed = der.single(explicit.of(der.EXPLICIT_0))
    inner = der.exactly(signed.inside(der.SEQUENCE), 4, 6)[2]
    inner_kind, inner_explicit = der.exactly(inner.inside(der.SEQUENCE), 2)
    kinds = (kind.of(der.OID), inner_kind.of(der.OID))
    if granted != b"\x00" or kinds != (SIGNED_DATA, TST_INFO):
        raise Failed("a time stamp is broken")
    return der.single(inner_explicit.of(der.EXPLICIT_0)).of(der.OCTETS)


def _token(tst_info: bytes) -> Token:
    parts = der.exactly(der.single(tst_info).inside(der.SEQUENCE), 5, 10)
    return Token(_sha512(parts[2]), _time(parts[4].of(der.TIME)), _number(parts[5:]))


def _sha512(imprint: der.Value) -> bytes:
    algorithm, digest = der.exactly(imprint.inside(der.SEQUENCE), 2)
    name = der.exactly(algorithm.inside(der.SEQUENCE), 1, 2)[0].of(der.OID)
    if name != SHA512 or len(digest.of(der.OCTETS)) != hashlib.sha512().digest_size:
        raise Failed("a time stamp is of something else")
    return digest.content


def _number(parts: Sequence[der.Value]) -> bytes | None:
    return next((part.content for part in parts if part.tag == der.INTEGER), None)


def _time(raw: bytes) -> datetime:
    match = _TIME.fullmatch(raw)
    try:
        return datetime.strptime((match[1] if match else b"").decode(), "%Y%m%d%H%M%S").replace(
            tzinfo=UTC
        )
    except ValueError:
        raise Failed("a time stamp is broken") from None


def find_client() -> ModuleType | None:
    try:
        return import_module(CLIENT)
    except ImportError:
        return None


def read_roots(pem: bytes, where: str) -> list[Certificate]:
    try:
        roots = load_pem_x509_certificates(pem)
    except Exception:  # noqa: BLE001  whatever does not parse is no certificate
        raise Failed("the roots of the time stamps are broken", where) from None
    if len(roots) > MOST_ROOTS:
        raise Failed("the roots of the time stamps are broken", where)
    return roots


def check_trust(
    client: ModuleType, answer: bytes, sha512: bytes, roots: Sequence[Certificate], where: str
) -> Trust:
    """Signature, purpose and chain, each certificate valid at the time that is told; or Failed."""
    try:
        authority = _signer(client, answer).subject.rfc4514_string()
        return Trust(authority, _root_sha256(client, answer, sha512, roots))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  an answer can even make the library's parser panic
        raise Failed(_UNTRUSTED, where) from None


def _verify(client: ModuleType, answer: bytes, sha512: bytes, roots: Sequence[Certificate]) -> None:
    parsed = client.decode_timestamp_response(answer)
    client.VerifierBuilder(roots=list(roots)).build().verify(parsed, sha512)


def _signer(client: ModuleType, answer: bytes) -> Certificate:
    signed = client.decode_timestamp_response(answer).signed_data
    [named] = signed.signer_infos
    held = map(load_der_x509_certificate, sorted(signed.certificates))
    return next(
        each
        for each in held
        if (each.issuer, each.serial_number) == (named.issuer, named.serial_number)
    )


def _root_sha256(
    client: ModuleType, answer: bytes, sha512: bytes, roots: Sequence[Certificate]
) -> str:
    """The root that the token leads to. Each is tried by itself, as two may have the same name."""
    tops = [each for each in roots if each.subject == each.issuer]
    between = [each for each in roots if each.subject != each.issuer]
    for top in tops:
        try:
            _verify(client, answer, sha512, [top, *between])
        except Exception:  # noqa: BLE001, S112  another one then
            continue
        return hashlib.sha256(top.public_bytes(Encoding.DER)).hexdigest()
    raise Failed(_UNTRUSTED)
