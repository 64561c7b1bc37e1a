"""Runs the tests of the browser's pure parts where Node is on the machine."""

import shutil
import subprocess
from pathlib import Path

from tests.services import leave_out

HERE = Path(__file__).parent


def test_the_pure_parts_of_the_scripts_hold() -> None:
    node = shutil.which("node")
    if node is None:
        leave_out("Node")
    files = [str(path) for path in sorted(HERE.glob("*.test.mjs"))]
    run = subprocess.run(
        [node, "--test", *files], capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stdout + run.stderr
