"""What parent and child agree on: limits, reasons for a refusal, and the frame of an answer."""

import json
import struct
from dataclasses import asdict, dataclass
from enum import IntFlag, StrEnum
from typing import Self

MAGIC = b"KBX1"
HEADER = struct.Struct(">4sBBI")
MADE, NOT_MADE = 0, 1

MEBIBYTE = 1024 * 1024


class Reason(StrEnum):
    """Why nothing was made. The values are stored and translated: they never change."""

    TOO_LARGE = "too_large"
    BOMB = "bomb"
    DAMAGED = "damaged"
    WRONG_TYPE = "wrong_type"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    NOT_CONFINED = "not_confined"
    CRASHED = "crashed"
    BAD_ANSWER = "bad_answer"


# A child that claims a time-out or a bad answer is lying: those are for the parent to find.
CHILD_MAY_SAY = frozenset(Reason) - {Reason.TIMEOUT, Reason.BAD_ANSWER}


class NotMade(Exception):
    """The one exception of this package; carries a reason and never any content."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Measures(IntFlag):
    """What the kernel granted beyond the resource limits, which always hold."""

    SECCOMP = 1
    NETWORK_NAMESPACE = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. `threads` lets it start threads, never processes."""

    memory_bytes: int = 1536 * MEBIBYTE
    cpu_seconds: int = 30
    wall_seconds: float = 45.0
    input_bytes: int = 32 * MEBIBYTE
    answer_bytes: int = 8 * MEBIBYTE
    threads: bool = False

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Answer:
    measures: Measures
    body: bytes


def pack_answer(body: bytes, measures: Measures) -> bytes:
    return HEADER.pack(MAGIC, MADE, measures, len(body)) + body


def pack_refusal(reason: Reason, measures: Measures) -> bytes:
    body = reason.encode()
    return HEADER.pack(MAGIC, NOT_MADE, measures, len(body)) + body


def unpack(raw: bytes) -> Answer:
    """Read one frame and nothing after it. Raises the child's refusal, or BAD_ANSWER."""
    if len(raw) < HEADER.size:
        raise NotMade(Reason.BAD_ANSWER)
    magic, outcome, bits, length = HEADER.unpack_from(raw)
    body = raw[HEADER.size :]
    if magic != MAGIC or length != len(body) or outcome not in (MADE, NOT_MADE):
        raise NotMade(Reason.BAD_ANSWER)
    if outcome == NOT_MADE:
        raise NotMade(_reason_in(body))
    return Answer(Measures(bits & int(Measures.SECCOMP | Measures.NETWORK_NAMESPACE)), body)


def _reason_in(body: bytes) -> Reason:
    said = next((reason for reason in CHILD_MAY_SAY if reason.encode() == body), None)
    return said or Reason.BAD_ANSWER
