"""The instance's key in a packet: its fingerprint, its signatures, the pin."""

import hashlib
import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vaultverify import labels
from vaultverify.bag import SIGNATURE, SMALL, TAG_MANIFEST, Bag
from vaultverify.errors import Failed

KEY_FILE: Final = "data/keys/instance.pub"
_HEX: Final = re.compile(rb"(?:[0-9a-f]{2})+\n")


def read_key(bag: Bag) -> bytes:
    """The 32 bytes of the instance's Ed25519 key, written in hex."""
    return _hex_line(bag, KEY_FILE, 32)


def key_id(key: bytes) -> str:
    """The fingerprint: the first 8 bytes of the key's SHA-256, in hex."""
    return key_sha256(key)[:16]


def key_sha256(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()


def check_pin(key: bytes, pin: str) -> None:
    """`pin` is the fingerprint or the key's whole SHA-256, spaces, colons and case ignored."""
    wanted = re.sub(r"[\s:-]", "", pin).lower()
    if wanted not in (key_id(key), key_sha256(key)):
        raise Failed("another instance made this packet")


def check_signature(key: bytes, label: bytes, message: bytes, signature: bytes) -> None:
    """Ed25519 over label ‖ message (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, label + message)
    except (InvalidSignature, ValueError):
        raise Failed("a signature does not verify") from None


def check_packet_signature(bag: Bag, key: bytes) -> None:
    """The instance signed the SHA-256 of the list of lists, and so every byte but its own."""
    raw = bag.read(TAG_MANIFEST, bag.size(TAG_MANIFEST))
    message = hashlib.sha256(raw).digest()
    signature = _hex_line(bag, SIGNATURE, 64)
    check_signature(key, labels.PACKET_MANIFEST, message, signature)


def _hex_line(bag: Bag, name: str, length: int) -> bytes:
    raw = bag.read(name, SMALL)
    if _HEX.fullmatch(raw) is None or len(raw) != 2 * length + 1:
        raise Failed("a key or signature is broken", name)
    return bytes.fromhex(raw.decode())
