"""Fixed keys and addresses, vector files, and hands that damage or forge sealed objects."""

import json
import random
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.cobblestone import Cobblestone256Encryptor

from vault.envelope import Address, ObjectType
from vault.header import CHUNK_BYTES, HEADER_BYTES, PREAMBLE_BYTES, TAG_BYTES, context

KEY = bytes(range(32))
CASE = UUID("11111111-2222-4333-8444-555555555555")
ITEM = UUID("66666666-7777-4888-9999-aaaaaaaaaaaa")
OTHER = UUID("bbbbbbbb-cccc-4ddd-8eee-ffffffffffff")

VECTORS = Path(__file__).with_name("vectors")
FIRST_CHUNK = HEADER_BYTES + PREAMBLE_BYTES
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES

SIZES = (0, 1, 16_383, 16_384, 16_385, 32_768, 2**20 - 1, 2**20, 2**20 + 1, 10_000_000)


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def address(**changes: Any) -> Address:
    """The address of the samples, with some parts changed."""
    parts = {
        "type": ObjectType.FILE,
        "case": CASE,
        "item": ITEM,
        "epoch": 3,
        "field": 7,
        "revision": 2,
    }
    return Address(**(parts | changes))


def data(size: int) -> bytes:
    """The same bytes for the same size, in no pattern that repeats with the chunks."""
    return random.Random(size).randbytes(size)


def pieces(whole: bytes, size: int) -> list[bytes]:
    return [whole[i : i + size] for i in range(0, len(whole), size)]


def split(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """Take a sealed object apart into what comes before the chunks, and the chunks."""
    return sealed[:FIRST_CHUNK], pieces(sealed[FIRST_CHUNK:], SEALED_CHUNK)


def forge(where: Address, plaintext: bytes) -> bytes:
    """Seal any plaintext as if it were padded: what only a holder of the key could do."""
    header = where.header(0)
    cipher = Cobblestone256Encryptor(KEY, context(header))
    return header + cipher.update(plaintext) + cipher.finalize()
