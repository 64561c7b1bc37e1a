"""Asks a ClamAV daemon about a file, where one is configured; sends nothing anywhere otherwise.

clamd(8), INSTREAM: `zINSTREAM\\0`, then pieces with their lengths as four bytes, then a length of
0; one line comes back. The file goes over that socket alone, opened in memory, and is on no disk.
"""

import logging
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from django.conf import settings

__all__ = ["Finding", "Scan", "address_of", "is_scanner_configured", "scan"]

logger = logging.getLogger(__name__)

COMMAND = b"zINSTREAM\0"
LENGTH = struct.Struct(">I")
PIECE_BYTES = 256 * 1024
REPLY_MAX_BYTES = 4096
CLEAN, FOUND = b"stream: OK", b" FOUND"
FOUND_FROM = b"stream: "
NAME_MAX_CHARS = 200
PORTS = range(1, 65_536)

Address = str | tuple[str, int]


class Scan(Enum):
    """What came of asking. NOT_DONE for whatever is no clear answer: nothing is blocked by it."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Finding:
    """`signature` is the scanner's name for what it found; it belongs sealed, and nowhere else."""

    scan: Scan
    signature: str = ""


def is_scanner_configured() -> bool:
    return bool(settings.CLAMD_SOCKET)


def address_of(text: str) -> Address:
    """The path of a Unix socket, or a host and a port. ValueError for anything else."""
    if PurePosixPath(text).is_absolute():
        return text
    host, mark, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (mark and host and port.isascii() and port.isdigit() and int(port) in PORTS):
        raise ValueError("neither a path nor host:port")
    return host, int(port)


def scan(pieces: Iterable[bytes]) -> Finding:
    """What the configured scanner says of these bytes; what the pieces raise passes through.

    They are taken to their end whatever happens to the scanner.
    """
    stream = iter(pieces)
    try:
        with _connected() as connection:
            reply = _ask(connection, stream)
    except _Gone as error:
        logger.warning("scanner: %s", type(error.__cause__).__name__)
        reply = b""
    for _ in stream:
        pass
    return _finding(reply)


class _Gone(Exception):
    """The scanner, not the file, is what failed."""


def _connected() -> socket.socket:
    try:
        address = address_of(settings.CLAMD_SOCKET)
        if isinstance(address, tuple):
            return socket.create_connection(address, settings.CLAMD_TIMEOUT_SECONDS)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(settings.CLAMD_TIMEOUT_SECONDS)
        try:
            connection.connect(address)
        except BaseException:
            connection.close()
            raise
    except (OSError, ValueError) as error:
        raise _Gone from error
    return connection


def _ask(connection: socket.socket, stream: Iterable[bytes]) -> bytes:
    """The scanner's line. One that hangs up early, at its limit of size, has said why by then."""
    is_open = _sent(connection, COMMAND)
    for piece in stream:
        for at in range(0, len(piece), PIECE_BYTES):
            part = piece[at : at + PIECE_BYTES]
            is_open = is_open and _sent(connection, LENGTH.pack(len(part)) + part)
        if not is_open:
            break
    if is_open:
        _sent(connection, LENGTH.pack(0))
    try:
        return _line(connection)
    except OSError as error:
        raise _Gone from error


def _sent(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
    except (BrokenPipeError, ConnectionResetError):
        return False
    except OSError as error:
        raise _Gone from error
    return True


def _line(connection: socket.socket) -> bytes:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < REPLY_MAX_BYTES:
        more = connection.recv(REPLY_MAX_BYTES)
        if not more:
            break
        reply += more
    return reply.rstrip(b"\0\n")


def _finding(reply: bytes) -> Finding:
    if reply == CLEAN:
        return Finding(Scan.CLEAN)
    if reply.startswith(FOUND_FROM) and reply.endswith(FOUND):
        name = reply[len(FOUND_FROM) : -len(FOUND)].decode("ascii", "replace")
        return Finding(Scan.FOUND, name[:NAME_MAX_CHARS])
    return Finding(Scan.NOT_DONE)
