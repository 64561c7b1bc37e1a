"""Runs every check on one packet, in order, and goes on after one that did not hold."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from cryptography.x509 import Certificate

from vaultverify.anchoring import NONE, PENDING, check_stamps, check_told
from vaultverify.archive import Archive
from vaultverify.bag import Bag
from vaultverify.checkpoints import Proof, check_proofs, read_proofs
from vaultverify.custody import LogSummary, check_head, check_log
from vaultverify.errors import Failed, Unreadable
from vaultverify.evidence import (
    Condition,
    Item,
    check_admitted,
    check_declared,
    read_items,
    withdrawn_labels,
)
from vaultverify.quotes import Standing, compare_quotes, read_quotes
from vaultverify.signing import check_packet_signature, check_pin, key_id, key_sha256, read_key
from vaultverify.verdict import Check, Status, Verdict

# Of quotes that do not match; the others are counted.
MOST_TOLD: Final = 50
CONTENTS: Final = ("data/report.pdf", "data/timeline.json", "data/timeline.csv")

Found = TypeVar("Found")


def verify(
    path: Path, pin: str | None = None, roots: Sequence[Certificate] | None = None
) -> Verdict:
    """The verdict on the packet at `path`. Raises nothing: what cannot be read is a verdict too.

    Time stamps have to lead to `roots`; where none are given, to those that the packet brings.
    """
    verdict = Verdict()
    try:
        with path.open("rb") as file:
            _verify_file(file, pin, roots, verdict)
    except Unreadable as failure:
        verdict.note(Check.ARCHIVE, Status.UNREADABLE, str(failure))
    except OSError:
        verdict.note(Check.ARCHIVE, Status.UNREADABLE, "the file cannot be read")
    return verdict


def _verify_file(
    file: BinaryIO, pin: str | None, roots: Sequence[Certificate] | None, verdict: Verdict
) -> None:
    archive = _held(verdict, Check.ARCHIVE, lambda: Archive(file))
    bag = archive and _held(verdict, Check.BAG, lambda: _bag(archive))
    if not bag:
        return
    _check_digests(bag, verdict)
    key = _held(verdict, Check.SIGNATURE, lambda: _signed_by(bag))
    if key is None:
        return
    verdict.fingerprint, verdict.key_sha256 = key_id(key), key_sha256(key)
    _check_origin(key, pin, verdict)
    told = _held(verdict, Check.DECLARED, lambda: _items(bag))
    items = told or []
    proofs = _read_proofs(bag, key, verdict)
    log = _check_log(bag, key, items, proofs, verdict)
    if told is not None:
        _check_quotes(bag, told, verdict)
    _tell_what_is_lost(items, verdict)
    _tell_what_is_rolled_back(bag, verdict)
    if log is not None and proofs is not None:
        _check_proofs(proofs, log, verdict)
        _check_anchoring(bag, proofs, log, roots, verdict)


def _check_origin(key: bytes, pin: str | None, verdict: Verdict) -> None:
    if pin is None:
        verdict.leave_open(Check.PIN, "whose key this is was not compared")
    else:
        _held(verdict, Check.PIN, lambda: check_pin(key, pin))


def _held(verdict: Verdict, check: Check, act: Callable[[], Found]) -> Found | None:
    """What the check found, noted as good; None when it did not hold, noted as failed."""
    try:
        found = act()
    except Failed as failure:
        verdict.note(check, Status.FAILED, failure.found, failure.where)
        return None
    verdict.note(check, Status.GOOD)
    return found


def _bag(archive: Archive) -> Bag:
    bag = Bag(archive)
    bag.check_complete()
    for name in CONTENTS:
        if name not in bag.names:
            raise Failed("a file is missing", name)
    return bag


def _check_digests(bag: Bag, verdict: Verdict) -> None:
    changed = bag.changed_files()
    for name in changed:
        verdict.note(Check.DIGESTS, Status.FAILED, "a file was changed", name)
    if not changed:
        verdict.note(Check.DIGESTS, Status.GOOD)


def _signed_by(bag: Bag) -> bytes:
    key = read_key(bag)
    check_packet_signature(bag, key)
    return key


def _items(bag: Bag) -> list[Item]:
    items = read_items(bag)
    check_declared(bag, items)
    return items


def _read_proofs(bag: Bag, key: bytes, verdict: Verdict) -> list[Proof] | None:
    """None, and a line about it, where the proofs or their notes are not what they should be."""
    try:
        return read_proofs(bag, key)
    except Failed as failure:
        verdict.note(Check.CHECKPOINT, Status.FAILED, failure.found, failure.where)
        return None


def _check_log(
    bag: Bag, key: bytes, items: list[Item], proofs: list[Proof] | None, verdict: Verdict
) -> LogSummary | None:
    wanted = frozenset(item.obj for item in items)
    lengths = frozenset(proof.length for proof in proofs or ())
    log = _held(verdict, Check.LOG, lambda: check_log(bag, key, wanted, lengths))
    if log is not None:
        verdict.log_entries, verdict.log_head = log.length, log.head
        _held(verdict, Check.LOG_HEAD, lambda: check_head(bag, log))
        _check_evidence(bag, items, log, verdict)
    return log


def _check_proofs(proofs: list[Proof], log: LogSummary, verdict: Verdict) -> None:
    """A packet without any proof has nothing to check here; its makers promise none."""
    if not proofs:
        return
    _held(verdict, Check.CHECKPOINT, lambda: check_proofs(proofs, log))
    if log.length not in log.heads:
        found = "the end of the log is in no checkpoint yet"
        verdict.note(Check.CHECKPOINT, Status.INCOMPLETE, found)


def _check_evidence(bag: Bag, items: list[Item], log: LogSummary, verdict: Verdict) -> None:
    unproven = _held(verdict, Check.EVIDENCE, lambda: check_admitted(bag, items, log))
    try:
        verdict.withdrawn += withdrawn_labels(bag, log)
    except Failed as failure:
        verdict.note(Check.DECLARED, Status.FAILED, failure.found, failure.where)
    for label in unproven or ():
        found = "the log does not show this item's details"
        verdict.note(Check.EVIDENCE, Status.INCOMPLETE, found, label)


def _check_quotes(bag: Bag, items: list[Item], verdict: Verdict) -> None:
    """A packet without any quote has nothing to check here."""
    try:
        quotes = read_quotes(bag)
    except Failed as failure:
        verdict.note(Check.QUOTES, Status.FAILED, failure.found, failure.where)
        return
    if not quotes:
        return
    comparison = compare_quotes(bag, items, quotes)
    verdict.quotes = counts = comparison.counts
    for quote in comparison.different[:MOST_TOLD]:
        found = "a quoted message is not in its export as told"
        verdict.note(Check.QUOTES, Status.FAILED, found, quote.where)
    if counts[Standing.UNKNOWN]:
        found = "a quoted message needs a newer program to be compared"
        verdict.note(Check.QUOTES, Status.INCOMPLETE, found)
    if counts[Standing.SAME] and not comparison.different:
        verdict.note(Check.QUOTES, Status.GOOD)
    elif not comparison.different and not counts[Standing.UNKNOWN]:
        verdict.leave_open(Check.QUOTES, "the quoted messages cannot be compared here")


def _tell_what_is_lost(items: list[Item], verdict: Verdict) -> None:
    by_condition = {
        Condition.INCLUDED: verdict.included,
        Condition.DAMAGED: verdict.damaged,
        Condition.MISSING: verdict.missing,
        Condition.LEFT_OUT: verdict.left_out,
        Condition.COVERED: verdict.covered,
        Condition.WITHHELD: verdict.withheld,
    }
    for item in items:
        by_condition[item.condition].append(item.label)
    for labels, found in (
        (verdict.damaged, "the packet says that an item is damaged"),
        (verdict.missing, "the packet says that an item is missing"),
    ):
        for label in labels:
            verdict.note(Check.DECLARED, Status.INCOMPLETE, found, label)


def _tell_what_is_rolled_back(bag: Bag, verdict: Verdict) -> None:
    """The entries of the log whose records the site found gone or set back, by its own word, and
    the incidents whose words stayed out for it."""
    verdict.rolled_back += _numbers(bag, "Rolled-Back")
    for seq in verdict.rolled_back:
        found = "the packet says that a record is not as the log tells"
        verdict.note(Check.DECLARED, Status.INCOMPLETE, found, f"entry {seq}")
    verdict.words_left_out += _numbers(bag, "Words-Left-Out")
    for number in verdict.words_left_out:
        found = "the packet says that an incident is without its words"
        verdict.note(Check.DECLARED, Status.INCOMPLETE, found, f"incident {number}")


def _numbers(bag: Bag, tag: str) -> list[str]:
    told = bag.info.get(tag, "none")
    return [] if told == "none" else told.split(", ")


def _check_anchoring(
    bag: Bag,
    proofs: list[Proof],
    log: LogSummary,
    roots: Sequence[Certificate] | None,
    verdict: Verdict,
) -> None:
    try:
        told = check_told(bag, proofs, log.length)
    except Failed as failure:
        verdict.note(Check.ANCHORING, Status.FAILED, failure.found, failure.where)
        told = ""
    if told == NONE:
        verdict.leave_open(Check.ANCHORING, "no outside time stamp: times are the server's own")
    elif told == PENDING:
        verdict.note(Check.ANCHORING, Status.INCOMPLETE, "not yet anchored in time")
    elif told:
        verdict.note(Check.ANCHORING, Status.GOOD)
    if not any(proof.stamps for proof in proofs):
        return
    anchors = _held(verdict, Check.STAMPS, lambda: check_stamps(bag, proofs, roots))
    verdict.anchors += anchors or ()
    for anchor in verdict.anchors:
        if not anchor.is_checked:
            found = "the signature of a time stamp was not checked here"
            verdict.note(Check.STAMPS, Status.INCOMPLETE, found, anchor.file)
