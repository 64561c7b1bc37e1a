"""`make test`: the whole suite on SQLite and files, then what stores and queues on the big parts.

The second run leaves out what touches neither, as `conftest` finds, and what is listed here: it
brings a database and a broker of its own, weighs pages, or asks of every route whom it lets in.
"""

import os
import subprocess
import sys

from tests import services

# More than the cores of a small machine: many a test waits for a browser or another process.
PYTEST = [sys.executable, "-m", "pytest", "-n", "3", "-q"]
BIG_PARTS = {"KBGO_TEST_DATABASE": "postgresql", "KBGO_TEST_BROKER": "redis"}
NOT_AGAIN = (
    "tests/access",
    "tests/browser",
    "tests/canary",
    "tests/evidence/test_early_refusal.py",
    "tests/kbgo/test_restore_elsewhere.py",
    "tests/kbgo/test_serve.py",
    "tests/packets/test_demonstration.py",
    "tests/packets/test_killed_workers.py",
    "tests/test_budgets.py",
)
NO_TESTS = 5


def main() -> int:
    first = run("SQLite and the embedded broker", [], {})
    missing = missing_parts()
    if not missing:
        ignored = [f"--ignore={path}" for path in NOT_AGAIN]
        return first or run("PostgreSQL and Redis", ignored, BIG_PARTS)
    print(f"\n{services.LEFT_OUT} the whole second run, for lack of {' and '.join(missing)}")
    return first or int(os.environ.get("REQUIRE_ALL") == "1")


def missing_parts() -> list[str]:
    found = {"PostgreSQL": services.find_postgresql(), "Redis": services.find_redis()}
    return [name for name, path in found.items() if path is None]


def run(name: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"\nTests on {name}", flush=True)
    asked = [*PYTEST, *arguments, *sys.argv[1:]]
    code = subprocess.run(asked, env=os.environ | environment, check=False).returncode
    return 0 if code == NO_TESTS and environment else code


if __name__ == "__main__":
    sys.exit(main())
