"""A real instance of the site for a while: migrated, served, with worker and beat, then stopped.

Everything it writes lies in one folder: state, logs, and the temporary files of its processes.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.services import LOOPBACK, free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 20
LOW_COST = {"KBGO_ARGON2_MEMORY_KIB": "64", "KBGO_ARGON2_ITERATIONS": "1"}
KEPT_FROM_OUTSIDE = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


@dataclass(slots=True)
class Instance:
    """A site that answers at `base_url`; `env` is what each of its processes was given."""

    base_url: str
    state_dir: Path
    env: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def log_dir(self) -> Path:
        return self.state_dir / "logs"

    @property
    def temporary(self) -> Path:
        return Path(self.env["TMPDIR"])

    def log(self, name: str) -> str:
        """What the process of this name (web, worker, beat) has written so far."""
        return (self.log_dir / f"{name}.log").read_text("utf-8", errors="replace")

    def manage(self, *arguments: str, told: str = "") -> str:
        """Runs a management command in the instance, `told` on its standard input."""
        return self.run("manage.py", *arguments, told=told)

    def run(self, *arguments: str, told: str = "") -> str:
        """Runs Python with these arguments in the instance's surroundings; returns what it says."""
        line = [sys.executable, *arguments]
        done = subprocess.run(
            line, input=told, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}\n{done.stderr}")
        return done.stdout

    def start(self, name: str, *line: str) -> None:
        with (self.log_dir / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *line],
                env=self.env,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop(self) -> None:
        """Asks all processes to end and waits; ends by force whoever does not."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def running_instance(
    folder: Path,
    *,
    redis_url: str = "",
    database_url: str = "",
    extra_env: Mapping[str, str] | None = None,
) -> Iterator[Instance]:
    """An instance in `folder`, ready to be used; on SQLite and files where nothing is given.

    `database_url` names a main database; the second one is named the same with `_shred` behind.
    """
    instance = prepared(folder, _addresses(redis_url, database_url) | dict(extra_env or {}))
    with ExitStack() as running:
        running.callback(instance.stop)
        for name, line in _lines(instance).items():
            instance.start(name, *line)
        for path in ("/healthz", "/readyz"):
            _wait_for(instance, path)
        yield instance


def killed_and_started(instance: Instance, name: str) -> None:
    """Kills a process and its children in the middle of what they do, and starts it once more."""
    process = instance.processes[name]
    for child in _children(process.pid):
        os.kill(child, signal.SIGKILL)
    process.kill()
    process.wait()
    instance.start(name, *_lines(instance)[name])
    _wait_for(instance, "/healthz")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _addresses(redis_url: str, database_url: str) -> dict[str, str]:
    given = {"REDIS_URL": redis_url, "DATABASE_URL": database_url}
    if database_url:
        given["SHRED_DATABASE_URL"] = f"{database_url}_shred"
    return {name: value for name, value in given.items() if value}


def prepared(folder: Path, extra: Mapping[str, str]) -> Instance:
    """An instance that is ready, with no process of its own yet."""
    state, temporary = folder / "state", folder / "state" / "tmp"
    for made in (folder, state, temporary, state / "logs"):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    env = {name: os.environ[name] for name in KEPT_FROM_OUTSIDE if name in os.environ}
    env |= {
        "DJANGO_SETTINGS_MODULE": "kbgo.settings",
        "KBGO_ENV": "development",
        "KBGO_STATE_DIR": str(state),
        "TMPDIR": str(temporary),
        **LOW_COST,
        **extra,
    }
    instance = Instance(f"http://{LOOPBACK}:{free_port()}", state, env)
    instance.run("-m", "kbgo.prepare")
    instance.manage("make_worker_key")
    return instance


def _lines(instance: Instance) -> dict[str, tuple[str, ...]]:
    """The processes of `make run`, with one web process and one worker for both queues."""
    address = instance.base_url.removeprefix("http://")
    level = instance.env.get("KBGO_LOG_LEVEL", "WARNING").lower()
    web = f"gunicorn kbgo.wsgi --bind {address} --worker-class gthread --workers 1 --threads 4"
    web += f" --timeout 120 --graceful-timeout 5 --no-control-socket --log-level {level}"
    worker = "celery --app kbgo worker --queues keyed,plain --concurrency 2 --without-gossip"
    worker += f" --without-mingle --without-heartbeat --loglevel {level}"
    beat = f"celery --app kbgo beat --pidfile= --loglevel {level}"
    run_dir = ("--worker-tmp-dir", str(instance.state_dir / "run"))
    return {
        "web": (*web.split(), *run_dir),
        "worker": tuple(worker.split()),
        "beat": tuple(beat.split()),
    }


def _wait_for(instance: Instance, path: str) -> None:
    """Returns once the path answers 200; says why when a process ended or time is up."""
    until = time.monotonic() + START_SECONDS
    while _status(instance, path) != http.client.OK:
        for name, process in instance.processes.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}\n{instance.log(name)}")
        if time.monotonic() > until:
            raise RuntimeError(f"{path} does not answer 200\n{instance.log('web')}")
        time.sleep(0.05)


def _status(instance: Instance, path: str) -> int:
    address = instance.base_url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
