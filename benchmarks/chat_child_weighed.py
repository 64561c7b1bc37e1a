"""The chat child, which answers how much memory it took at the highest. Runs in the sandbox."""

import os

from evidence.sandbox import chat_child

# Opened before the rights are gone. The kernel's other count starts with the parent's memory.
STATUS = "/proc/self/status"
PEAK = b"VmHWM:"
status = os.open(STATUS, os.O_RDONLY)


def answer(payload: bytes) -> bytes:
    chat_child.answer(payload)
    lines = os.pread(status, 16_384, 0).splitlines()
    kibibytes = next(line.split()[1] for line in lines if line.startswith(PEAK))
    return b"%d" % (int(kibibytes) * 1024)
