"""Private PostgreSQL, Redis and Chromium for the tests, started when they are on the machine."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

LEFT_OUT = "Left out:"
LOOPBACK = "127.0.0.1"
WAIT_SECONDS = 30


def leave_out(what: str) -> NoReturn:
    """Skips the test for lack of a program; with REQUIRE_ALL=1 that is a failure."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is not on this machine, and REQUIRE_ALL=1 asks for it")
    pytest.skip(f"{LEFT_OUT} no {what} on this machine")


def find_redis() -> str | None:
    return shutil.which("redis-server")


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def find_postgresql() -> Path | None:
    """The folder that holds both `initdb` and `postgres`, the newest version first."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    needed = ("initdb", "postgres", "pg_ctl")
    return next((f for f in folders if all((f / name).exists() for name in needed)), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """A Redis that keeps nothing on disk; yields its address."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    options = f"--bind {LOOPBACK} --port {port} --appendonly no --daemonize no --logfile redis.log"
    command = [str(find_redis()), "--save", "", *options.split()]
    with subprocess.Popen(command, cwd=folder) as process:
        try:
            wait_for_port(process, port)
            yield f"redis://{LOOPBACK}:{port}/0"
        finally:
            process.terminate()


def wait_for_port(process: subprocess.Popen[bytes], port: int) -> None:
    """Returns as soon as somebody listens; gives up when the process ended."""
    for _ in range(WAIT_SECONDS * 20):
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"{process.args!r} does not answer on port {port}")


@contextmanager
def running_postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL cluster of its own, reached by a socket in `folder`; yields its address.

    PostgreSQL refuses to run as root: root starts it as the user that its package made.
    """
    binaries = find_postgresql()
    assert binaries is not None
    data = folder / "data"
    user = unprivileged_user()
    folder.mkdir(parents=True, exist_ok=True)
    if user:
        shutil.chown(folder, user)
    initdb: list[str | Path] = [
        "initdb",
        "-D",
        data,
        "-U",
        "kbgo",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "-N",
    ]
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=240"
    start: list[str | Path] = [
        "pg_ctl",
        "-D",
        data,
        "-l",
        folder / "log",
        "-w",
        "-o",
        options,
        "start",
    ]
    run_as(user, binaries, initdb)
    run_as(user, binaries, start)
    try:
        yield f"postgresql://kbgo@{str(folder).replace('/', '%2F')}/"
    finally:
        run_as(user, binaries, ["pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])


def run_as(user: str | None, binaries: Path, command: list[str | Path]) -> None:
    program = [str(binaries / command[0]), *map(str, command[1:])]
    subprocess.run(
        program, user=user, cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def unprivileged_user() -> str | None:
    """Whom to become before starting PostgreSQL: nobody else, unless this is root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
