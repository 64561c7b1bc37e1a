"""Thousands of damaged objects and wraps: none opens, and none fails with anything but VaultError.

`FUZZ_MUTATIONS` sets how many; `FUZZ_SEED` repeats a run that failed.
"""

import os
import random
from collections.abc import Callable

import pytest

from tests.vault.samples import CASE, ITEM, KEY, OTHER, address, data, pieces, split
from vault.envelope import ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.header import HEADER_BYTES
from vault.keys import PrivateKey, WrapContext, unwrap, wrap
from vault.stream import open_chunks

COUNT = int(os.environ.get("FUZZ_MUTATIONS", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", str(random.SystemRandom().getrandbits(32))))

ANI = PrivateKey.from_bytes(bytes(range(96)))
CONTEXT = WrapContext("case", CASE, 3, ITEM, 2)

Mutation = Callable[[random.Random, bytes], bytes]


def flip_bit(rng: random.Random, whole: bytes) -> bytes:
    place, bit = rng.randrange(len(whole)), 1 << rng.randrange(8)
    return whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]


def flip_near_the_start(rng: random.Random, whole: bytes) -> bytes:
    return flip_bit(rng, whole[:150]) + whole[150:]


def cut_end(rng: random.Random, whole: bytes) -> bytes:
    return whole[: rng.randrange(len(whole))]


def cut_last_bytes(rng: random.Random, whole: bytes) -> bytes:
    return whole[: -rng.randint(1, 40)]


def cut_start(rng: random.Random, whole: bytes) -> bytes:
    return whole[rng.randint(1, len(whole)) :]


def cut_middle(rng: random.Random, whole: bytes) -> bytes:
    start, end = sorted(rng.sample(range(len(whole) + 1), 2))
    return whole[:start] + whole[end:]


def extend(rng: random.Random, whole: bytes) -> bytes:
    return whole + rng.randbytes(rng.randint(1, 40))


def insert(rng: random.Random, whole: bytes) -> bytes:
    place = rng.randrange(len(whole))
    return whole[:place] + rng.randbytes(rng.randint(1, 40)) + whole[place:]


def overwrite(rng: random.Random, whole: bytes) -> bytes:
    place = rng.randrange(len(whole))
    noise = rng.randbytes(rng.randint(1, 40))[: len(whole) - place]
    return whole[:place] + noise + whole[place + len(noise) :]


def double(_: random.Random, whole: bytes) -> bytes:
    return whole + whole


def noise(rng: random.Random, whole: bytes) -> bytes:
    return rng.randbytes(len(whole))


def shuffle_chunks(rng: random.Random, whole: bytes) -> bytes:
    first, chunks = split(whole)
    return first + b"".join(rng.sample(chunks, len(chunks)))


def repeat_chunk(rng: random.Random, whole: bytes) -> bytes:
    first, chunks = split(whole)
    if chunks:
        chunks.insert(rng.randrange(len(chunks) + 1), rng.choice(chunks))
    return first + b"".join(chunks)


def drop_chunk(rng: random.Random, whole: bytes) -> bytes:
    first, chunks = split(whole)
    if chunks:
        chunks.pop(rng.randrange(len(chunks)))
    return first + b"".join(chunks)


def graft_header(rng: random.Random, whole: bytes) -> bytes:
    changes = (
        {"case": OTHER},
        {"item": OTHER},
        {"epoch": rng.randrange(2**32)},
        {"field": rng.randrange(2**16)},
        {"revision": rng.randrange(2**64)},
        {"type": rng.choice(list(ObjectType))},
    )
    return address(**rng.choice(changes)).header(rng.randrange(2**32)) + whole[HEADER_BYTES:]


BYTES: tuple[Mutation, ...] = (
    flip_bit,
    flip_near_the_start,
    cut_end,
    cut_last_bytes,
    cut_start,
    cut_middle,
    extend,
    insert,
    overwrite,
    double,
    noise,
)
CHUNKS: tuple[Mutation, ...] = (shuffle_chunks, repeat_chunk, drop_chunk, graft_header)


def refuses(opening: Callable[[], object], turn: int) -> None:
    try:
        opening()
    except VaultError:
        return
    pytest.fail(f"opened at turn {turn} of FUZZ_SEED={SEED}")


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("size", [0, 96, 70_000])
def test_no_damaged_object_opens(size: int, padded: bool) -> None:
    rng, where = random.Random(SEED), address(padded=padded)
    whole = seal(KEY, where, data(size))
    for turn in range(COUNT // 6):
        damaged = rng.choice(BYTES + CHUNKS)(rng, whole)
        if damaged != whole:
            stream = open_chunks(KEY, where, pieces(damaged, rng.randint(1000, 70_000)), size)
            refuses(lambda damaged=damaged: open_sealed(KEY, where, damaged), turn)
            refuses(lambda stream=stream: list(stream), turn)


@pytest.mark.parametrize("size", [0, 32, 96])
def test_no_damaged_wrap_unwraps(size: int) -> None:
    rng = random.Random(SEED)
    whole = wrap(data(size), ANI.public, CONTEXT)
    for turn in range(COUNT // 3):
        damaged = rng.choice(BYTES)(rng, whole)
        if damaged != whole:
            refuses(lambda damaged=damaged: unwrap(damaged, ANI, CONTEXT), turn)
