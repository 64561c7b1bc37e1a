"""Mutated packets: proofs, checkpoints, tokens, pins and ZIPs, each found with the right status.

In each hand an attacker may hold: the files alone, the lists as well, or even the packet's
signature, which only the instance can make: then only what lies outside its reach can tell.
"""

import base64
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from cryptography.x509 import load_pem_x509_certificates

from tests.authority import papers
from tests.packets.making import KEY, OTHER_KEY, LogMaker, content, item, log_for, written
from tests.vaultverify.anchored import (
    Place,
    anchored,
    anchored_packet,
    checkpoint,
    in_two_checkpoints,
    stamp_over,
)
from tests.vaultverify.tampering import (
    FIRST,
    LOG,
    PAYLOADS,
    SIGS,
    Files,
    all_of,
    edited,
    files_of,
    relisted,
    with_lines,
    without,
    zipped,
)
from vault.signing import key_id
from vaultverify.verdict import Check, Status
from vaultverify.verify import verify

Edit = Callable[[Files], Files]
INCLUSION, ROOTS = "data/custody/inclusion.json", "data/keys/tsa-chain.pem"
NOTE, OLDER = "data/anchors/5.checkpoint", "data/anchors/4.checkpoint"
STAMP, QUERY = "data/anchors/5-1.tsr", "data/anchors/5-1.tsq"
INFO = "bag-info.txt"


@cache
def whole() -> Files:
    return files_of(written(anchored_packet())[0])


@cache
def of_another_case() -> Files:
    """Anchored in checkpoints of the same numbers, after as many entries."""
    log = LogMaker(KEY, log=99)
    for act in ("case.created", "case.opened", "case.opened", "case.opened"):
        log.add(act)
    points = in_two_checkpoints(log, Place(4, 3), Place(5, 4))
    return files_of(written(anchored(content((), log), *points))[0])


@cache
def of_another_instance() -> Files:
    items = (item(1), item(2, b"dua"))
    log = log_for(items, OTHER_KEY)
    point = checkpoint(log, Place(5, 4), key=OTHER_KEY)
    return files_of(written(anchored(content(items, log, OTHER_KEY), point))[0])


def replaced(name: str, other: Callable[[], Files]) -> Edit:
    return lambda files: files | {name: other()[name]}


def put(name: str, data: bytes) -> Edit:
    return lambda files: files | {name: data}


def moved(name: str, source: str) -> Edit:
    return lambda files: files | {name: files[source]}


def with_proof(place: int = 0, **changes: object) -> Edit:
    def edit(files: Files) -> Files:
        told = json.loads(files[INCLUSION])
        told["proofs"][place] |= changes
        return files | {INCLUSION: json.dumps(told).encode()}

    return edit


def with_proofs(change: Callable[[list[object]], object]) -> Edit:
    def edit(files: Files) -> Files:
        told = {"proofs": change(json.loads(files[INCLUSION])["proofs"])}
        return files | {INCLUSION: json.dumps(told).encode()}

    return edit


def flipped(name: str, at: int) -> Edit:
    def edit(files: Files) -> Files:
        data = bytearray(files[name])
        data[at] ^= 1
        return files | {name: bytes(data)}

    return edit


def stamped_by(kind: str) -> Edit:
    """A token over the right checkpoint, of an authority that is not to be believed."""

    def edit(files: Files) -> Files:
        return files | {STAMP: papers(kind).answer(files[QUERY])}

    return edit


def stamp_of_another_note(files: Files) -> Files:
    stamp = stamp_over(b"another note\n")
    return files | {STAMP: stamp.answer, QUERY: stamp.query}


def resigned_note(change: Callable[[bytes], bytes], key: object = OTHER_KEY) -> Edit:
    """A note of the right form, signed by somebody else."""

    def edit(files: Files) -> Files:
        text, _, line = files[NOTE].decode().partition("\n\n")
        body = change(f"{text}\n".encode())
        mark = base64.b64decode(line.split(" ")[2])[:4]
        signature = key.sign(b"kbgo/v1/checkpoint/", body[len(b"kbgo/v1/checkpoint/") :])
        signed = base64.b64encode(mark + signature).decode()
        name = line.split(" ")[1]
        return files | {NOTE: body + f"\n\u2014 {name} {signed}\n".encode()}

    return edit


def shortened(files: Files) -> Files:
    """The log cut back to the older checkpoint, which holds it and is stamped."""
    cut = all_of(
        *(with_lines(name, lambda x: x[:3]) for name in (LOG, SIGS, PAYLOADS)),
        with_proofs(lambda proofs: proofs[1:]),
        without(NOTE, STAMP, QUERY),
    )
    return cut(files)


def with_lone_query(files: Files) -> Files:
    return without(STAMP)(files)


