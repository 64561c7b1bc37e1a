"""The signed note of a checkpoint: what the instance vouches for, and an authority stamps.

The form is that of c2sp.org/signed-note and c2sp.org/tlog-checkpoint, so that other tools read it.
"""

import base64
from dataclasses import dataclass
from typing import Final

from vault import labels
from vault.errors import VaultError
from vault.merkle import HASH_BYTES
from vault.primitives import sha256
from vault.signing import SigningKey, key_id

FIRST: Final = bytes(HASH_BYTES)
_ED25519: Final = b"\x01"
_KEY_ID_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class CheckpointBody:
    """What a checkpoint says: `prev` is the SHA-256 of the note before, `at` RFC 3339 in UTC."""

    number: int
    at: str
    size: int
    root: bytes
    prev: bytes


def signed_note(key: SigningKey, body: CheckpointBody) -> bytes:
    """`text ‖ LF ‖ "— " name " " base64(key id ‖ Ed25519(text)) LF`.

    The text begins with the label of checkpoints, so what the note's form wants signed is what
    `sign(label, message)` signs: no other signature of this key passes for one, nor this for it.
    """
    name = _name(key)
    text = _text(name, body)
    signature = key.sign(labels.CHECKPOINT, text[len(labels.CHECKPOINT) :])
    mark = sha256(name + b"\n" + _ED25519 + key.verify_key)[:_KEY_ID_BYTES]
    line = "\u2014 ".encode() + name + b" " + base64.b64encode(mark + signature) + b"\n"
    return text + b"\n" + line


def _name(key: SigningKey) -> bytes:
    """Origin of the note and name of the key in one: which instance it is."""
    return labels.CHECKPOINT + key_id(key.verify_key).encode()


def _text(name: bytes, body: CheckpointBody) -> bytes:
    if len(body.root) != HASH_BYTES or len(body.prev) != HASH_BYTES:
        raise VaultError("not a hash")
    lines = (
        name.decode(),
        str(body.size),
        base64.b64encode(body.root).decode(),
        f"number {body.number}",
        f"time {body.at}",
        f"prev {body.prev.hex()}",
    )
    return "".join(f"{line}\n" for line in lines).encode()
