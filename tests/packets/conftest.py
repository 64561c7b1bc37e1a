from pathlib import Path
from typing import Any

import pytest

from jobs.services import make_worker_key
from resources.services import load_resources
from tests.packets.pages import Side, lay_out


@pytest.fixture(params=["owner", "team"])
def side(request: pytest.FixtureRequest, db: None, settings: Any, tmp_path: Path) -> Side:
    """Ani herself, or Budi who works on her case; one packet waits."""
    settings.RUN_DIR = tmp_path
    load_resources()
    make_worker_key()
    return lay_out(request.param)
