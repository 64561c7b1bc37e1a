"""`make run`: prepares the instance, starts web, workers and beat, and stops them together."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import redis
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from kbgo.environment import env_int, env_text, kept_secret
from kbgo.prepare import prepare

HOST = "127.0.0.1"
LOCAL_REDIS = "redis://127.0.0.1:6379/0"
PATIENCE_SECONDS = 20
CELERY = ["celery", "--app", "kbgo", "--quiet"]
QUIET_WORKER = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
# Celery's advice against root, once per worker, would bury the address; containers are often root.
NO_WORD_ABOUT_ROOT = "ignore:You're running the worker"
Children = dict[str, subprocess.Popen[bytes]]


class Stopped(Exception):
    """Somebody asked to stop: Ctrl-C, or a signal to this process."""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kbgo.settings")
    port = env_int("PORT", 8000)
    try:
        with only_instance(), handled_signals():
            if is_taken(port):
                return refuse(f"Something else answers on port {port}; PORT= chooses another.")
            new_run_folder()
            prepare()
            call_command("make_worker_key", verbosity=0)
            return watch(commands(port), port)
    except BlockingIOError:
        return refuse(f"This instance is running already ({settings.STATE_DIR}).")
    except SystemCheckError as error:
        return refuse(str(error))
    except Stopped:
        return 0


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


@contextmanager
def only_instance() -> Iterator[None]:
    """One `make run` for each run directory; BlockingIOError where there is one already."""
    with (Path(settings.RUN_DIR) / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


@contextmanager
def handled_signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def new_run_folder() -> None:
    """Nothing of the last boot opens anything in this one: a new session half, a new worker key."""
    folder = Path(settings.RUN_DIR)
    for name in ("session.key", "worker.key", "broker"):
        (folder / name).unlink(missing_ok=True)
    kept_secret(folder / "session.key", mode=0o400)
    if not env_text("REDIS_URL") and redis_answers():
        (folder / "broker").write_text(LOCAL_REDIS, "ascii")


def redis_answers() -> bool:
    with redis.Redis.from_url(
        LOCAL_REDIS, socket_connect_timeout=0.3, socket_timeout=0.3
    ) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def commands(port: int) -> dict[str, list[str]]:
    """Packets fill the keyed worker for minutes; the plain one keeps leases and clean-up going."""
    web = f"gunicorn kbgo.wsgi --bind {HOST}:{port} --worker-class gthread --workers 2 --threads 4"
    quiet_web = "--timeout 120 --graceful-timeout 5 --log-level warning --no-control-socket"
    keyed = "worker --queues keyed --hostname keyed@%h --concurrency 2"
    plain = "worker --queues plain --hostname plain@%h --pool solo"
    return {
        "web": [
            *web.split(),
            *quiet_web.split(),
            *("--logger-class", "kbgo.web_log.WebLogger"),
            *("--worker-tmp-dir", str(settings.RUN_DIR)),
        ],
        "keyed worker": [*CELERY, *keyed.split(), *QUIET_WORKER],
        "plain worker": [*CELERY, *plain.split(), *QUIET_WORKER],
        "beat": [*CELERY, "beat", "--loglevel=WARNING", "--pidfile="],
    }


def watch(lines: dict[str, list[str]], port: int) -> int:
    """Runs the processes until one of them ends or somebody asks to stop; then ends them all."""
    children: Children = {}
    environment = os.environ | {"PYTHONWARNINGS": NO_WORD_ABOUT_ROOT}
    try:
        for name, line in lines.items():
            children[name] = subprocess.Popen([sys.executable, "-m", *line], env=environment)
        say_where(port, children)
        return wait_for_first(children)
    finally:
        stop_all(children)


def say_where(port: int, children: Children) -> None:
    """Prints the address once a page answers there; nothing where a child has ended before."""
    while not is_healthy(port):
        if any(child.poll() is not None for child in children.values()):
            return
        time.sleep(0.05)
    print(f"{settings.BRAND}: http://{HOST}:{port}  (Ctrl-C stops everything)", flush=True)


def is_healthy(port: int) -> bool:
    """Waits up to a second for the answer: the port is open before there is anybody behind it."""
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/healthz", headers={"Host": own_name()})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def own_name() -> str:
    """A name that this site answers to."""
    name: str = settings.ALLOWED_HOSTS[0]
    return HOST if name == "*" else name.removeprefix(".")


def wait_for_first(children: Children) -> int:
    """The exit code of the first child to end; a child that ends in peace is a fault as well."""
    while True:
        for name, child in children.items():
            if (code := child.poll()) is not None:
                print(f"{name} ended with {code}; everything stops.", file=sys.stderr)
                return code if code > 0 else 1
        time.sleep(0.5)


def stop_all(children: Children) -> None:
    """Asks all to end, waits, and ends by force whoever has not; a further Ctrl-C is ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        child.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
