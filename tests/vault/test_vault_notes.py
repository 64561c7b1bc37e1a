"""The note of a checkpoint: the form of c2sp.org/signed-note, signed under our own label."""

import base64
import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vault import labels
from vault.errors import VaultError
from vault.notes import FIRST, CheckpointBody, signed_note
from vault.signing import SigningKey, key_id, verify

KEY = SigningKey.from_bytes(bytes(range(32)))
NAME = f"kbgo/v1/checkpoint/{key_id(KEY.verify_key)}"
BODY = CheckpointBody(7, "2026-11-26T15:00:00.000Z", 3, bytes(range(32)), b"\xaa" * 32)
NOTE = signed_note(KEY, BODY).decode()


def test_a_note_says_what_is_in_the_checkpoint() -> None:
    text, _, signatures = NOTE.partition("\n\n")
    assert text.splitlines() == [
        NAME,
        "3",
        base64.b64encode(BODY.root).decode(),
        "number 7",
        "time 2026-11-26T15:00:00.000Z",
        "prev " + "aa" * 32,
    ]
    assert signatures.startswith(f"\u2014 {NAME} ")
    assert signatures.count("\n") == 1


def test_its_signature_is_one_of_signed_notes() -> None:
    text, _, line = NOTE.partition("\n\n")
    signed = base64.b64decode(line.split(" ")[2])
    mark = hashlib.sha256(NAME.encode() + b"\n\x01" + KEY.verify_key).digest()[:4]
    assert signed[:4] == mark
    Ed25519PublicKey.from_public_bytes(KEY.verify_key).verify(signed[4:], f"{text}\n".encode())


def test_its_signature_is_one_under_the_label_of_checkpoints() -> None:
    text, _, line = NOTE.partition("\n\n")
    signature = base64.b64decode(line.split(" ")[2])[4:]
    message = f"{text}\n".encode().removeprefix(labels.CHECKPOINT)
    verify(KEY.verify_key, signature, labels.CHECKPOINT, message)
    with pytest.raises(VaultError):
        verify(KEY.verify_key, signature, labels.CERTIFICATE, message)


@pytest.mark.parametrize("field", ["root", "prev"])
def test_what_is_no_hash_stands_in_no_note(field: str) -> None:
    with pytest.raises(VaultError):
        signed_note(KEY, replace(BODY, **{field: b"short"}))


def test_the_first_has_nothing_before_it() -> None:
    assert f"prev {'0' * 64}\n" in signed_note(KEY, replace(BODY, prev=FIRST)).decode()
