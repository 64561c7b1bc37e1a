"""Thousands of damaged objects, wraps and certificates: none is accepted, nothing but VaultError
is raised, and of what a stream gave out before nothing is false.

`FUZZ_MUTATIONS` sets how many; `FUZZ_SEED` repeats a run that failed.
"""

import os
import random
from collections.abc import Callable, Iterator

import pytest

from tests.vault.mutations import (
    BYTES,
    SEALED,
    WRAP_BOUNDARIES,
    cuts,
    flip_bit,
    object_boundaries,
    other_body,
    other_context,
)
from tests.vault.samples import CASE, ITEM, KEY, address, data, pieces
from vault.envelope import Address, open_sealed, seal
from vault.errors import VaultError
from vault.keys import PrivateKey, WrapContext, unwrap, wrap
from vault.primitives import sha256
from vault.signing import CertificateBody, SigningKey, certify, check_certificate
from vault.stream import Opener

COUNT = int(os.environ.get("FUZZ_MUTATIONS", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", str(random.SystemRandom().getrandbits(32))))
# Six objects, three wraps, one certificate: each gets a tenth, rounded up.
TENTH = -(-COUNT // 10)

ANI = PrivateKey.from_bytes(bytes(range(96)))
BUDI = PrivateKey.from_bytes(bytes(range(1, 97)))
CONTEXT = WrapContext("case", CASE, 3, ITEM, 2)
INSTANCE = SigningKey.from_bytes(bytes(range(32)))
BODY = CertificateBody("person", CASE, 2, sha256(b"public"), "2026-11-22T00:00:00.000Z")

Report = Callable[[str, object], None]


def refuses(opening: Callable[[], object], turn: int) -> None:
    try:
        opening()
    except VaultError:
        return
    pytest.fail(f"accepted at turn {turn} of FUZZ_SEED={SEED}")


def refuses_as_stream(where: Address, whole: bytes, size: int, step: int, turn: int) -> None:
    """What came out before the refusal is how the data begins, and afterwards nothing comes."""
    opener, given = Opener(KEY, where, size), bytearray()

    def open_it() -> None:
        for piece in pieces(whole, step):
            given.extend(opener.update(piece))
        given.extend(opener.finalize())

    refuses(open_it, turn)
    assert data(size).startswith(given), f"false data at turn {turn} of FUZZ_SEED={SEED}"
    for more in (lambda: opener.update(b""), opener.finalize):
        refuses(more, turn)


def damaged_objects(rng: random.Random, whole: bytes) -> Iterator[bytes]:
    """Each boundary once, then at random until a tenth of all is full."""
    at_boundaries = list(cuts(whole, object_boundaries(whole)))
    yield from at_boundaries
    left = TENTH - len(at_boundaries)
    while left > 0:
        damaged = rng.choice(SEALED)(rng, whole)
        if damaged != whole:
            left -= 1
            yield damaged


def report_count(report: Report, what: str, count: int) -> None:
    assert count >= TENTH
    report("mutations refused", f"{count} of {what} (FUZZ_SEED={SEED})")


@pytest.mark.parametrize("padded", [False, True], ids=["plain", "padded"])
@pytest.mark.parametrize("size", [0, 96, 70_000])
def test_no_damaged_object_opens(size: int, padded: bool, record_property: Report) -> None:
    rng, where, count = random.Random(SEED), address(padded=padded), 0
    whole = seal(KEY, where, data(size))
    for damaged in damaged_objects(rng, whole):
        count += 1
        refuses(lambda damaged=damaged: open_sealed(KEY, where, damaged), count)
        refuses_as_stream(where, damaged, size, rng.randint(1000, 70_000), count)
    kind = "a padded object" if padded else "an object"
    report_count(record_property, f"{kind} of {size} bytes", count)


def damaged_wraps(rng: random.Random, whole: bytes) -> Iterator[Callable[[], bytes]]:
    """Cut at each boundary, another suite, damaged anywhere, for another context or person."""
    for cut in cuts(whole, [*WRAP_BOUNDARIES, len(whole)]):
        yield lambda cut=cut: unwrap(cut, ANI, CONTEXT)
    for suite in range(256):
        if suite != whole[0]:
            yield lambda suite=suite: unwrap(bytes([suite]) + whole[1:], ANI, CONTEXT)
    yield lambda: unwrap(whole, BUDI, CONTEXT)
    while True:
        if rng.random() < 0.1:
            context = other_context(rng, CONTEXT)
            yield lambda context=context: unwrap(whole, ANI, context)
        elif (damaged := rng.choice(BYTES)(rng, whole)) != whole:
            yield lambda damaged=damaged: unwrap(damaged, ANI, CONTEXT)


@pytest.mark.parametrize("size", [0, 32, 96])
def test_no_damaged_wrap_unwraps(size: int, record_property: Report) -> None:
    rng, least = random.Random(SEED), max(TENTH, 300)
    whole = wrap(data(size), ANI.public, CONTEXT)
    assert unwrap(whole, ANI, CONTEXT) == data(size)
    for count, opening in enumerate(damaged_wraps(rng, whole), start=1):
        refuses(opening, count)
        if count == least:
            break
    report_count(record_property, f"a wrap of {size} bytes", count)


def test_no_damaged_certificate_vouches_for_a_key(record_property: Report) -> None:
    rng, signature, count = random.Random(SEED), certify(INSTANCE, BODY), 0
    check_certificate(INSTANCE.verify_key, BODY, signature)
    while count < TENTH:
        key, body, signed = INSTANCE.verify_key, BODY, signature
        part = rng.choice(("key", "body", "signature", "signature"))
        if part == "key":
            key = flip_bit(rng, key)
        elif part == "body":
            body = other_body(rng, body)
        else:
            signed = rng.choice(BYTES)(rng, signature)
        if (key, body, signed) != (INSTANCE.verify_key, BODY, signature):
            count += 1
            refuses(lambda k=key, b=body, s=signed: check_certificate(k, b, s), count)
    report_count(record_property, "a certificate", count)
