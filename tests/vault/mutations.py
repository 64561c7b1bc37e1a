"""Hands that damage sealed objects, wraps and certificates: at random, and at each boundary."""

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.vault.samples import CASE, FIRST_CHUNK, OTHER, SEALED_CHUNK, address, split
from vault.envelope import ObjectType
from vault.header import HEADER_BYTES
from vault.keys import ENC_BYTES, WrapContext
from vault.signing import CertificateBody

Mutation = Callable[[random.Random, bytes], bytes]

# Where each field of the header begins, and its layout.
FIELDS = {
    "magic": (0, ">4s"),
    "version": (4, ">B"),
    "algorithm": (5, ">B"),
    "type": (6, ">B"),
    "flags": (7, ">B"),
    "case": (8, ">16s"),
    "item": (24, ">16s"),
    "epoch": (40, ">I"),
    "field": (44, ">H"),
    "reserved": (46, ">H"),
    "revision": (48, ">Q"),
    "length": (56, ">Q"),
}
SALT_BYTES = 24
WRAP_BOUNDARIES = (0, 1, 1 + ENC_BYTES, 1 + 1_088)


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


def change_field(rng: random.Random, whole: bytes) -> bytes:
    """One field of the header says something else: a neighbour of its value, or anything."""
    place, layout = FIELDS[rng.choice(list(FIELDS))]
    size = struct.calcsize(layout)
    number = int.from_bytes(whole[place : place + size], "big")
    other = rng.choice((number + 1, number - 1, 0, rng.getrandbits(8 * size)))
    changed = (other % (1 << 8 * size)).to_bytes(size, "big")
    return whole[:place] + changed + whole[place + size :]


def swap_fields(rng: random.Random, whole: bytes) -> bytes:
    """Two halves of an object change places: case and item, salt and commitment."""
    start, size = rng.choice(((8, 16), (HEADER_BYTES, SALT_BYTES)))
    first, second = whole[start : start + size], whole[start + size : start + 2 * size]
    return whole[:start] + second + first + whole[start + 2 * size :]


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


def shuffle_chunks(rng: random.Random, whole: bytes) -> bytes:
    first, chunks = split(whole)
    return first + b"".join(rng.sample(chunks, len(chunks)))


def swap_chunks(rng: random.Random, whole: bytes) -> bytes:
    first, chunks = split(whole)
    if len(chunks) > 1:
        one, other = rng.sample(range(len(chunks)), 2)
        chunks[one], chunks[other] = chunks[other], chunks[one]
    return first + b"".join(chunks)


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


def cut_at_boundary(rng: random.Random, whole: bytes) -> bytes:
    return rng.choice(list(cuts(whole, object_boundaries(whole))))


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
SEALED: tuple[Mutation, ...] = (
    *BYTES,
    change_field,
    swap_fields,
    graft_header,
    shuffle_chunks,
    swap_chunks,
    repeat_chunk,
    drop_chunk,
    cut_at_boundary,
)


def object_boundaries(whole: bytes) -> list[int]:
    """Ends of header fields, salt, commitment and each chunk."""
    starts = [place for place, _ in FIELDS.values()]
    chunks = range(FIRST_CHUNK, len(whole), SEALED_CHUNK)
    return [*starts, HEADER_BYTES, HEADER_BYTES + SALT_BYTES, *chunks, len(whole)]


def cuts(whole: bytes, boundaries: list[int]) -> Iterator[bytes]:
    """The object cut at each boundary and a byte before and after it; never the whole object."""
    places = {at + by for at in boundaries for by in (-1, 0, 1)}
    yield from (whole[:place] for place in sorted(places) if 0 <= place < len(whole))


def other_context(rng: random.Random, context: WrapContext) -> WrapContext:
    """The same wrap, said to be for something or somebody else."""
    changes = (
        {"purpose": rng.choice(("case ", "organization", ""))},
        {"case": rng.choice((None, OTHER))},
        {"epoch": context.epoch + rng.choice((-1, 1))},
        {"to": OTHER},
        {"generation": context.generation + rng.choice((-1, 1))},
    )
    return replace(context, **rng.choice(changes))


def other_body(rng: random.Random, body: CertificateBody) -> CertificateBody:
    """A certificate that says one thing more or less than the instance vouched for."""
    changes = (
        {"kind": rng.choice(("organization", "worker", ""))},
        {"holder": OTHER},
        {"generation": body.generation + rng.choice((-1, 1))},
        {"pub_sha256": flip_bit(rng, body.pub_sha256)},
        {"pub_sha256": cut_last_bytes(rng, body.pub_sha256)},
        {"not_before": rng.choice(("", "2020-01-01T00:00:00.000Z"))},
    )
    assert body.holder == CASE
    return replace(body, **rng.choice(changes))
