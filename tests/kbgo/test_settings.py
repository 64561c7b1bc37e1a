"""Each start is a process of its own: settings are read once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

KEY = "0123456789abcdef" * 4
GIVEN = {
    "KBGO_ENV": "production",
    "KBGO_SECRET_KEY": "s" * 64,
    "KBGO_PEPPER": KEY,
    "KBGO_ALLOWED_HOSTS": "catatan.example",
}


def start(state: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KBGO_") and "URL" not in k}
    kept |= {"KBGO_STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": "kbgo.settings"} | environment
    line = f"from django.conf import settings; {code}"
    return subprocess.run(
        [sys.executable, "-c", line], env=kept, capture_output=True, text=True, check=False
    )


def test_the_embedded_default_makes_its_secrets_and_keeps_them(tmp_path: Path) -> None:
    show = "print(settings.PEPPER.hex(), settings.SECRET_KEY)"
    first, second = start(tmp_path / "s", show), start(tmp_path / "s", show)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    secrets = tmp_path / "s" / "secrets"
    assert {path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {0o600}


def test_the_embedded_default_answers_on_the_loopback_without_debug(tmp_path: Path) -> None:
    shown = start(tmp_path, "print(settings.ALLOWED_HOSTS, settings.DEBUG, settings.DEVELOPMENT)")
    assert shown.stdout == "['localhost', '127.0.0.1', '[::1]'] False False\n"


@pytest.mark.parametrize("name", ["KBGO_SECRET_KEY", "KBGO_PEPPER", "KBGO_ALLOWED_HOSTS"])
def test_production_stops_with_help_when_something_is_not_given(tmp_path: Path, name: str) -> None:
    without = {key: value for key, value in GIVEN.items() if key != name}
    stopped = start(tmp_path, "settings.PEPPER", **without)
    assert stopped.returncode == 1
    assert f"{name} is not set." in stopped.stderr


def test_production_starts_with_what_it_was_given(tmp_path: Path) -> None:
    shown = start(tmp_path, "print(settings.SECURE_SSL_REDIRECT, settings.DEBUG)", **GIVEN)
    assert shown.stdout == "True False\n", shown.stderr
    assert list((tmp_path / "secrets").iterdir()) == []


def test_debug_is_for_development_alone(tmp_path: Path) -> None:
    shown = start(tmp_path, "print(settings.DEBUG)", KBGO_DEBUG="1", **GIVEN)
    assert shown.stdout == "False\n", shown.stderr


def test_what_the_site_writes_is_private(tmp_path: Path) -> None:
    code = "settings.DEBUG; import pathlib; pathlib.Path(settings.STATE_DIR, 'x').write_text('x')"
    assert start(tmp_path / "s", code).returncode == 0
    assert (tmp_path / "s" / "x").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "s").stat().st_mode & 0o777 == 0o700


def test_the_server_refuses_a_danger_as_the_commands_do(tmp_path: Path) -> None:
    cheap = GIVEN | {"KBGO_ARGON2_ITERATIONS": "1"}
    stopped = start(tmp_path, "import kbgo.wsgi", **cheap)
    assert stopped.returncode == 1
    assert "kbgo.E008" in stopped.stderr
    started = start(tmp_path, "import kbgo.wsgi", **GIVEN)
    assert started.returncode == 0, started.stderr
