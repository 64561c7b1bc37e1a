"""A real web process answers before the body came that it will not take."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.instance import Instance, running_instance

ANNOUNCED = 400_000_000
PART = b"--x\r\nContent-Disposition: form-data; name=file; filename=a.bin\r\n\r\n" + b"a" * 100_000


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with running_instance(Path(tmp_path_factory.mktemp("instance"))) as running:
        yield running


def begin(instance: Instance, path: str) -> socket.socket:
    """Sends the head and a first part of a large body; the rest never comes. It carries a token,
    as what a form sends does: without one nothing would be read of it in any case."""
    host, port = instance.base_url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=30)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {instance.base_url}\r\n"
        f"Cookie: __Host-c={'a' * 32}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {ANNOUNCED}\r\n\r\n"
    )
    line.sendall(head.encode() + PART)
    return line


@pytest.mark.parametrize("path", ["/masuk", "/c/abcdefgh/6/"])
def test_it_answers_while_most_of_the_body_is_still_to_come(instance: Instance, path: str) -> None:
    with begin(instance, path) as line:
        answer = line.makefile("rb").readline()
    assert answer.split()[1] == b"413", answer
