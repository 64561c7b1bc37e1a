"""A site in a directory of its own: real processes, real databases, a real broker."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
STEP_SECONDS = 240
LEASE_SECONDS = 3
PULSE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Site:
    """Where it lies, and what it stands on instead of SQLite and files."""

    folder: Path
    redis: str = ""
    database: str = ""
    lease_seconds: int = LEASE_SECONDS
    pulse_seconds: int = PULSE_SECONDS

    def copy_to(self, folder: Path, *, redis: str = "") -> Self:
        """The same site once more, as a restored machine image would be."""
        shutil.copytree(self.folder, folder)
        return type(self)(folder, redis, self.database)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not _is_ours(name)}
        scratch = self.folder / "tmp"
        scratch.mkdir(parents=True, exist_ok=True)
        given = {"REDIS_URL": self.redis, "DATABASE_URL": self.database}
        return kept | {
            **{name: value for name, value in given.items() if value},
            "DJANGO_SETTINGS_MODULE": "kbgo.settings",
            "KBGO_ENV": "development",
            "KBGO_STATE_DIR": str(self.folder),
            "KBGO_ARGON2_MEMORY_KIB": "64",
            "KBGO_ARGON2_ITERATIONS": "1",
            "KBGO_JOB_LEASE_SECONDS": str(self.lease_seconds),
            "KBGO_WORKER_PULSE_SECONDS": str(self.pulse_seconds),
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(scratch),
        }

    def step(self, name: str, *arguments: str) -> Any:
        """Runs one of `tests.jobs.steps` in a process of its own; what it says is JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.jobs.step", name, *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            timeout=STEP_SECONDS,
        )
        return json.loads(done.stdout)

    @contextmanager
    def worker(
        self, pool: str, *, killed_at: str = "", queue: str = "keyed"
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A Celery worker on this queue; with a point, one that dies there once."""
        program = [sys.executable, "-m", "tests.jobs.killed_worker"]
        command = [*program, killed_at or "nowhere", pool, queue]
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                yield process
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    @property
    def log(self) -> str:
        return (self.folder / "worker.log").read_text()


def _is_ours(name: str) -> bool:
    return name.startswith("KBGO_") or name in ("DATABASE_URL", "SHRED_DATABASE_URL", "REDIS_URL")


def eventually(condition: Callable[[], object], seconds: float) -> None:
    """Looks until the condition holds; fails when the time is over."""
    end, pause = monotonic() + seconds, Event()
    while not condition():
        assert monotonic() < end, "it did not come about in time"
        pause.wait(0.05)
