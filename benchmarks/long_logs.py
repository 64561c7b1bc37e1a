"""Verifying a packet with a log of 100,000 entries, next to one of 10,000: time and memory.

Linear work takes ten times as long, and no more memory.
"""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from benchmarks.figures import Figure
from benchmarks.rounds import best_seconds
from custody.sealing import SIGNATURE_LABEL as ENTRY_LABEL
from packets.builders.content import SIGNATURE_LABEL, PacketContent, PacketLogEntry
from packets.builders.packet import write_packet
from vault.chain import GENESIS, commit, entry_hash
from vault.signing import SigningKey, key_id
from vaultverify.verdict import Status
from vaultverify.verify import verify

SHORT, LONG = 10_000, 100_000
ROUNDS = 2
# Not by the resources of an ended child: these begin with what its parent held when it forked.
CHILD = """
import sys
from pathlib import Path
from packets.demonstration.measure import peak_mib
from vaultverify.verify import verify
sys.exit(1) if verify(Path(sys.argv[1])).status else print(peak_mib()[0])
"""


def measure(folder: Path) -> list[Figure]:
    paths = {entries: _packet(folder, entries) for entries in (SHORT, LONG)}
    acts = {str(entries): partial(_verify, path) for entries, path in paths.items()}
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
    """Notes and looks in turns, with their details, as the builders write them."""
    key, path = SigningKey.generate(), folder / f"log-{entries}.zip"
    log = tuple(_entries(key, entries))
    content = PacketContent(
        packet_ref="contoh01",
        case_ref="contoh00",
        alias="Contoh",
        made_at=datetime(2026, 11, 1, tzinfo=UTC),
        app_version="0",
        instance_id=key_id(key.verify_key),
        instance_public_key=key.verify_key,
        log_head=log[-1].hash,
        sign=lambda message: key.sign(SIGNATURE_LABEL, message),
        log=log,
    )
    with path.open("wb") as file:

        def sink(data: bytes) -> None:
            file.write(data)

        write_packet(content, sink)
    return path


def _entries(key: SigningKey, count: int) -> Iterator[PacketLogEntry]:
    prev, salt = GENESIS, bytes(32)
    for seq in range(1, count + 1):
        details = {"number": str(seq)}
        entry = {
            "v": "1",
            "log": "ab" * 16,
            "seq": str(seq),
            "prev": prev,
            "ts": "2026-11-01T00:00:00.000Z",
            "actor": "cd" * 16,
            "role": "owner",
            "act": "case.record.revised" if seq % 2 else "case.opened",
            "obj": str(UUID(int=seq)),
            "commit": commit(salt, details).hex(),
            "payload": "ef" * 32,
            "app": "0",
            "instance": key_id(key.verify_key),
        }
        digest = entry_hash(entry)
        prev = digest.hex()
        yield PacketLogEntry(entry, prev, key.sign(ENTRY_LABEL, digest).hex(), salt.hex(), details)


def _verify(path: Path) -> None:
    assert verify(path).status is Status.GOOD, "the packet does not verify"


def _peak_mib(path: Path) -> float:
    """Of a verifier in a process of its own, as the kernel counts it."""
    command = [sys.executable, "-c", CHILD, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)
