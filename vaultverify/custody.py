"""The custody log in a packet: gap-free, linked, signed, and true to the details shown."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from vaultverify import labels
from vaultverify.bag import Bag
from vaultverify.canonical import Json, canonical, parse_object
from vaultverify.errors import Failed
from vaultverify.signing import check_signature, key_id

LOG: Final = "data/custody/log.jsonl"
SIGNATURES: Final = "data/custody/sigs.jsonl"
PAYLOADS: Final = "data/custody/payloads.jsonl"
ADMITTED: Final = "evidence.item.admitted"
DISPOSED: Final = "evidence.item.disposed"
KEPT: Final = "evidence.item.kept"
COVERED: Final = "evidence.item.redacted"

GENESIS: Final = "0" * 64
MAX_LINE: Final = 1 << 20
ENTRY_KEYS: Final = frozenset(
    {
        "v",
        "log",
        "seq",
        "prev",
        "ts",
        "actor",
        "role",
        "act",
        "obj",
        "commit",
        "payload",
        "app",
        "instance",
    }
)
_SIGNATURE_KEYS: Final = frozenset({"seq", "hash", "signature"})
_PAYLOAD_KEYS: Final = frozenset({"seq", "salt", "details"})
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True, slots=True)
class Admitted:
    """An item as the log tells of its admission: when, under which number, and of what bytes.

    `of` is the digest of the file elsewhere that a fingerprint is of; empty for all else.
    """

    at: str
    number: str
    name: str
    media_type: str
    size: str
    sha256: str
    of: str = ""


@dataclass(slots=True)
class LogSummary:
    """What the log came to: its length, its head, and what it tells of each admitted item.

    None stands for an item whose admission is in the log while its details are not shown. `absent`
    are the admissions of items that the packet does not tell of, `withdrawn` those of items that
    their owner took out: the packet tells of none of them. `covered` are the digests of the copies
    in which parts of an item are covered, by the newest entry about it: empty where that copy was
    not made yet, None where the details are not shown. `heads` are those at the lengths that were
    asked for.
    """

    log: str = ""
    length: int = 0
    head: str = GENESIS
    heads: dict[int, str] = field(default_factory=dict)
    admitted: dict[str, Admitted | None] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)
    covered: dict[str, str | None] = field(default_factory=dict)


def check_log(
    bag: Bag, key: bytes, items: frozenset[str], lengths: frozenset[int] = frozenset()
) -> LogSummary:
    """Walk the three files side by side, line by line; Failed names the first bad entry.

    Only the admissions of `items` and the heads at `lengths` are kept, so that memory follows the
    packet, not the log.
    """
    summary, instance = LogSummary(), key_id(key)
    signatures = _objects(bag, SIGNATURES, _SIGNATURE_KEYS)
    payloads = _Payloads(bag)
    for raw in bag.lines(LOG, MAX_LINE):
        summary.length += 1
        entry = _entry(raw, summary)
        summary.log = summary.log or entry["log"]
        if entry["log"] != summary.log or entry["instance"] != instance:
            raise Failed("the log holds entries of another log", _at(summary))
        digest = hashlib.sha256(labels.ENTRY + raw).digest()
        _check_signed(next(signatures, {}), entry["seq"], digest, key)
        details = payloads.details_of(entry)
        if entry["act"] == ADMITTED and entry["obj"] in items:
            summary.admitted[entry["obj"]] = _admitted(entry, details)
        if entry["act"] == COVERED and entry["obj"] in items:
            summary.covered[entry["obj"]] = _covered(details)
        _follow(summary, entry, items)
        summary.head = digest.hex()
        if summary.length in lengths:
            summary.heads[summary.length] = summary.head
    if next(signatures, None) is not None or payloads.are_left:
        raise Failed("the log is shorter than its signatures or details")
    return summary


def _follow(summary: LogSummary, entry: dict[str, str], items: frozenset[str]) -> None:
    """Where the admission of each item that is not in the packet stands after this entry."""
    item = entry["obj"]
    if entry["act"] == ADMITTED and item not in items:
        summary.absent[item] = _at(summary)
    elif entry["act"] == DISPOSED and (item in items or item in summary.absent):
        summary.withdrawn[item] = summary.absent.pop(item, _at(summary))
    elif entry["act"] == KEPT and item in summary.withdrawn:
        at = summary.withdrawn.pop(item)
        if item not in items:
            summary.absent[item] = at


def check_head(bag: Bag, summary: LogSummary) -> None:
    """The log ends where the packet says it ended when it was made."""
    told = (bag.info.get("Log-Entries"), bag.info.get("Log-Head"))
    if told != (str(summary.length), summary.head):
        raise Failed("the log does not end where the packet says")


class _Payloads:
    """The details shown, in the order of the log; most entries may have none."""

    def __init__(self, bag: Bag) -> None:
        self._objects = _objects(bag, PAYLOADS, _PAYLOAD_KEYS)
        self._next = next(self._objects, None)

    @property
    def are_left(self) -> bool:
        return self._next is not None

    def details_of(self, entry: dict[str, str]) -> dict[str, Json] | None:
        """commit = SHA-256(salt ‖ JCS(details)), or Failed; None where nothing is shown."""
        if self._next is None or self._next["seq"] != entry["seq"]:
            return None
        salt, details = self._next["salt"], self._next["details"]
        if not isinstance(salt, str) or not isinstance(details, dict):
            raise Failed("a line of the log is broken", f"entry {entry['seq']}")
        committed = hashlib.sha256(_unhex(salt, 32) + canonical(details)).hexdigest()
        if committed != entry["commit"]:
            raise Failed("details are not those of their entry", f"entry {entry['seq']}")
        self._next = next(self._objects, None)
        return details


def _entry(raw: bytes, summary: LogSummary) -> dict[str, str]:
    """The entry, in exactly its canonical bytes, in its place in the chain."""
    value = parse_object(raw)
    entry = {key: text for key, text in value.items() if isinstance(text, str)}
    if entry.keys() != ENTRY_KEYS or len(value) != len(entry) or canonical(entry) != raw:
        raise Failed("a line of the log is broken", _at(summary))
    if entry["v"] != "1" or entry["seq"] != str(summary.length):
        raise Failed("the log has a gap or another order", _at(summary))
    if entry["prev"] != summary.head:
        raise Failed("an entry does not follow the one before", _at(summary))
    return entry


def _check_signed(told: dict[str, Json], seq: str, digest: bytes, key: bytes) -> None:
    signature = told.get("signature")
    if told.get("seq") != seq or told.get("hash") != digest.hex() or not isinstance(signature, str):
        raise Failed("an entry is not the one that was signed", f"entry {seq}")
    try:
        check_signature(key, labels.LOG_ENTRY, digest, _unhex(signature, 64))
    except Failed as failure:
        raise Failed(failure.found, f"entry {seq}") from None


def _admitted(entry: dict[str, str], details: dict[str, Json] | None) -> Admitted | None:
    """None where the details are not shown."""
    if details is None:
        return None
    number, name, kind, size, sha256, of = (
        str(details.get(key, "")) for key in ("number", "name", "type", "size", "sha256", "of")
    )
    return Admitted(entry["ts"], number, name, kind, size, sha256, of)


def _covered(details: dict[str, Json] | None) -> str | None:
    return None if details is None else str(details.get("sha256", ""))


def _objects(bag: Bag, name: str, keys: frozenset[str]) -> Iterator[dict[str, Json]]:
    for raw in bag.lines(name, MAX_LINE):
        value = parse_object(raw)
        if value.keys() != keys:
            raise Failed("a line of the log is broken", name)
        yield value


def _unhex(text: str, length: int) -> bytes:
    if len(text) != 2 * length or _HEX.fullmatch(text) is None:
        raise Failed("a key or signature is broken")
    return bytes.fromhex(text)


def _at(summary: LogSummary) -> str:
    return f"entry {summary.length}"
