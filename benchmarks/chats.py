"""A WhatsApp export of 100,000 messages read in the sandbox, next to hashing its lines."""

import hashlib
import random
from datetime import datetime, timedelta

from benchmarks import chat_child_weighed
from benchmarks.figures import Figure, memory, rate
from benchmarks.rounds import best_seconds
from evidence.sandbox.chats import TEXT_LIMITS, Transcript, payload_head, read_chat
from evidence.sandbox.run import run_confined

MESSAGES = 100_000
NAME = "Chat WhatsApp dengan Sari.txt"
IMPORT = "WhatsApp messages read to a transcript"
SEARCH = "messages of a transcript searched"
LINES = "their lines split and hashed"
PEAK = "memory of the child that reads them"
WORDS = (
    *("aku", "besok", "rumah", "makan", "sudah", "belum", "nanti"),
    *("tolong", "kirim", "lagi", "capek", "iya", "tidak", "😭"),
)


def measure(rounds: int) -> list[Figure]:
    export = sample_export()
    transcript = read_chat(NAME, export)
    acts = {
        IMPORT: lambda: read_chat(NAME, export),
        SEARCH: lambda: _search(transcript),
        LINES: lambda: _hash_lines(export),
    }
    seconds = best_seconds(acts, rounds)
    speeds = [rate(name, MESSAGES, seconds, LINES) for name in (IMPORT, SEARCH)]
    return [*speeds, memory(PEAK, _peak(export), TEXT_LIMITS.memory_bytes)]


def sample_export() -> bytes:
    """The same on each run: two people, some four months, one message in ten of two lines."""
    source, at = random.Random(1), datetime(2026, 1, 1)  # noqa: DTZ001  exports name no zone
    lines = []
    for number in range(MESSAGES):
        at += timedelta(seconds=source.randrange(200))
        said = " ".join(source.choices(WORDS, k=source.randrange(1, 16)))
        more = "\nlalu pulang" if number % 10 == 0 else ""
        who = source.choice(("Andi", "Sari"))
        lines.append(f"{at:%d/%m/%Y %H.%M} - {who}: {said}{more}")
    return "\n".join(lines).encode()


def _search(transcript: Transcript) -> None:
    assert transcript.search("BESOK RUMAH"), "nothing was found"


def _hash_lines(export: bytes) -> None:
    for line in export.splitlines(keepends=True):
        hashlib.sha256(line).hexdigest()


def _peak(export: bytes) -> int:
    payload = payload_head(NAME, "") + export
    return int(run_confined(chat_child_weighed.__name__, payload, limits=TEXT_LIMITS))
