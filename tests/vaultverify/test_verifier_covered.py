"""Packets with covered copies: good as they are, and found where one was changed."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.packets.making import KEY, content, item, jpeg, log_for, written
from tests.vaultverify.tampering import (
    Files,
    all_of,
    edited,
    files_of,
    relisted,
    with_meta,
    without,
)
from tests.vaultverify.test_verifier_tampered import assert_failed_by, verdict_on
from vaultverify.verdict import Check, Status

COPY = "data/evidence/001/derived/redacted.jpg"
PREVIEW = "data/evidence/001/preview.jpg"
PICTURE, OTHER = jpeg(), jpeg(colour="#000000")
DIGEST, OTHER_DIGEST = (hashlib.sha256(each).hexdigest() for each in (PICTURE, OTHER))
Edit = Callable[[Files], Files]


def packet(*, copy: bytes = PICTURE, is_shown: bool = True, is_told: bool = True) -> Files:
    covered = item(1, is_covered=True, covered_copy=lambda: copy, covered_sha256=DIGEST)
    items = (covered, item(2, b"dua"))
    log = log_for(items, KEY)
    log.add("evidence.item.redacted", covered.obj, {"boxes": "ab" * 32, "count": "1"})
    if is_told:
        log.add("evidence.item.redacted", covered.obj, {"sha256": DIGEST}, is_shown=is_shown)
    return files_of(written(content(items, log))[0])


@cache
def whole() -> Files:
    return packet()


def test_a_covered_copy_that_the_log_tells_of_is_good(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, whole())
    assert (verdict.status, verdict.covered, verdict.included) == (
        Status.GOOD,
        ["B-01"],
        ["B-02"],
    )
    assert COPY in whole()
    assert PREVIEW not in whole()


def test_another_copy_never_gets_into_a_packet(tmp_path: Path) -> None:
    files = packet(copy=OTHER)
    assert COPY not in files
    assert verdict_on(tmp_path, files).status is Status.GOOD


def test_a_copy_whose_entry_is_not_shown_leaves_the_packet_incomplete(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, packet(is_shown=False))
    assert verdict.status is Status.INCOMPLETE
    assert [line.where for line in verdict.lines if line.status is Status.INCOMPLETE] == ["B-01"]


def test_a_copy_that_no_entry_tells_of_is_refused(tmp_path: Path) -> None:
    assert_failed_by(verdict_on(tmp_path, packet(is_told=False)), Check.EVIDENCE)


def replaced(files: Files) -> Files:
    return files | {COPY: OTHER}


def test_a_copy_that_was_changed_is_found_by_the_lists(tmp_path: Path) -> None:
    assert_failed_by(verdict_on(tmp_path, replaced(whole())), Check.DIGESTS)


EVEN_WITH_THE_KEY: dict[str, tuple[Edit, Check]] = {
    "copy replaced": (replaced, Check.EVIDENCE),
    "copy and its digest replaced": (
        all_of(replaced, with_meta("001", covered_sha256=OTHER_DIGEST)),
        Check.EVIDENCE,
    ),
    "copy taken out": (without(COPY), Check.DECLARED),
    "copy not told of": (with_meta("001", covered_sha256=""), Check.DECLARED),
    "digest that is none": (with_meta("001", covered_sha256="x"), Check.DECLARED),
    "preview put back": (lambda files: files | {PREVIEW: OTHER}, Check.DECLARED),
    "original put back": (
        lambda files: files | {"data/evidence/001/original.jpg": b"bukti"},
        Check.DECLARED,
    ),
    "called left out": (with_meta("001", original="left_out"), Check.DECLARED),
    "not named": (edited("bag-info.txt", b"Covered: B-01", b"Covered: none"), Check.DECLARED),
    "put beside an original": (
        lambda files: files | {COPY.replace("001", "002"): PICTURE},
        Check.DECLARED,
    ),
}


@pytest.mark.parametrize("name", EVEN_WITH_THE_KEY)
def test_a_change_signed_anew_is_found(tmp_path: Path, name: str) -> None:
    edit, check = EVEN_WITH_THE_KEY[name]
    assert_failed_by(verdict_on(tmp_path, relisted(edit(whole()), KEY)), check)


def test_making_the_lists_anew_changes_nothing_by_itself(tmp_path: Path) -> None:
    assert verdict_on(tmp_path, relisted(whole(), KEY)).status is Status.GOOD