WITH_THE_KEY: dict[str, tuple[Edit, Check]] = {
    "path of another leaf": (with_proof(index="0"), Check.CHECKPOINT),
    "path cut": (with_proof(path=[]), Check.CHECKPOINT),
    "path too long": (with_proof(path=["00" * 32] * 40), Check.CHECKPOINT),
    "path of words": (with_proof(path=["zz" * 32]), Check.CHECKPOINT),
    "path no list": (with_proof(path="00" * 32), Check.CHECKPOINT),
    "place outside the tree": (with_proof(index="99"), Check.CHECKPOINT),
    "place negative": (with_proof(index="-1"), Check.CHECKPOINT),
    "place as a number": (with_proof(index=1), Check.CHECKPOINT),
    "endless number": (with_proof(index="9" * 10_000), Check.CHECKPOINT),
    "size of another tree": (with_proof(size="6"), Check.CHECKPOINT),
    "length of another entry": (with_proof(length="2"), Check.CHECKPOINT),
    "length past the end": (with_proof(length="5"), Check.CHECKPOINT),
    "head of another entry": (with_proof(head="11" * 32), Check.CHECKPOINT),
    "proof with one key more": (with_proof(more="x"), Check.CHECKPOINT),
    "proof without a checkpoint": (with_proof(checkpoint="77"), Check.CHECKPOINT),
    "proof twice": (with_proofs(lambda x: [x[0], x[0]]), Check.CHECKPOINT),
    "proofs turned round": (with_proofs(lambda x: x[::-1]), Check.CHECKPOINT),
    "older proof left out": (with_proofs(lambda x: x[:1]), Check.CHECKPOINT),
    "no proof at all": (with_proofs(lambda x: []), Check.CHECKPOINT),
    "a thousand proofs": (with_proofs(lambda x: x * 500), Check.CHECKPOINT),
    "proofs not JSON": (put(INCLUSION, b"{"), Check.CHECKPOINT),
    "proofs nested deeply": (put(INCLUSION, b"[" * 60_000), Check.CHECKPOINT),
    "proofs removed": (without(INCLUSION), Check.CHECKPOINT),
    "checkpoint removed": (without(NOTE), Check.CHECKPOINT),
    "checkpoint of another case": (replaced(NOTE, of_another_case), Check.CHECKPOINT),
    "checkpoint and proof of another case": (
        all_of(*(replaced(n, of_another_case) for n in (INCLUSION, NOTE, OLDER))),
        Check.CHECKPOINT,
    ),
    "everything about anchors from another case": (
        all_of(*(replaced(n, of_another_case) for n in (INCLUSION, NOTE, OLDER, STAMP, QUERY))),
        Check.CHECKPOINT,
    ),
    "checkpoint of another instance": (replaced(NOTE, of_another_instance), Check.CHECKPOINT),
    "older checkpoint played again": (moved(NOTE, OLDER), Check.CHECKPOINT),
    "checkpoint signed by another key": (resigned_note(lambda text: text), Check.CHECKPOINT),
    "checkpoint back-dated": (edited(NOTE, b"time 2025", b"time 2024"), Check.CHECKPOINT),
    "checkpoint of another size": (edited(NOTE, b"\n5\n", b"\n6\n"), Check.CHECKPOINT),
    "checkpoint with a signature more": (
        lambda files: files | {NOTE: files[NOTE] + files[NOTE].splitlines()[-1] + b"\n"},
        Check.CHECKPOINT,
    ),
    "checkpoint cut": (lambda files: files | {NOTE: files[NOTE][:-2]}, Check.CHECKPOINT),
    "neighbours that do not name each other": (
        all_of(
            edited(NOTE, b"prev ", b"prev "),
            resigned_note(lambda text: text[:-65] + b"0" * 64 + b"\n", KEY),
        ),
        Check.CHECKPOINT,
    ),
    "file beside the checkpoints": (put("data/anchors/6.checkpoint", b"x"), Check.CHECKPOINT),
    "stamp without its query": (without(QUERY), Check.CHECKPOINT),
    "query without its stamp": (with_lone_query, Check.CHECKPOINT),
    "stamp of the older checkpoint": (moved(STAMP, "data/anchors/4-1.tsr"), Check.STAMPS),
    "stamp of another note": (stamp_of_another_note, Check.STAMPS),
    "query of the older checkpoint": (moved(QUERY, "data/anchors/4-1.tsq"), Check.STAMPS),
    "stamp by an unknown authority": (stamped_by("other"), Check.STAMPS),
    "stamp under an expired certificate": (stamped_by("expired"), Check.STAMPS),
    "stamp that was declined": (
        lambda files: files | {STAMP: papers().answer(b"\x30\x00")},
        Check.STAMPS,
    ),
    "stamp cut": (lambda files: files | {STAMP: files[STAMP][:-9]}, Check.STAMPS),
    "stamp with more behind it": (
        lambda files: files | {STAMP: files[STAMP] + b"\0"},
        Check.STAMPS,
    ),
    "stamp empty": (put(STAMP, b""), Check.STAMPS),
    "stamp too large": (put(STAMP, b"\x30" * 70_000), Check.STAMPS),
    "signature of a stamp changed": (flipped(STAMP, -5), Check.STAMPS),
    "roots replaced": (
        lambda files: files | {ROOTS: papers("other").roots.read_bytes()},
        Check.STAMPS,
    ),
    "roots emptied": (put(ROOTS, b""), Check.STAMPS),
    "roots removed": (without(ROOTS), Check.STAMPS),
    "stamped, said to be pending": (edited(INFO, b"anchored", b"pending"), Check.ANCHORING),
    "stamped, said to be without": (edited(INFO, b"anchored", b"none configured"), Check.ANCHORING),
    "anchored without a stamp at the end": (without(STAMP, QUERY), Check.ANCHORING),
    "log cut back to an older checkpoint": (shortened, Check.LOG_HEAD),
}


