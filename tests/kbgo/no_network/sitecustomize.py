"""Read by every Python that has this folder on its path: nothing but this machine is reached.

Each process that starts so says `closed`, and names what it wanted elsewhere before it is refused.
"""

import os
import socket
import sys
from pathlib import Path

NOTES = Path(os.environ["KBGO_NETWORK_NOTES"])
HERE = frozenset({"127.0.0.1", "::1", "localhost", None, "", socket.gethostname()})


def note(what: str) -> None:
    with NOTES.open("a") as notes:
        notes.write(f"{what}\n")


def refuse(event: str, told: tuple[object, ...]) -> None:
    place = told[1] if event == "socket.connect" else told
    is_name = event == "socket.getaddrinfo"
    if event not in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        return
    host = place[0] if isinstance(place, tuple) else None
    if isinstance(host, bytes):
        host = host.decode()
    if host not in HERE:
        note(f"{event} {'of a name' if is_name else 'of an address'} {host}")
        raise PermissionError(host)


note("closed")
sys.addaudithook(refuse)
