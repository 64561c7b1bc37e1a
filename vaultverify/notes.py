"""The signed note of a checkpoint, read strictly: c2sp.org/tlog-checkpoint with our three lines."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from vaultverify import labels
from vaultverify.errors import Failed
from vaultverify.signing import check_signature, key_id

BROKEN: Final = "a checkpoint is broken"
_ED25519: Final = b"\x01"
_NOTE: Final = re.compile(
    rb"((kbgo/v1/checkpoint/[0-9a-f]{16})\n"
    rb"([1-9][0-9]{0,8})\n"
    rb"([A-Za-z0-9+/]{43}=)\n"
    rb"number ([1-9][0-9]{0,8})\n"
    rb"time ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)\n"
    rb"prev ([0-9a-f]{64})\n)"
    rb"\n\xe2\x80\x94 \2 ([A-Za-z0-9+/]{91}=)\n"
)


@dataclass(frozen=True, slots=True)
class Note:
    """What the instance vouched for; `raw` is what the next checkpoint and authorities hash."""

    number: int
    at: str
    size: int
    root: bytes
    prev: str
    raw: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def read_note(raw: bytes, key: bytes, where: str) -> Note:
    """The note, if this instance signed it to the letter; else Failed."""
    match = _NOTE.fullmatch(raw)
    if match is None:
        raise Failed(BROKEN, where)
    text, name, size, root, number, at, prev, signed = match.groups()
    if name != labels.CHECKPOINT + key_id(key).encode():
        raise Failed("a checkpoint is of another instance", where)
    mark = hashlib.sha256(name + b"\n" + _ED25519 + key).digest()[:4]
    signature = _unbase64(signed, where)
    if signature[:4] != mark:
        raise Failed(BROKEN, where)
    try:
        check_signature(key, labels.CHECKPOINT, text[len(labels.CHECKPOINT) :], signature[4:])
    except Failed as failure:
        raise Failed(failure.found, where) from None
    return Note(int(number), at.decode(), int(size), _unbase64(root, where), prev.decode(), raw)


def _unbase64(text: bytes, where: str) -> bytes:
    """The bytes, if this is the one way to write them."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Failed(BROKEN, where) from None
    if base64.b64encode(data) != text:
        raise Failed(BROKEN, where)
    return data
