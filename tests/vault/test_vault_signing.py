from dataclasses import replace

import pytest

from tests.vault.samples import CASE, OTHER
from vault.errors import VaultError
from vault.primitives import sha256
from vault.signing import (
    CertificateBody,
    SigningKey,
    certify,
    check_certificate,
    key_id,
    verify,
)

INSTANCE = SigningKey.from_bytes(bytes(range(32)))
LABEL = b"kbgo/v1/test"
BODY = CertificateBody(
    kind="person",
    holder=CASE,
    generation=2,
    pub_sha256=sha256(b"public"),
    not_before="2026-11-22T00:00:00.000Z",
)


def test_signature_verifies() -> None:
    signature = INSTANCE.sign(LABEL, b"isi")
    assert len(signature) == 64
    verify(INSTANCE.verify_key, signature, LABEL, b"isi")


@pytest.mark.parametrize(
    ("label", "message"),
    [(LABEL, b"isi2"), (LABEL, b""), (b"kbgo/v1/other", b"isi")],
)
def test_signature_is_for_its_label_and_message(label: bytes, message: bytes) -> None:
    with pytest.raises(VaultError):
        verify(INSTANCE.verify_key, INSTANCE.sign(LABEL, b"isi"), label, message)


@pytest.mark.parametrize("bit", range(0, 512, 7))
def test_flipped_bit_of_a_signature_is_refused(bit: int) -> None:
    signature = bytearray(INSTANCE.sign(LABEL, b"isi"))
    signature[bit // 8] ^= 1 << bit % 8
    with pytest.raises(VaultError):
        verify(INSTANCE.verify_key, bytes(signature), LABEL, b"isi")


def test_signature_of_another_key_is_refused() -> None:
    signature = SigningKey.generate().sign(LABEL, b"isi")
    with pytest.raises(VaultError):
        verify(INSTANCE.verify_key, signature, LABEL, b"isi")


@pytest.mark.parametrize("size", [0, 63, 65])
def test_signature_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(VaultError):
        verify(INSTANCE.verify_key, bytes(size), LABEL, b"isi")


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33)])
def test_key_of_another_length_is_refused(raw: bytes) -> None:
    with pytest.raises(VaultError):
        SigningKey.from_bytes(raw)
    with pytest.raises(VaultError):
        verify(raw, bytes(64), LABEL, b"isi")


@pytest.mark.parametrize("label", [b"", b"other/v1/", b"kbgo/v2/test"])
def test_nothing_is_signed_without_a_label_of_ours(label: bytes) -> None:
    with pytest.raises(VaultError):
        INSTANCE.sign(label, b"isi")
    with pytest.raises(VaultError):
        verify(INSTANCE.verify_key, bytes(64), label, b"isi")


def test_signing_key_survives_its_bytes() -> None:
    key = SigningKey.generate()
    assert SigningKey.from_bytes(key.to_bytes()).verify_key == key.verify_key
    assert repr(key) == "<SigningKey redacted>"


def test_key_id_is_16_hex_digits_of_the_digest() -> None:
    assert key_id(INSTANCE.verify_key) == sha256(INSTANCE.verify_key).hex()[:16]


def test_certificate_verifies_for_its_body() -> None:
    signature = certify(INSTANCE, BODY)
    check_certificate(INSTANCE.verify_key, BODY, signature)
    verify(INSTANCE.verify_key, signature, b"kbgo/v1/certificate", BODY.canonical())


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "worker"},
        {"holder": OTHER},
        {"generation": 1},
        {"pub_sha256": sha256(b"swapped")},
        {"not_before": "2026-11-23T00:00:00.000Z"},
    ],
)
def test_certificate_of_another_body_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(VaultError):
        check_certificate(INSTANCE.verify_key, replace(BODY, **change), certify(INSTANCE, BODY))


def test_certificate_of_another_instance_is_refused() -> None:
    with pytest.raises(VaultError):
        check_certificate(INSTANCE.verify_key, BODY, certify(SigningKey.generate(), BODY))


def test_certificate_body_is_canonical_json() -> None:
    assert BODY.canonical() == (
        b'{"generation":"2","kind":"person","not_before":"2026-11-22T00:00:00.000Z",'
        b'"owner":"11111111-2222-4333-8444-555555555555",'
        b'"pub_sha256":"' + sha256(b"public").hex().encode() + b'","suite":"2"}'
    )


def test_certificate_needs_a_whole_digest() -> None:
    with pytest.raises(VaultError):
        certify(INSTANCE, replace(BODY, pub_sha256=bytes(31)))
