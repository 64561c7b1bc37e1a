"""RFC 3161 time stamps: the query over a note, and the checks an answer must pass to be kept."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerifierBuilder,
    decode_timestamp_response,
)

from vault.errors import VaultError, guarded
from vault.tlv import EXPLICIT_0, SEQUENCE, inside, places

Roots: TypeAlias = tuple[Certificate, ...]

SHA512: Final = "2.16.840.1.101.3.4.2.3"
GRANTED: Final = 0
MOST_ROOTS, MOST_PEM_BYTES = 16, 1 << 16


class NotStamped(VaultError):
    """An answer proves nothing about the note. `code` says why, from a fixed set of words."""

    def __init__(self, code: str) -> None:
        super().__init__("not a time stamp of this note")
        self.code = code


@dataclass(frozen=True, slots=True)
class StampQuery:
    """A query in DER, and the number its answer has to repeat."""

    der: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """That the note existed at `at`, seconds since 1970 in UTC, by the word of `authority`."""

    at: int
    authority: str


def read_roots(pem: bytes) -> Roots:
    """The certificates in a PEM file; VaultError where there is none or one does not parse.

    They travel in packets, whose verifier takes no more than this.
    """
    if len(pem) > MOST_PEM_BYTES:
        raise VaultError("too many certificates")
    with guarded("not certificates"):
        roots = tuple(load_pem_x509_certificates(pem))
    if len(roots) > MOST_ROOTS:
        raise VaultError("too many certificates")
    return roots


def stamp_query(note: bytes) -> StampQuery:
    """`TimeStampReq`, RFC 3161 §2.4.1: SHA-512 of the note, a fresh nonce, certificates wanted."""
    with guarded("cannot ask for a time stamp"):
        builder = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA512)
        query = builder.nonce(nonce=True).cert_request(cert_request=True).build()
        return StampQuery(query.as_bytes(), int(query.nonce or 0))


def in_der_order(answer: bytes) -> bytes:
    """The same answer, its set of certificates sorted as X.690 §11.6 wants it.

    No signature covers that set, and OpenSSL sends it as it was put together. What is not an
    answer comes back as it is.
    """
    try:
        whole = places(answer, 0, len(answer))[0]
        token = inside(answer, whole, SEQUENCE)[1]
        explicit = inside(answer, token, SEQUENCE)[1]
        [signed] = inside(answer, explicit, EXPLICIT_0)
        certificates = inside(answer, signed, SEQUENCE)[3]
        held = inside(answer, certificates, EXPLICIT_0)
    except (VaultError, IndexError, ValueError):
        return answer
    ordered = b"".join(sorted(answer[each.start : each.end] for each in held))
    return answer[: certificates.content] + ordered + answer[certificates.end :]


def check_answer(answer: bytes, note: bytes, nonce: int, roots: Roots) -> Stamp:
    """What the answer proves of the note; NotStamped where it does not, whatever it contains.

    Nonce and imprint are those of the query; the token is signed by a certificate for time
    stamping that leads to one of the roots, all of them valid at the time it tells.
    """
    with _refused("garbage"):
        parsed = decode_timestamp_response(answer)
        status = parsed.status
    if status != GRANTED:
        raise NotStamped("status")
    with _refused("garbage"):
        info, signer = parsed.tst_info, _signer(parsed)
        told, at, imprint = info.nonce, info.gen_time, info.message_imprint
        stamped = (imprint.hash_algorithm.dotted_string, imprint.message)
        stamp = Stamp(int(at.timestamp()), signer.subject.rfc4514_string())
    digest = hashlib.sha512(note).digest()
    if told != nonce:
        raise NotStamped("nonce")
    if stamped != (SHA512, digest):
        raise NotStamped("imprint")
    if not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
        raise NotStamped("expired")
    if not any(_leads_to(top, roots, answer, digest) for top in roots):
        raise NotStamped("untrusted")
    return stamp


def _leads_to(top: Certificate, roots: Roots, answer: bytes, digest: bytes) -> bool:
    """Each root is tried by itself, as two may have the same name; what stands between helps."""
    between = [each for each in roots if each.subject != each.issuer]
    try:
        with _refused("untrusted"):
            builder = VerifierBuilder(roots=[top, *between])
            return builder.build().verify(decode_timestamp_response(answer), digest)
    except NotStamped:
        return False


def _signer(parsed: TimeStampResponse) -> Certificate:
    """The certificate in the answer that its one signature names."""
    [named] = parsed.signed_data.signer_infos
    held: Sequence[bytes] = sorted(parsed.signed_data.certificates)
    return next(
        each
        for each in map(load_der_x509_certificate, held)
        if (each.issuer, each.serial_number) == (named.issuer, named.serial_number)
    )


@contextmanager
def _refused(code: str) -> Iterator[None]:
    try:
        yield
    except (GeneratorExit, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  an answer from outside can even make the parser panic
        raise NotStamped(code) from None
