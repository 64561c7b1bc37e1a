"""Verifying a packet with a log of 100,000 entries, next to one of 10,000: time and memory an entry.

Linear work takes ten times as long, and no more memory.
"""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.rounds import best_seconds
from tests.packets.making import LogMaker, content, item, obj_of, written
from vaultverify.verdict import Status
from vaultverify.verify import verify

SHORT, LONG = 10_000, 100_000
ROUNDS = 2


def measure(folder: Path) -> list[Figure]:
    paths = {entries: _packet(folder, entries) for entries in (SHORT, LONG)}
    acts = {str(entries): lambda path=path: _verify(path) for entries, path in paths.items()}
    seconds = best_seconds(acts, ROUNDS)
    memory = {entries: _peak_mib(path) for entries, path in paths.items()}
    for path in paths.values():
        path.unlink()
    short, long = (seconds[str(entries)] / entries * 1e6 for entries in (SHORT, LONG))
    return [
        Figure(
            "verify a log of 100,000 entries, an entry",
            round(long, 1),
            "µs",
            f"a log of 10,000 entries: {short:.1f} µs",
            round(short / long, 3),
        ),
        Figure(
            "verify a log of 100,000 entries, peak memory",
            round(memory[LONG], 1),
            "MiB",
            f"a log of 10,000 entries: {memory[SHORT]:.1f} MiB",
            round(memory[SHORT] / memory[LONG], 3),
        ),
    ]


def _packet(folder: Path, entries: int) -> Path:
    """One item, and after that notes and looks in turns, as the builders write them."""
    evidence, log = item(1), LogMaker()
    log.add("evidence.item.admitted", evidence.obj, {"sha256": evidence.sha256})
    for seq in range(1, entries):
        act = "case.record.revised" if seq % 2 else "case.opened"
        log.add(act, obj_of(seq), {"number": str(seq)})
    path = folder / f"log-{entries}.zip"
    path.write_bytes(written(content((evidence,), log))[0])
    return path


def _verify(path: Path) -> None:
    assert verify(path).status is Status.GOOD, "the packet does not verify"


def _peak_mib(path: Path) -> float:
    """Of a verifier in a process of its own, as the kernel counts it."""
    command = [sys.executable, "-m", "vaultverify", str(path), "--json"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == Status.GOOD, "the packet does not verify"
    return usage.ru_maxrss / 1024
