"""How much memory this process and its children came to need, as the kernel counts it."""

import re
import resource
from pathlib import Path

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def forget_peak() -> None:
    """Starts the kernel's high-water mark anew where it allows that."""
    try:
        CLEAR.write_text("5")
    except OSError:
        return


def child_cpu() -> float:
    """Seconds of CPU that ended children have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mib() -> tuple[float, float]:
    """MiB at the high-water mark: of this process, and of its largest child."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if STATUS.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())):
        return int(found[1]) / 1024, children
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, children
