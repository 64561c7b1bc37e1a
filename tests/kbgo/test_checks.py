from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

DANGERS: dict[str, dict[str, Any]] = {
    "kbgo.E001": {"DEBUG": True, "ALLOWED_HOSTS": ["catatan.example"]},
    "kbgo.E002": {"PRODUCTION": True, "SECURE_SSL_REDIRECT": False},
    "kbgo.E004": {
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    },
    "kbgo.E005": {"ASGI_APPLICATION": "kbgo.asgi.application"},
    "kbgo.E006": {"CELERY_ACCEPT_CONTENT": ["json", "pickle"]},
    "kbgo.E010": {"TSA_URLS": ["ftp://stempel.example/"]},
    "kbgo.E011": {"TSA_URLS": ["https://stempel.example/"]},
    "kbgo.E013": {"CLAMD_SOCKET": "clamd.ctl"},
    "kbgo.W002": {"CLAMD_SOCKET": "scanner.example:3310"},
    "kbgo.E008": {"PRODUCTION": True, "ARGON2_MEMORY_KIB": 1024},
}


def found_ids(*, deploy: bool = False) -> set[str]:
    found = run_checks(tags=["security"], include_deployment_checks=deploy)
    return {message.id or "" for message in found}


@pytest.mark.parametrize("identifier", DANGERS)
def test_a_dangerous_setting_is_refused(identifier: str, settings: Settings) -> None:
    assert identifier not in found_ids()
    for name, value in DANGERS[identifier].items():
        setattr(settings, name, value)
    assert identifier in found_ids()


def test_an_openssl_without_ml_kem_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "kbgo.E007" not in found_ids()
    monkeypatch.setattr("vault.primitives.backend.mlkem_supported", lambda: False)
    assert "kbgo.E007" in found_ids()


def test_results_of_jobs_may_not_be_kept(settings: Settings) -> None:
    settings.CELERY_RESULT_BACKEND = "django-db"
    assert "kbgo.E006" in found_ids()


def test_the_state_directory_may_not_be_served(settings: Settings) -> None:
    settings.STATICFILES_DIRS = [Path(settings.STATE_DIR).parent]
    assert "kbgo.E003" in found_ids()


def test_the_state_directory_may_not_be_open_to_others(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    tmp_path.chmod(0o700)
    assert "kbgo.E009" not in found_ids()
    tmp_path.chmod(0o750)
    assert "kbgo.E009" in found_ids()


def test_the_session_half_belongs_outside_the_state_directory(
    settings: Settings, tmp_path: Path
) -> None:
    assert "kbgo.W001" in found_ids(deploy=True)
    settings.RUN_DIR = tmp_path
    assert "kbgo.W001" not in found_ids(deploy=True)
