"""The system call filter as data: a list of what a child may do, everything else refused.

Classic BPF over `struct seccomp_data` (seccomp(2)). Pure: `confine` hands it to the kernel.
"""

import errno
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.sandbox.contract import Limits

Instruction = tuple[int, int, int, int]

LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000 | errno.EPERM
# glibc falls back to the older call on ENOSYS; on EPERM it gives up.
UNKNOWN = 0x00050000 | errno.ENOSYS

NUMBER_OFFSET, MACHINE_OFFSET, ARGUMENTS_OFFSET = 0, 4, 16
X32_NUMBERS_FROM = 0x40000000
CLONE_THREAD = 0x10000
PROT_EXEC = 0x4

Numbers = tuple[int | None, int | None]

# name: (x86_64, aarch64); None where the machine has no such call.
ALWAYS: dict[str, Numbers] = {
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "close": (3, 57),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "poll": (7, None),
    "ppoll": (271, 73),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "brk": (12, 214),
    "madvise": (28, 233),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "futex": (202, 98),
    "membarrier": (324, 283),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getcwd": (79, 17),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
MMAP, MPROTECT = (9, 222), (10, 226)
CLONE, CLONE3 = (56, 220), (435, 435)
OPENAT2 = (437, 437)


@dataclass(frozen=True, slots=True)
class Machine:
    """A processor architecture: its audit number, its column above, its number for seccomp(2)."""

    audit_arch: int
    column: int
    seccomp_call: int

    def number(self, numbers: Numbers) -> int | None:
        return numbers[self.column]


MACHINES = {
    "x86_64": Machine(0xC000003E, 0, 317),
    "aarch64": Machine(0xC00000B7, 1, 277),
}


def this_machine() -> Machine | None:
    """None where no filter is known, a 32-bit interpreter on a 64-bit kernel included."""
    return MACHINES.get(platform.machine()) if sys.maxsize > 2**32 else None


def filter_program(machine: Machine, limits: Limits) -> list[Instruction]:
    """Kill on a foreign architecture; allow what is listed; answer EPERM to all other calls."""
    return [
        *_check_architecture(machine),
        *_allow_all(machine, ALWAYS),
        *_unless_argument_has(machine, MMAP, 2, PROT_EXEC),
        *_unless_argument_has(machine, MPROTECT, 2, PROT_EXEC),
        *(_allow_threads(machine) if limits.threads else ()),
        *_on_call(machine, CLONE3, [_return(UNKNOWN)]),
        *_on_call(machine, OPENAT2, [_return(UNKNOWN)]),
        _return(REFUSE),
    ]


def _check_architecture(machine: Machine) -> list[Instruction]:
    return [
        (LOAD, 0, 0, MACHINE_OFFSET),
        (JUMP_IF_EQUAL, 1, 0, machine.audit_arch),
        _return(KILL),
        (LOAD, 0, 0, NUMBER_OFFSET),
        (JUMP_IF_AT_LEAST, 0, 1, X32_NUMBERS_FROM),
        _return(KILL),
    ]


def _allow_all(machine: Machine, calls: Mapping[str, Numbers]) -> Iterator[Instruction]:
    for numbers in calls.values():
        yield from _on_call(machine, numbers, [_return(ALLOW)])


def _allow_threads(machine: Machine) -> list[Instruction]:
    body = [_load_argument(0), (JUMP_IF_BITS, 0, 1, CLONE_THREAD), _return(ALLOW), _return(REFUSE)]
    return _on_call(machine, CLONE, body)


def _unless_argument_has(
    machine: Machine, numbers: Numbers, index: int, bits: int
) -> list[Instruction]:
    body = [_load_argument(index), (JUMP_IF_BITS, 0, 1, bits), _return(REFUSE), _return(ALLOW)]
    return _on_call(machine, numbers, body)


def _on_call(machine: Machine, numbers: Numbers, body: list[Instruction]) -> list[Instruction]:
    """Run `body`, which must end in a return, for this call; skip it for every other."""
    number = machine.number(numbers)
    return [] if number is None else [(JUMP_IF_EQUAL, 0, len(body), number), *body]


def _load_argument(index: int) -> Instruction:
    # The low half: every argument looked at is an int, or flags the kernel cuts to 32 bits.
    return (LOAD, 0, 0, ARGUMENTS_OFFSET + 8 * index)


def _return(value: int) -> Instruction:
    return (RETURN, 0, 0, value)
