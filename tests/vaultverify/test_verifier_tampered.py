"""A table of changed packets: each is refused, and by the check that is there for it."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.packets.making import (
    KEY,
    OTHER_KEY,
    LogMaker,
    content,
    damaged_source,
    item,
    log_for,
    obj_of,
    written,
)
from tests.vaultverify.tampering import (
    FIRST,
    LOG,
    PAYLOADS,
    SECOND,
    SIGS,
    TAGS,
    Files,
    all_of,
    edited,
    files_of,
    relisted,
    with_lines,
    with_meta,
    without,
    zipped,
)
from vaultverify.verdict import Check, Status, Verdict
from vaultverify.verify import verify

Edit = Callable[[Files], Files]


@cache
def whole() -> Files:
    return files_of(written(content())[0])


@cache
def with_damage() -> Files:
    items = (item(1), item(2, b"dua", source=damaged_source(b"dua")))
    return files_of(written(content(items))[0])


@cache
def of_another_case() -> Files:
    log = LogMaker(KEY, log=99)
    log.add("case.created")
    return files_of(written(content((), log))[0])


@cache
def of_another_instance() -> Files:
    items = (item(1), item(2, b"dua"))
    return files_of(written(content(items, log_for(items, OTHER_KEY), OTHER_KEY))[0])


def verdict_on(tmp_path: Path, files: Files) -> Verdict:
    path = tmp_path / "packet.zip"
    path.write_bytes(zipped(files))
    return verify(path)


def assert_failed_by(verdict: Verdict, check: Check) -> None:
    assert verdict.status is Status.FAILED
    failed = {line.check for line in verdict.lines if line.status is Status.FAILED}
    assert check in failed, failed


def swapped(files: Files) -> Files:
    return files | {FIRST: files[SECOND], SECOND: files[FIRST]}


def dropped(files: Files) -> Files:
    return without(SECOND, "data/evidence/002/meta.json")(files)


def renamed(files: Files) -> Files:
    return without(FIRST)(files) | {"data/evidence/001/original.png": files[FIRST]}


def custody_from(other: Callable[[], Files], *names: str) -> Edit:
    return lambda files: files | {name: other()[name] for name in names}


def resworn(line: bytes) -> bytes:
    return line.replace(b'"act":"case.opened"', b'"act":"case.closed"')


CARELESS: dict[str, tuple[Edit, Check]] = {
    "original changed": (edited(FIRST, b"bukti", b"Bukti"), Check.DIGESTS),
    "report changed": (edited("data/report.pdf", b"%PDF-1.7", b"%PDF-1.6"), Check.DIGESTS),
    "meta changed": (
        edited("data/evidence/001/meta.json", b"Tangkapan", b"tangkapan"),
        Check.DIGESTS,
    ),
    "readme changed": (edited("README.txt", b"PROVES", b"SHOWS"), Check.DIGESTS),
    "file added": (lambda files: files | {"data/more.txt": b"x"}, Check.BAG),
    "tag file added": (lambda files: files | {"more.txt": b"x"}, Check.BAG),
    "fetch list added": (lambda files: files | {"fetch.txt": b"x"}, Check.BAG),
    "original removed": (without(FIRST), Check.BAG),
    "report removed": (without("data/report.pdf"), Check.BAG),
    "original renamed": (renamed, Check.BAG),
    "originals swapped": (swapped, Check.DIGESTS),
    "declaration removed": (without("bagit.txt"), Check.BAG),
    "declaration changed": (edited("bagit.txt", b"1.0", b"0.97"), Check.BAG),
    "list removed": (without("manifest-sha256.txt"), Check.BAG),
    "list of lists removed": (without(TAGS), Check.BAG),
    "signature removed": (without("signature.txt"), Check.BAG),
    "list names a file twice": (with_lines("manifest-sha256.txt", lambda x: [*x, x[0]]), Check.BAG),
    "list line cut": (with_lines("manifest-sha256.txt", lambda x: [x[0][3:], *x[1:]]), Check.BAG),
    "list points outside": (
        with_lines("manifest-sha256.txt", lambda x: [*x, b"0" * 64 + b"  ../x"]),
        Check.BAG,
    ),
    "list not in UTF-8": (edited("manifest-sha256.txt", b"data", b"d\xe9ta"), Check.BAG),
    "payload sum changed": (
        edited("bag-info.txt", b"Payload-Oxum: ", b"Payload-Oxum: 1"),
        Check.BAG,
    ),
    "information without colon": (edited("bag-info.txt", b"Instance: ", b"Instance "), Check.BAG),
    "signature cut": (edited("signature.txt", b"\n", b""), Check.SIGNATURE),
}

WITHOUT_THE_KEY: dict[str, tuple[Edit, Check]] = {
    "report replaced": (lambda files: files | {"data/report.pdf": b"%PDF"}, Check.SIGNATURE),
    "statement edited": (with_meta("001", statement="lain"), Check.SIGNATURE),
    "timeline edited": (edited("data/timeline.json", b"Instagram", b"Facebook"), Check.SIGNATURE),
    "anchoring claimed": (
        edited("bag-info.txt", b"none configured", b"pending"),
        Check.SIGNATURE,
    ),
    "item dropped": (dropped, Check.SIGNATURE),
    "another instance's key": (
        custody_from(of_another_instance, "data/keys/instance.pub"),
        Check.SIGNATURE,
    ),
    "key of another length": (
        edited("data/keys/instance.pub", b"\n", b"00\n"),
        Check.SIGNATURE,
    ),
}

EVEN_WITH_THE_KEY: dict[str, tuple[Edit, Check]] = {
    "entry removed": (with_lines(LOG, lambda x: x[:1] + x[2:]), Check.LOG),
    "first entry removed": (with_lines(LOG, lambda x: x[1:]), Check.LOG),
    "entries re-ordered": (with_lines(LOG, lambda x: [x[0], x[2], x[1], x[3]]), Check.LOG),
    "entry replayed": (with_lines(LOG, lambda x: [*x, x[-1]]), Check.LOG),
    "entry edited": (with_lines(LOG, lambda x: [*x[:3], resworn(x[3])]), Check.LOG),
    "entry with white space": (edited(LOG, b'"act":', b'"act": '), Check.LOG),
    "entry with a twin key": (edited(LOG, b'{"act":', b'{"act":"x","act":'), Check.LOG),
    "entry with a number": (edited(LOG, b'"seq":"1"', b'"seq":1'), Check.LOG),
    "entry with one key more": (edited(LOG, b',"seq":', b',"s":"","seq":'), Check.LOG),
    "entry not JSON": (with_lines(LOG, lambda x: [b"{", *x[1:]]), Check.LOG),
    "deeply nested line": (with_lines(LOG, lambda x: [b"[" * 100_000, *x[1:]]), Check.LOG),
    "last line cut": (lambda files: files | {LOG: files[LOG][:-1]}, Check.LOG),
    "log emptied": (lambda files: files | {LOG: b""}, Check.LOG),
    "log cut at the end": (
        all_of(*(with_lines(name, lambda x: x[:-1]) for name in (LOG, SIGS, PAYLOADS))),
        Check.LOG_HEAD,
    ),
    "signature of another entry": (
        with_lines(SIGS, lambda x: [x[0][:-131] + x[1][-131:], *x[1:]]),
        Check.LOG,
    ),
    "signatures re-ordered": (with_lines(SIGS, lambda x: [x[1], x[0], *x[2:]]), Check.LOG),
    "signature too many": (with_lines(SIGS, lambda x: [*x, x[-1]]), Check.LOG),
    "signature missing": (with_lines(SIGS, lambda x: x[:-1]), Check.LOG),
    "details edited": (edited(PAYLOADS, b"Tangkapan", b"tangkapan"), Check.LOG),
    "salt edited": (edited(PAYLOADS, b'"salt":"', b'"salt":"00'), Check.LOG),
    "details of another entry": (
        with_lines(PAYLOADS, lambda x: [x[0], x[1].replace(b'"seq":"2"', b'"seq":"3"'), x[3]]),
        Check.LOG,
    ),
    "details for no entry": (
        with_lines(PAYLOADS, lambda x: [*x, x[-1].replace(b'"seq":"4"', b'"seq":"5"')]),
        Check.LOG,
    ),
    "log of another case": (custody_from(of_another_case, LOG, SIGS, PAYLOADS), Check.LOG_HEAD),
    "log of another instance": (
        custody_from(of_another_instance, LOG, SIGS, PAYLOADS),
        Check.LOG,
    ),
    "originals swapped": (swapped, Check.EVIDENCE),
    "originals and digests swapped": (
        all_of(
            swapped,
            with_meta("001", sha256=hashlib.sha256(b"dua").hexdigest()),
            with_meta("002", sha256=hashlib.sha256(b"bukti").hexdigest()),
        ),
        Check.EVIDENCE,
    ),
    "original and digest replaced": (
        all_of(
            lambda files: files | {FIRST: b"palsu"},
            with_meta("001", sha256=hashlib.sha256(b"palsu").hexdigest()),
        ),
        Check.EVIDENCE,
    ),
    "item dropped": (dropped, Check.EVIDENCE),
    "item never admitted": (with_meta("001", obj=obj_of(55)), Check.EVIDENCE),
    "item told twice": (with_meta("002", obj=obj_of(1)), Check.DECLARED),
    "label told twice": (with_meta("002", label="B-01"), Check.DECLARED),
    "label that is none": (with_meta("002", label="\x1b[31m"), Check.DECLARED),
    "folder not described": (without("data/evidence/001/meta.json"), Check.DECLARED),
    "two originals": (
        lambda files: files | {"data/evidence/001/original.png": b"x"},
        Check.DECLARED,
    ),
    "original taken out": (without(FIRST), Check.DECLARED),
    "marked as damaged": (
        lambda files: files | {"data/evidence/001/DAMAGED.txt": b"x"},
        Check.DECLARED,
    ),
    "left out without being so": (with_meta("001", original="left_out"), Check.DECLARED),
    "anchoring unknown": (edited("bag-info.txt", b"none configured", b"ok"), Check.ANCHORING),
}


@pytest.mark.parametrize("name", CARELESS)
def test_a_careless_change_is_found(tmp_path: Path, name: str) -> None:
    edit, check = CARELESS[name]
    assert_failed_by(verdict_on(tmp_path, edit(whole())), check)


@pytest.mark.parametrize("name", WITHOUT_THE_KEY)
def test_a_change_with_all_lists_made_anew_is_found(tmp_path: Path, name: str) -> None:
    edit, check = WITHOUT_THE_KEY[name]
    assert_failed_by(verdict_on(tmp_path, relisted(edit(whole()))), check)


@pytest.mark.parametrize("name", EVEN_WITH_THE_KEY)
def test_a_change_signed_anew_is_found_by_the_log(tmp_path: Path, name: str) -> None:
    edit, check = EVEN_WITH_THE_KEY[name]
    assert_failed_by(verdict_on(tmp_path, relisted(edit(whole()), KEY)), check)


def test_making_the_lists_anew_changes_nothing_by_itself(tmp_path: Path) -> None:
    assert verdict_on(tmp_path, relisted(whole(), KEY)).status is Status.GOOD


@pytest.mark.parametrize(
    "edit",
    [
        edited("bag-info.txt", b"Damaged: B-02", b"Damaged: none"),
        without("data/evidence/002/DAMAGED.txt"),
        with_meta("002", original="included"),
        with_meta("002", original="missing"),
    ],
)
def test_damage_cannot_be_told_in_one_place_only(tmp_path: Path, edit: Edit) -> None:
    verdict = verdict_on(tmp_path, relisted(edit(with_damage()), KEY))
    assert_failed_by(verdict, Check.DECLARED)


@pytest.mark.parametrize("folder", ["", "a/b/"])
def test_the_packet_is_one_folder(tmp_path: Path, folder: str) -> None:
    path = tmp_path / "packet.zip"
    path.write_bytes(zipped(whole(), folder))
    assert_failed_by(verify(path), Check.BAG)
