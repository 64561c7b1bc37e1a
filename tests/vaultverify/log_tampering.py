"""Every way to lie about one entry of a log, without the key that signs entries."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.packets.making import LOG_LABEL, OTHER_KEY
from tests.vaultverify.tampering import LOG, PAYLOADS, SIGS, Files
from vault.chain import GENESIS, commit, entry_hash
from vaultverify.canonical import canonical

Entry = dict[str, str]


@dataclass(frozen=True)
class Lines:
    """The three files of a log, entry by entry; `others` is a log of another case."""

    log: list[bytes]
    sigs: list[bytes]
    payloads: list[bytes]
    others: "Lines | None" = field(default=None, repr=False)

    def entry(self, at: int) -> Entry:
        return json.loads(self.log[at])

    def told(self, at: int) -> dict[str, Any]:
        return json.loads(self.payloads[at])

    def put(self, at: int, entry: Entry, signature: str = "") -> "Lines":
        """This entry in the place of another, with its own hash; the signature stays as it was
        where no other is given, for who could make one."""
        sig = json.loads(self.sigs[at])
        told = sig | {"seq": entry["seq"], "hash": entry_hash(entry).hex()}
        told |= {"signature": signature} if signature else {}
        return replace(
            self,
            log=_with(self.log, at, canonical(entry)),
            sigs=_with(self.sigs, at, canonical(told)),
        )

    def dropped(self, at: int) -> "Lines":
        lists = (self.log, self.sigs, self.payloads)
        log, sigs, payloads = (each[:at] + each[at + 1 :] for each in lists)
        return replace(self, log=log, sigs=sigs, payloads=payloads)

    def chained_anew(self, start: int) -> "Lines":
        """Numbers and links made to fit from here to the end, each entry with its new hash."""
        prev = entry_hash(self.entry(start - 1)).hex() if start else GENESIS
        log, sigs, payloads = self.log[:start], self.sigs[:start], self.payloads[:start]
        for at in range(start, len(self.log)):
            seq = {"seq": str(at + 1)}
            entry = self.entry(at) | seq | {"prev": prev}
            prev = entry_hash(entry).hex()
            log.append(canonical(entry))
            sigs.append(canonical(json.loads(self.sigs[at]) | seq | {"hash": prev}))
            payloads.append(canonical(self.told(at) | seq))
        return replace(self, log=log, sigs=sigs, payloads=payloads)

    def files(self) -> Files:
        parts = {LOG: self.log, SIGS: self.sigs, PAYLOADS: self.payloads}
        return {name: b"".join(line + b"\n" for line in lines) for name, lines in parts.items()}


def _with(lines: list[bytes], at: int, line: bytes) -> list[bytes]:
    return [*lines[:at], line, *lines[at + 1 :]]


def lines_of(files: Files, others: Lines | None = None) -> Lines:
    log, sigs, payloads = (files[name].splitlines() for name in (LOG, SIGS, PAYLOADS))
    return Lines(log, sigs, payloads, others)


def _neighbour(lines: Lines, at: int) -> int:
    return at + 1 if at + 1 < len(lines.log) else at - 1


def byte(lines: Lines, at: int) -> Lines:
    line = bytearray(lines.log[at])
    line[at * 7 % len(line)] ^= 1 << at % 7
    return replace(lines, log=_with(lines.log, at, bytes(line)))


def changed_field(lines: Lines, at: int) -> Entry:
    """Each field in turn, down the log."""
    entry = lines.entry(at)
    name = sorted(entry)[at % len(entry)]
    return entry | {name: "0" if entry[name] != "0" else "1"}


def one_field(lines: Lines, at: int) -> Lines:
    return lines.put(at, changed_field(lines, at))


def field_and_chain(lines: Lines, at: int) -> Lines:
    entry = lines.entry(at) | {"act": "case.created" if at else "case.opened"}
    return lines.put(at, entry).chained_anew(at)


def removed(lines: Lines, at: int) -> Lines:
    return lines.dropped(at)


def removed_and_closed_up(lines: Lines, at: int) -> Lines:
    return lines.dropped(at).chained_anew(at)


def swapped(lines: Lines, at: int) -> Lines:
    other = _neighbour(lines, at)
    log, sigs = (_with(each, at, each[other]) for each in (lines.log, lines.sigs))
    log[other], sigs[other] = lines.log[at], lines.sigs[at]
    return replace(lines, log=log, sigs=sigs)


def replayed(lines: Lines, at: int) -> Lines:
    lists = (lines.log, lines.sigs, lines.payloads)
    log, sigs, payloads = (each[: at + 1] + each[at:] for each in lists)
    return replace(lines, log=log, sigs=sigs, payloads=payloads)


def from_another_case(lines: Lines, at: int) -> Lines:
    assert lines.others is not None
    names = ("log", "sigs", "payloads")
    put = {n: _with(getattr(lines, n), at, getattr(lines.others, n)[at]) for n in names}
    return replace(lines, **put)


def back_dated(lines: Lines, at: int) -> Lines:
    entry = lines.entry(at)
    return lines.put(at, entry | {"ts": "2024" + entry["ts"][4:]})


def payload_swapped(lines: Lines, at: int) -> Lines:
    told, other = lines.told(at), lines.told(_neighbour(lines, at))
    line = canonical(other | {"seq": told["seq"]})
    return replace(lines, payloads=_with(lines.payloads, at, line))


def other_story(lines: Lines, at: int) -> Lines:
    told = lines.told(at)
    details = told["details"] | {"who": "Orang lain"}
    line = canonical(told | {"details": details})
    entry = lines.entry(at) | {"commit": commit(bytes.fromhex(told["salt"]), details).hex()}
    return replace(lines, payloads=_with(lines.payloads, at, line)).put(at, entry)


def signed_by_another_key(lines: Lines, at: int) -> Lines:
    entry = lines.entry(at) | {"role": "system"}
    return lines.put(at, entry, OTHER_KEY.sign(LOG_LABEL, entry_hash(entry)).hex())


def signature_of_another_entry(lines: Lines, at: int) -> Lines:
    sig = json.loads(lines.sigs[at])
    sig["signature"] = json.loads(lines.sigs[_neighbour(lines, at)])["signature"]
    return replace(lines, sigs=_with(lines.sigs, at, canonical(sig)))


def cut_off(lines: Lines, at: int) -> Lines:
    return replace(lines, log=lines.log[:at], sigs=lines.sigs[:at], payloads=lines.payloads[:at])


TAMPERINGS: dict[str, Callable[[Lines, int], Lines]] = {
    "byte changed": byte,
    "field changed": one_field,
    "act changed, chain made anew": field_and_chain,
    "removed": removed,
    "removed, chain made anew": removed_and_closed_up,
    "order changed": swapped,
    "replayed": replayed,
    "from another case": from_another_case,
    "back-dated": back_dated,
    "payload of another entry": payload_swapped,
    "another story under the entry": other_story,
    "signed by another key": signed_by_another_key,
    "signature of another entry": signature_of_another_entry,
    "cut off from here": cut_off,
}