def verdict_of(folder: Path, data: bytes, **asked: object) -> tuple[Status, set[Check]]:
    path = folder / "packet.zip"
    path.write_bytes(data)
    verdict = verify(path, **asked)
    return verdict.status, {line.check for line in verdict.lines if line.status is Status.FAILED}


def test_the_packet_itself_is_good(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, zipped(relisted(whole(), KEY))) == (Status.GOOD, set())


@pytest.mark.parametrize("name", list(WITH_THE_KEY))
def test_what_the_instance_itself_could_not_make_true_is_found(name: str, tmp_path: Path) -> None:
    edit, check = WITH_THE_KEY[name]
    status, failed = verdict_of(tmp_path, zipped(relisted(edit(whole()), KEY)))
    assert status is Status.FAILED
    assert check in failed


@pytest.mark.parametrize("name", list(WITH_THE_KEY))
def test_without_the_key_it_is_found_by_lists_and_signature(name: str, tmp_path: Path) -> None:
    changed = WITH_THE_KEY[name][0](whole())
    status, failed = verdict_of(tmp_path, zipped(changed))
    assert (status, bool(failed & {Check.BAG, Check.DIGESTS})) == (Status.FAILED, True)
    status, failed = verdict_of(tmp_path, zipped(relisted(changed)))
    assert (status, Check.SIGNATURE in failed) == (Status.FAILED, True)


def test_the_table_is_as_long_as_it_says(
    record_property: Callable[[str, object], None],
) -> None:
    record_property("mutated packets found", 3 * len(WITH_THE_KEY))
    assert len(WITH_THE_KEY) >= 40


@pytest.mark.parametrize("pin", ["", "0" * 16, "ab" * 32, "\x00", "９" * 16])
def test_another_pin_fails_and_nothing_else(pin: str, tmp_path: Path) -> None:
    data = zipped(relisted(whole(), KEY))
    assert verdict_of(tmp_path, data, pin=pin) == (Status.FAILED, {Check.PIN})


def test_the_roots_that_are_brought_along_count_alone(tmp_path: Path) -> None:
    data = zipped(relisted(whole(), KEY))
    own, other = (
        load_pem_x509_certificates(papers(kind).roots.read_bytes()) for kind in ("good", "other")
    )
    assert verdict_of(tmp_path, data, roots=own)[0] is Status.GOOD
    assert verdict_of(tmp_path, data, roots=other) == (Status.FAILED, {Check.STAMPS})
    assert verdict_of(tmp_path, data, roots=[*other, *own])[0] is Status.GOOD


def test_a_packet_made_anew_by_an_attacker_fails_by_pin_or_by_roots(tmp_path: Path) -> None:
    data = zipped(of_another_instance())
    assert verdict_of(tmp_path, data)[0] is Status.GOOD
    pinned = verdict_of(tmp_path, data, pin=key_id(KEY.verify_key))
    assert pinned == (Status.FAILED, {Check.PIN})


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_anchored_packet_zipped_again_is_still_good(method: int, tmp_path: Path) -> None:
    assert verdict_of(tmp_path, zipped(whole(), "lain/", method))[0] is Status.GOOD


FLAGS = b"PK\x01\x02\x14\x03\x14\0\0\0"
HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "cut at the end": lambda data: data[:-1],
    "cut in the middle": lambda data: data[: len(data) // 2],
    "something in front": lambda data: b"MZ" + data,
    "something behind": lambda data: data + b"MZ",
    "method of a header": lambda data: data[:8] + bytes([data[8] ^ 8]) + data[9:],
    "byte of the content": lambda data: data.replace(b"bukti", b"Bukti", 1),
    "name inside only": lambda data: data.replace(FIRST.encode(), FIRST.upper().encode(), 1),
    "entry encrypted": lambda data: data.replace(FLAGS, FLAGS[:-2] + b"\1\0", 1),
    "twice over": lambda data: data + data,
    "nothing": lambda data: b"",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_mutated_zip_is_never_good(name: str, tmp_path: Path) -> None:
    data = HOSTILE[name](zipped(relisted(whole(), KEY)))
    assert verdict_of(tmp_path, data)[0] in (Status.FAILED, Status.UNREADABLE)
