"""Two hundred entries, each lied about in every way: all of it is found, and by the log itself."""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import pytest

import vaultverify.custody
from tests.packets.making import KEY, LogMaker, content, item, obj_of, written
from tests.vaultverify.anchored import Place, anchored, in_two_checkpoints
from tests.vaultverify.log_tampering import TAMPERINGS, Lines, lines_of
from tests.vaultverify.tampering import Files, files_of, relisted, zipped
from vaultverify.verdict import Check, Status, Verdict
from vaultverify.verify import verify

ENTRIES = 200
ITEMS = tuple(item(number, b"bukti %d" % number) for number in range(1, 6))
BY_THE_LOG = {Check.LOG, Check.LOG_HEAD, Check.EVIDENCE, Check.CHECKPOINT, Check.ANCHORING}


def long_log(log: int = 7) -> LogMaker:
    """Items, notes and looks, in turns, as a case of some months has them."""
    maker = LogMaker(KEY, log=log)
    maker.add("case.created")
    for each in ITEMS:
        maker.admit(each)
    acts = ("case.record.added", "case.opened", "evidence.item.revealed", "case.record.revised")
    while len(maker.entries) < ENTRIES:
        seq = len(maker.entries)
        maker.add(acts[seq % 4], obj_of(seq), {"number": str(seq)}, "paralegal")
    return maker


@cache
def whole() -> Files:
    """The packet's files, its log anchored at its end and some way before."""
    log = long_log()
    points = in_two_checkpoints(log, Place(8, 150), Place(9, ENTRIES))
    return files_of(written(anchored(content(ITEMS, log), *points))[0])


@cache
def lines() -> Lines:
    others = files_of(written(content(ITEMS, long_log(8)))[0])
    return lines_of(whole(), lines_of(others))


@pytest.fixture(autouse=True)
def _signatures_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A good signature over the same hash is not worked out again for each of the tamperings."""
    remembered = lru_cache(maxsize=None)(vaultverify.custody.check_signature)
    monkeypatch.setattr(vaultverify.custody, "check_signature", remembered)


def verdict_on(folder: Path, files: Files) -> Verdict:
    path = folder / "packet.zip"
    path.write_bytes(zipped(files))
    return verify(path)


def failed(verdict: Verdict) -> set[Check]:
    return {line.check for line in verdict.lines if line.status is Status.FAILED}


def test_the_packet_itself_is_good(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, relisted(whole(), KEY))
    assert (verdict.status, verdict.log_entries) == (Status.GOOD, ENTRIES)
    assert [anchor.length for anchor in verdict.anchors] == [ENTRIES, 150]


@pytest.mark.parametrize("name", list(TAMPERINGS))
def test_each_entry_is_guarded(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Even where lists and packet signature are made anew with the key of the instance."""
    found = 0
    for at in range(ENTRIES):
        files = whole() | TAMPERINGS[name](lines(), at).files()
        verdict = verdict_on(tmp_path, relisted(files, KEY))
        assert verdict.status is Status.FAILED, at
        assert failed(verdict) <= BY_THE_LOG, at
        found += 1
    record_property(f"tamperings found: {name}", found)
    assert found == ENTRIES


@pytest.mark.parametrize("name", list(TAMPERINGS))
@pytest.mark.parametrize("is_careful", [False, True])
def test_without_the_key_it_is_found_before_the_log_is_read(
    name: str, is_careful: bool, tmp_path: Path
) -> None:
    """Whoever only edits files fails the lists, whoever makes the lists anew their signature."""
    for at in range(0, ENTRIES, 40):
        files = whole() | TAMPERINGS[name](lines(), at).files()
        verdict = verdict_on(tmp_path, relisted(files) if is_careful else files)
        expected = {Check.SIGNATURE} if is_careful else {Check.DIGESTS, Check.BAG}
        assert verdict.status is Status.FAILED
        assert failed(verdict) & expected
