"""Take a process's rights away for good: resource limits, namespaces, system call filter.

Linux only, through `ctypes`; called by the child after its imports and before it reads a byte
of the input. There is no way back.
"""

import ctypes
import resource
import signal
from collections.abc import Sequence

from evidence.sandbox.contract import Limits, Measures
from evidence.sandbox.seccomp import filter_program, this_machine

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_SET_MODE_FILTER = 1
SECCOMP_FILTER_FLAG_TSYNC = 1
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
CLONE_NEWIPC = 0x08000000


class SocketFilter(ctypes.Structure):
    """`struct sock_filter`: one instruction."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jt", ctypes.c_uint8),
        ("jf", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class FilterProgram(ctypes.Structure):
    """`struct sock_fprog`: a counted list of instructions."""

    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.POINTER(SocketFilter)))


def confine(limits: Limits) -> Measures:
    """Apply every limit that must hold (OSError if one does not), try the rest, say which held."""
    libc = ctypes.CDLL(None, use_errno=True)
    measures = _leave_the_network(libc)
    # After the namespaces: a change of credentials would undo the signal at the parent's death.
    _set_process_flags(libc)
    _set_resource_limits(limits)
    return measures | _filter_system_calls(libc, limits)


def _set_process_flags(libc: ctypes.CDLL) -> None:
    for option, value in (
        (PR_SET_PDEATHSIG, signal.SIGKILL),
        (PR_SET_NO_NEW_PRIVS, 1),
        (PR_SET_DUMPABLE, 0),
    ):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl was refused")


def _leave_the_network(libc: ctypes.CDLL) -> Measures:
    # Root may lack user namespaces and still have the others; most users have it the other way.
    for flags in (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC, CLONE_NEWNET | CLONE_NEWIPC):
        if libc.unshare(flags) == 0:
            return Measures.NETWORK_NAMESPACE
    return Measures(0)


def _set_resource_limits(limits: Limits) -> None:
    cpu = limits.cpu_seconds
    set_limit = resource.setrlimit
    set_limit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    # The soft limit ends the process by SIGXCPU, which the parent tells from a crash.
    set_limit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    set_limit(resource.RLIMIT_FSIZE, (0, 0))
    set_limit(resource.RLIMIT_CORE, (0, 0))
    # Pipes already open stay usable; with 0 no descriptor of any kind can be added to them.
    set_limit(resource.RLIMIT_NOFILE, (0, 0))
    if not limits.threads:
        set_limit(resource.RLIMIT_NPROC, (0, 0))


def _filter_system_calls(libc: ctypes.CDLL, limits: Limits) -> Measures:
    machine = this_machine()
    if machine is None:
        return Measures(0)
    program = _as_c(filter_program(machine, limits))
    # TSYNC: a thread started by an import would otherwise stay outside the filter.
    refused = libc.syscall(
        machine.seccomp_call,
        SECCOMP_SET_MODE_FILTER,
        SECCOMP_FILTER_FLAG_TSYNC,
        ctypes.byref(program),
    )
    return Measures(0) if refused else Measures.SECCOMP


def _as_c(instructions: Sequence[tuple[int, int, int, int]]) -> FilterProgram:
    array = (SocketFilter * len(instructions))(*(SocketFilter(*each) for each in instructions))
    return FilterProgram(len(instructions), array)
