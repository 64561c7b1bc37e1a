"""How long `make run` takes until a page answers: the first time, and every later time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Figure
from tests.services import free_port

FIRST, SECOND = "first start", "second start"


def measure(folder: Path) -> list[Figure]:
    seconds = {name: _seconds_to_address(folder / "served") for name in (FIRST, SECOND)}
    against = f"{FIRST}, which prepares: {seconds[FIRST]:.1f} s"
    ratio = round(seconds[FIRST] / seconds[SECOND], 3)
    return [Figure(SECOND, round(seconds[SECOND], 2), "s", against, ratio)]


def _seconds_to_address(state: Path) -> float:
    """It prints its address once a page answers there."""
    environment = os.environ | {"KBGO_STATE_DIR": str(state), "PORT": str(free_port())}
    line = [sys.executable, "-m", "kbgo.serve"]
    started = time.perf_counter()
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        took = time.perf_counter() - started
        process.send_signal(signal.SIGTERM)
    assert "http://" in said, said
    return took
