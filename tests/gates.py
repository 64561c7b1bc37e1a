"""`make check`: every gate runs, then the failures are counted and named."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
GATES: dict[str, list[str]] = {
    "ruff": [*PYTHON, "ruff", "check", "--quiet", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--quiet", "."],
    "mypy": [*PYTHON, "mypy"],
    "imports": [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
    "templates": [*PYTHON, "djlint", "templates", "--lint", "--quiet"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "catalogues": [*PYTHON, "kbgo.catalogue", "check"],
    "house rules": [*PYTHON, "pytest", "-q", "tests/test_house_rules.py"],
    "deploy": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}
MOST_LINES = 80
KEY = "0123456789abcdef" * 4


def environment(state: Path) -> dict[str, str]:
    return os.environ | {"KBGO_ENV": "development", "KBGO_STATE_DIR": str(state / "state")}


def production(state: Path) -> dict[str, str]:
    """What a real instance sets; the keys are for this check and open nothing."""
    return os.environ | {
        "KBGO_ENV": "production",
        "KBGO_STATE_DIR": str(state / "production"),
        "KBGO_RUN_DIR": str(state / "run"),
        "KBGO_SECRET_KEY": "".join(chr(33 + number % 90) for number in range(80)),
        "KBGO_PEPPER": KEY,
        "KBGO_SESSION_KEY": KEY[::-1],
        "KBGO_ALLOWED_HOSTS": "catatan.example",
    }


def main() -> int:
    chosen = sys.argv[1:] or list(GATES)
    failed = []
    with tempfile.TemporaryDirectory(prefix="kbgo-check-") as folder:
        for name in chosen:
            given = production if name == "deploy" else environment
            if not passes(name, given(Path(folder))):
                failed.append(name)
    passed = len(chosen) - len(failed)
    print(f"{passed} gates passed, {len(failed)} failed {' '.join(failed)}".strip())
    return int(bool(failed))


def passes(name: str, given: dict[str, str]) -> bool:
    """Runs one gate; its output is shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run(GATES[name], env=given, capture_output=True, text=True, check=False)
    took = f"{time.monotonic() - began:.1f} s"
    if done.returncode == 0:
        print(f"ok    {name} ({took})", flush=True)
        return True
    lines = (done.stdout + done.stderr).splitlines()
    more = [f"and {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    print(f"FAIL  {name} ({took})", *lines[:MOST_LINES], *more, sep="\n      ", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
