"""A small honest stand-in for clamd: listens, speaks INSTREAM, finds the EICAR test file."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

# Put together here alone, so that no scanner takes this file for what it looks for.
EICAR = b"".join(
    (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*")
)
SIGNATURE = "Eicar-Signature"
COMMAND = b"zINSTREAM\0"


class Clamd:
    """What it was sent, file by file; `answer` is given whatever came, `signature` is its name for
    what it finds, `most_bytes` its limit, `is_rude` hangs up without a word."""

    def __init__(self) -> None:
        self.files: list[bytes] = []
        self.answer: bytes | None = None
        self.signature = SIGNATURE
        self.most_bytes = 1 << 30
        self.is_rude = False

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(ConnectionError):
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        if self.is_rude or _exactly(connection, len(COMMAND)) != COMMAND:
            return
        content = b""
        while length := struct.unpack(">I", _exactly(connection, 4))[0]:
            content += _exactly(connection, length)
            if len(content) > self.most_bytes:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.files.append(content)
        connection.sendall(self.answer or self._verdict(content))

    def _verdict(self, content: bytes) -> bytes:
        is_found = EICAR in content
        return b"stream: %s\0" % (b"%s FOUND" % self.signature.encode() if is_found else b"OK")


def _exactly(connection: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = connection.recv(length - len(data))
        if not more:
            raise ConnectionError("the other side stopped")
        data += more
    return data


@contextmanager
def listening(where: Path | None = None) -> Iterator[tuple[Clamd, str]]:
    """The stand-in and the address that reaches it: a socket at this path, or a port."""
    listener = socket.socket(socket.AF_UNIX if where else socket.AF_INET)
    listener.bind(str(where) if where else ("127.0.0.1", 0))
    listener.listen()
    address = str(where) if where else f"127.0.0.1:{listener.getsockname()[1]}"
    clamd = Clamd()
    thread = Thread(target=clamd.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield clamd, address
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
