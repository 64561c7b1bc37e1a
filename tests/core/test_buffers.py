"""Large buffers are taken again and again without the kernel clearing their pages each time."""

import subprocess
import sys

COUNT_FAULTS = """
import resource
from core.buffers import keep_large_buffers
{first}
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for number in range(50):
    first = bytes([number]) * (1 << 20)
    second = first[:-1] + b"a"
    del first, second
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(first: str) -> int:
    """Of a new process that does this first, and then takes two buffers fifty times."""
    line = [sys.executable, "-c", COUNT_FAULTS.format(first=first)]
    return int(subprocess.run(line, capture_output=True, check=True, text=True).stdout)


def test_their_pages_stay_with_the_process() -> None:
    assert page_faults("keep_large_buffers()") < page_faults("pass") / 4
