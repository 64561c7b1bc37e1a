from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from jobs.services import make_worker_key
from resources.services import load_resources
from tests.cast import Cast, make_cast
from tests.packets.pages import Side, lay_out


@pytest.fixture(params=["owner", "team"])
def side(request: pytest.FixtureRequest, db: None, settings: Any, tmp_path: Path) -> Side:
    """Ani herself, or Budi who works on her case; one packet waits."""
    settings.RUN_DIR = tmp_path
    load_resources()
    make_worker_key()
    return lay_out(request.param)


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """Everybody, and a worker that lives."""
    settings.RUN_DIR = tmp_path
    people = make_cast()
    make_worker_key()
    return people


@pytest.fixture
def forward(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Puts the clock forward."""
    real = timezone.now

    def move(delta: Any) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + delta)

    return move
