"""Starts what `make run` starts, as a process of its own, and stops it in the ways people do."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kbgo.serve import commands, say_where
from tests.jobs.site import eventually
from tests.services import free_port

SECONDS = 60
WAITS_A_MOMENT = "from threading import Event; Event().wait(2)"
NO_NETWORK = Path(__file__).with_name("no_network")


class Served:
    """One `make run` on a free port; `address` is read from what it prints."""

    def __init__(self, state: Path, port: int, **more: str) -> None:
        own = ("KBGO_", "DATABASE_URL", "SHRED_DATABASE_URL", "REDIS_URL")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(own)}
        environment |= {
            "KBGO_ENV": "development",
            "KBGO_STATE_DIR": str(state),
            "PORT": str(port),
            **more,
        }
        self.log = state.with_name(f"{port}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kbgo.serve"],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.said = ""

    @property
    def address(self) -> str:
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        return self.said.split()[1]

    def members(self) -> set[int]:
        """The processes of its group that live."""
        return {
            pid
            for pid, state, group in processes()
            if group == self.process.pid and state not in ("Z", "X")
        }

    def ends(self) -> int:
        return self.process.wait(timeout=SECONDS)


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def processes() -> Iterator[tuple[int, str, int]]:
    """Number, state and group of each process, as proc(5) has them."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(path.parent.name), state, int(group)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    instance = Served(tmp_path / "state", free_port())
    yield instance
    if instance.members():
        os.killpg(instance.process.pid, signal.SIGKILL)
    instance.process.wait()
    assert instance.process.stdout is not None
    instance.process.stdout.close()


def test_it_prints_an_address_that_answers_and_stops_whole(served: Served) -> None:
    address = served.address
    with urllib.request.urlopen(f"{address}/healthz", timeout=SECONDS) as answer:
        assert answer.status == 200
    eventually(lambda: status_of(f"{address}/readyz") == 200, SECONDS)
    os.killpg(served.process.pid, signal.SIGINT)
    assert served.ends() == 0
    assert served.members() == set()


MALFORMED = {
    "InvalidHTTPVersion": b"GET /c/rahasia/?q=RAHASIA HTTP/9.9\r\n\r\n",
    "InvalidHeaderName": b"GET / HTTP/1.1\r\nHost: rahasia\r\nRAHASIA NAMA: x\r\n\r\n",
    "LimitRequestLine": b"GET /rahasia" + b"x" * 5000 + b" HTTP/1.1\r\n\r\n",
    "InvalidRequestLine": b"rahasia\r\n\r\n",
}


def test_of_a_malformed_request_neither_sender_nor_content_is_logged(served: Served) -> None:
    place = urlsplit(served.address)
    for request in MALFORMED.values():
        with socket.create_connection((place.hostname, place.port), SECONDS) as connection:
            connection.sendall(request)
            assert connection.recv(12).startswith(b"HTTP/1.1 4")
    told = served.log.read_text()
    assert all(f"WARNING gunicorn.error {fault}\n" in told for fault in MALFORMED)
    assert "127.0.0.1" not in told
    assert "rahasia" not in told.lower()


def test_when_one_part_dies_everything_stops_with_its_code(served: Served) -> None:
    assert served.address
    beat = next(
        pid for pid in served.members() if b"beat" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(beat, signal.SIGKILL)
    assert served.ends() == 1
    assert served.members() == set()


def test_a_later_start_needs_no_network_and_answers(served: Served, tmp_path: Path) -> None:
    """Whatever its processes would ask of another machine is refused, and noted."""
    assert served.address
    served.process.send_signal(signal.SIGTERM)
    assert served.ends() == 0
    noted = tmp_path / "asked of the network"
    closed = {"PYTHONPATH": str(NO_NETWORK), "KBGO_NETWORK_NOTES": str(noted)}
    later = Served(tmp_path / "state", free_port(), **closed)
    try:
        address = later.address
        assert status_of(f"{address}/") == 200
        eventually(lambda: status_of(f"{address}/readyz") == 200, SECONDS)
    finally:
        later.process.send_signal(signal.SIGTERM)
        assert later.ends() == 0
        assert later.process.stdout is not None
        later.process.stdout.close()
    assert noted.read_text().splitlines() == ["closed"] * len(commands(0).keys() | {"serve"})


def test_before_a_page_answers_no_address_is_printed(tmp_path: Path) -> None:
    """Somebody has the port and never answers; the child that ends stops the waiting."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        child = subprocess.Popen([sys.executable, "-c", WAITS_A_MOMENT])
        printed = StringIO()
        with redirect_stdout(printed):
            say_where(silent.getsockname()[1], {"web": child})
    assert child.wait() == 0
    assert printed.getvalue() == ""


def test_a_second_start_on_the_same_state_is_refused(served: Served, tmp_path: Path) -> None:
    assert served.address
    session_key = (tmp_path / "state/run/session.key").read_bytes()
    again = Served(tmp_path / "state", free_port())
    assert again.ends() == 1
    assert again.process.stdout is not None
    again.process.stdout.close()
    assert (tmp_path / "state/run/session.key").read_bytes() == session_key


def test_no_process_is_told_to_log_who_came() -> None:
    web = commands(8000)["web"]
    assert not [part for part in web if part.startswith("--access-log")]
    assert "kbgo.web_log.WebLogger" in web
    assert "--no-control-socket" in web
