"""The digest made in a second thread is the digest, however the bytes come."""

import hashlib
import random
import threading
import zlib

import pytest

from core.digests import WAITING, WORTH_A_THREAD, Crc32, Sha256


@pytest.mark.parametrize("sizes", [[], [0], [1], [WORTH_A_THREAD - 1, WORTH_A_THREAD, 1]])
def test_the_digest_is_that_of_all_bytes_in_their_order(sizes: list[int]) -> None:
    pieces = [random.Random(size).randbytes(size) for size in sizes]
    with Sha256() as digest:
        for piece in pieces:
            digest.update(piece)
    assert digest.hexdigest() == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_more_pieces_than_may_wait_keep_their_order() -> None:
    noise = random.Random(2)
    pieces = [noise.randbytes(noise.choice([10, WORTH_A_THREAD])) for _ in range(WAITING * 8)]
    with Sha256() as digest:
        for piece in pieces:
            digest.update(piece)
        assert digest.hexdigest() == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_the_digest_can_be_read_on_the_way() -> None:
    with Sha256() as digest:
        digest.update(bytes(WORTH_A_THREAD))
        assert digest.hexdigest() == hashlib.sha256(bytes(WORTH_A_THREAD)).hexdigest()
        digest.update(b"a")
        assert digest.hexdigest() == hashlib.sha256(bytes(WORTH_A_THREAD) + b"a").hexdigest()


def test_its_thread_ends_with_it() -> None:
    before = threading.active_count()
    with Sha256() as digest:
        digest.update(bytes(WORTH_A_THREAD))
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


@pytest.mark.parametrize("sizes", [[], [1], [WORTH_A_THREAD, 1], [WORTH_A_THREAD] * WAITING * 4])
def test_the_checksum_is_that_of_all_bytes_in_their_order(sizes: list[int]) -> None:
    pieces = [random.Random(number).randbytes(size) for number, size in enumerate(sizes)]
    with Crc32() as crc:
        for piece in pieces:
            crc.update(piece)
        assert crc.value() == zlib.crc32(b"".join(pieces))
