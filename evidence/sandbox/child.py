"""The child: import one module, give up every right, then answer one payload.

`run` starts it with an empty environment. The module has `answer(payload: bytes) -> bytes`, may
raise `NotMade`, and must import at its top all it will ever need: later nothing can be opened.
"""

import importlib
import os
import sys
from collections.abc import Callable

from evidence.sandbox.confine import confine
from evidence.sandbox.contract import (
    Limits,
    Measures,
    NotMade,
    Reason,
    pack_answer,
    pack_refusal,
)

STRICT = "strict"


def main(module: str, limits_text: str, strictness: str, parent: str) -> None:
    """Write one frame to the real standard output and leave. Any other fault ends in status 1."""
    limits = Limits.from_json(limits_text)
    answer: Callable[[bytes], bytes] = importlib.import_module(module).answer
    output = _take_standard_output()
    measures = confine(limits)
    # From here on the kernel ends this process with its parent; it may be too late for that.
    if os.getppid() != int(parent):
        os._exit(1)
    frame = _frame(answer, measures, strictness)
    _write_all(output, frame)
    # Not sys.exit: destructors of native libraries have nothing left to do for us.
    os._exit(0)


def _take_standard_output() -> int:
    """Keep the pipe to the parent, and send what libraries print the way of standard error."""
    output = os.dup(1)
    os.dup2(2, 1)
    return output


def _frame(answer: Callable[[bytes], bytes], measures: Measures, strictness: str) -> bytes:
    if strictness == STRICT and Measures.SECCOMP not in measures:
        return pack_refusal(Reason.NOT_CONFINED, measures)
    try:
        return pack_answer(answer(sys.stdin.buffer.read()), measures)
    except NotMade as refusal:
        return pack_refusal(refusal.reason, measures)
    except MemoryError:
        return pack_refusal(Reason.MEMORY, measures)


def _write_all(output: int, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(output, rest) :]
