"""A child module that has been taken over: does what its payload names, and says how it went.

Runs only inside the sandbox.
"""

import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import sys
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)
PARENT = os.getppid()
PTRACE_ATTACH = 16
PR_GET_DUMPABLE = 3
PR_GET_NO_NEW_PRIVS = 39
LIMITED = ("AS", "CPU", "FSIZE", "CORE", "NOFILE", "NPROC")


def answer(payload: bytes) -> bytes:
    name, _, argument = payload.decode().partition(" ")
    try:
        return ACTS[name](argument).encode()
    except OSError as refusal:
        return errno.errorcode[refusal.errno or 0].encode()


def connect(address: str) -> str:
    host, port = address.split(":")
    with socket.socket() as connection:
        connection.connect((host, int(port)))
    return "connected"


def write(path: str) -> str:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    return "written"


def read(path: str) -> str:
    descriptor = os.open(path, os.O_RDONLY)
    return os.read(descriptor, 100).decode()


def execute(path: str) -> str:
    os.execv(path, [path])
    return "executed"


def fork(_argument: str) -> str:
    if os.fork() == 0:
        os._exit(0)
    return "forked"


def start_thread(_argument: str) -> str:
    try:
        threading.Thread(target=lambda: None).start()
    except RuntimeError:
        return "no thread"
    return "thread"


def kill_parent(_argument: str) -> str:
    os.kill(PARENT, signal.SIGKILL)
    return "killed"


def trace_parent(_argument: str) -> str:
    if libc.ptrace(PTRACE_ATTACH, PARENT, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "refused")
    return "attached"


def map_code(_argument: str) -> str:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()
    return "mapped"


def environment(_argument: str) -> str:
    return ",".join(sorted(os.environ))


def frameworks(_argument: str) -> str:
    return ",".join(name for name in ("django", "celery", "cryptography") if name in sys.modules)


def process_state(_argument: str) -> str:
    """Readable only where no filter forbids the asking."""
    limits = [resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in LIMITED]
    flags = [libc.prctl(flag, 0, 0, 0, 0) for flag in (PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS)]
    return " ".join(str(value) for value in (*limits, *flags))


def chatter(_argument: str) -> str:
    os.write(1, b"libx: warning: strange bytes")
    return "done"


def take_memory(_argument: str) -> str:
    held = bytearray()
    while True:
        held += bytes(16 * 1024 * 1024)


def spin(_argument: str) -> str:
    while True:
        pass


def sleep(_argument: str) -> str:
    time.sleep(600)
    return "slept"


def flood(_argument: str) -> str:
    while True:
        _write_past_the_frame(b"x" * 65536)


def lie(text: str) -> str:
    _write_past_the_frame(text.encode())
    os._exit(0)


def crash(_argument: str) -> str:
    os._exit(3)


def _write_past_the_frame(data: bytes) -> None:
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, data)
        except OSError:
            continue
        return


ACTS = {
    each.__name__: each
    for each in (
        connect,
        write,
        read,
        execute,
        fork,
        start_thread,
        kill_parent,
        trace_parent,
        map_code,
        environment,
        frameworks,
        process_state,
        chatter,
        take_memory,
        spin,
        sleep,
        flood,
        lie,
        crash,
    )
}
