"""The parent's side: start one child for one payload, bound it in time, believe nothing of it.

Knows processes and pipes, not what is in the payload. Nothing is written to disk. Linux only.
"""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Timer
from typing import IO, cast

from evidence.sandbox.contract import HEADER, Answer, Limits, Measures, NotMade, Reason, unpack

__all__ = ["Limits", "Measures", "NotMade", "Reason", "measures_in_force", "run_confined"]

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parents[2]
# Isolated mode leaves the project off the path; last on it, nothing of ours hides a library.
START = (
    "import sys; sys.path.append(sys.argv[1]);"
    "from evidence.sandbox.child import main; main(*sys.argv[2:])"
)
STRICTNESS_VARIABLE = "KBGO_SANDBOX"
STRICTNESSES = ("best-effort", "strict")


def run_confined(argv_module: str, payload: bytes | Iterable[bytes], *, limits: Limits) -> bytes:
    """Give `payload` to `answer()` of a module in a confined child; return what it answers.

    The child has no network, no file to write, no environment, and is gone when this returns.
    The answer is at most `limits.answer_bytes` long and otherwise untrusted. Raises NotMade;
    what an iterated payload raises passes through.
    """
    answer = _run(argv_module, payload, limits)
    if Measures.SECCOMP not in answer.measures:
        logger.warning("sandbox.without_filter")
    return answer.body


def measures_in_force() -> Measures:
    """What this machine grants a child, for system checks. Raises NotMade like `run_confined`."""
    return _run("evidence.sandbox.echo", b"", Limits()).measures


def strictness() -> str:
    """`KBGO_SANDBOX`: "strict" refuses to work where the kernel takes no system call filter."""
    value = os.environ.get(STRICTNESS_VARIABLE, STRICTNESSES[0])
    if value not in STRICTNESSES:
        raise ValueError(f"{STRICTNESS_VARIABLE} is one of: {', '.join(STRICTNESSES)}")
    return value


def _run(module: str, payload: bytes | Iterable[bytes], limits: Limits) -> Answer:
    with _child(module, limits) as process, _deadline(process, limits.wall_seconds) as passed:
        took_all = _feed(cast("IO[bytes]", process.stdin), payload, limits.input_bytes)
        raw = _read(cast("IO[bytes]", process.stdout), limits.answer_bytes)
        # Not reaped yet: the deadline could otherwise hit a stranger with the same number.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    if process.returncode != 0:
        raise NotMade(_reason_for(process.returncode, passed))
    answer = unpack(raw)
    if not took_all:
        raise NotMade(Reason.BAD_ANSWER)
    return answer


@contextmanager
def _child(module: str, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """A child in a process group of its own; the whole group is ended and reaped on the way out."""
    arguments = (str(PROJECT), module, limits.to_json(), strictness(), str(os.getpid()))
    process = subprocess.Popen(
        [sys.executable, "-IBc", START, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                cast("IO[bytes]", pipe).close()
        process.wait()


@contextmanager
def _deadline(process: subprocess.Popen[bytes], seconds: float) -> Iterator[Event]:
    passed = Event()

    def end() -> None:
        passed.set()
        _end(process)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield passed
    finally:
        timer.cancel()
        timer.join()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _feed(pipe: IO[bytes], payload: bytes | Iterable[bytes], limit: int) -> bool:
    """Write all of the payload and close; False when the child stopped reading before its end."""
    fed = 0
    for chunk in (payload,) if isinstance(payload, bytes) else payload:
        fed += len(chunk)
        if fed > limit:
            raise NotMade(Reason.TOO_LARGE)
        try:
            pipe.write(chunk)
        except BrokenPipeError:
            return False
    try:
        pipe.close()
    except BrokenPipeError:
        return False
    return True


def _read(pipe: IO[bytes], limit: int) -> bytes:
    raw = pipe.read(HEADER.size + limit + 1)
    if len(raw) > HEADER.size + limit:
        raise NotMade(Reason.BAD_ANSWER)
    return raw


def _reason_for(status: int, passed: Event) -> Reason:
    is_late = passed.is_set() or status == -signal.SIGXCPU
    return Reason.TIMEOUT if is_late else Reason.CRASHED
