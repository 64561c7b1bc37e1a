"""Packets broken at random: the verifier never crashes, never says good, and stays small."""

import random
import tracemalloc
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.packets.making import KEY, written
from tests.vaultverify.anchored import anchored_packet
from tests.vaultverify.tampering import Files, files_of, relisted, zipped
from vaultverify import der
from vaultverify.errors import Failed
from vaultverify.notes import read_note
from vaultverify.tokens import check_trust, find_client, read_answer, read_query, read_roots
from vaultverify.verdict import Status
from vaultverify.verify import verify

ROUNDS = 300
ANCHORS = (
    "data/custody/inclusion.json",
    "data/anchors/5.checkpoint",
    "data/anchors/5-1.tsr",
    "data/anchors/5-1.tsq",
    "data/keys/tsa-chain.pem",
)


@cache
def packet() -> bytes:
    return written(anchored_packet())[0]


@cache
def whole() -> Files:
    return files_of(packet())


def broken(data: bytes, chance: random.Random) -> bytes:
    """A few bytes flipped, cut out, doubled, or set to what counts: lengths, ends, markers."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) or 1)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + chance.randint(1, 40)]
            case 2:
                changed[at:at] = changed[at : at + chance.randint(1, 200)]
            case 3:
                changed[at : at + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\x84\xff\xff\xff"))
            case _:
                del changed[at:]
    return bytes(changed)


def different(data: bytes, chance: random.Random) -> Iterator[bytes]:
    for _ in range(ROUNDS):
        changed = broken(data, chance)
        if changed != data:
            yield changed


def test_a_broken_zip_is_never_good_and_never_a_crash(tmp_path: Path) -> None:
    """The clock in a header of the ZIP says nothing of what lies in it: it may be another."""
    path = tmp_path / "packet.zip"
    for changed in different(packet(), random.Random(1)):
        path.write_bytes(changed)
        if verify(path).status not in (Status.FAILED, Status.UNREADABLE):
            assert files_of(changed) == whole()


@pytest.mark.parametrize("name", ANCHORS)
def test_a_broken_anchor_that_is_signed_anew_is_a_verdict(name: str, tmp_path: Path) -> None:
    """The key is in the attacker's hand; a byte of a token that nobody signed may go unnoticed."""
    path, found = tmp_path / "packet.zip", []
    for changed in different(whole()[name], random.Random(name)):
        path.write_bytes(zipped(relisted(whole() | {name: changed}, KEY)))
        found.append(verify(path).status)
    assert set(found) <= {Status.GOOD, Status.FAILED}
    assert found.count(Status.FAILED) > 0.9 * len(found)


@pytest.mark.parametrize("name", ANCHORS)
def test_a_broken_anchor_is_never_good_without_the_key(name: str, tmp_path: Path) -> None:
    path, chance = tmp_path / "packet.zip", random.Random(name)
    for _, changed in zip(range(40), different(whole()[name], chance), strict=False):
        path.write_bytes(zipped(relisted(whole() | {name: changed})))
        assert verify(path).status is Status.FAILED


READERS: dict[str, tuple[str, Callable[[bytes], object]]] = {
    "answer": ("data/anchors/5-1.tsr", lambda raw: read_answer(raw, "")),
    "query": ("data/anchors/5-1.tsq", lambda raw: read_query(raw, "")),
    "value": ("data/anchors/5-1.tsr", der.values),
    "note": ("data/anchors/5.checkpoint", lambda raw: read_note(raw, KEY.verify_key, "")),
    "roots": ("data/keys/tsa-chain.pem", lambda raw: read_roots(raw, "")),
}


@pytest.mark.parametrize("name", list(READERS))
def test_each_reader_reads_or_refuses(name: str) -> None:
    source, read = READERS[name]
    refused = 0
    for changed in different(whole()[source], random.Random(name)):
        try:
            read(changed)
        except Failed:
            refused += 1
    assert refused


def test_a_broken_token_does_not_bring_the_library_down() -> None:
    client, sha512 = find_client(), bytes(64)
    assert client is not None
    roots = read_roots(whole()["data/keys/tsa-chain.pem"], "")
    for changed in different(whole()["data/anchors/5-1.tsr"], random.Random(3161)):
        with pytest.raises(Failed):
            check_trust(client, changed, sha512, roots, "")


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"\x30", b"\x30\x80\0\0", b"\x30\x81\x01\0", b"\x30\x82\0\x80" + bytes(128)),
        *(b"\x1f\x81\x01\x00", b"\x30\x84\xff\xff\xff\xff", b"\x30\x05\x02\x01", b"\x30\0\x30\0"),
        b"\x30\x83\x00\x01\x00" + bytes(256),
    ],
)
def test_what_is_not_strictly_der_is_refused(raw: bytes) -> None:
    with pytest.raises(Failed):
        der.single(raw)


def test_hostile_anchors_take_little_memory(tmp_path: Path) -> None:
    deep = b"\x30\x80" * 30_000
    many = b'{"proofs":[' + b'{"path":[' * 6_000
    path = tmp_path / "packet.zip"
    hostile = {"data/anchors/5-1.tsr": deep, "data/custody/inclusion.json": many}
    path.write_bytes(zipped(relisted(whole() | hostile, KEY)))
    verify(path)
    tracemalloc.start()
    verify(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20
