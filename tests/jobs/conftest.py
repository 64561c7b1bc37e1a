from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from jobs import services
from jobs.enums import JobKind
from jobs.models import WorkerKey
from jobs.services import make_worker_key
from tests.clock import Clock, clock  # noqa: F401  a fixture
from tests.jobs import runners
from tests.jobs.databases import database  # noqa: F401  a fixture


class Machines:
    """Machines of one site, each with a run directory and a worker of its own."""

    def __init__(self, folder: Path, settings: object) -> None:
        self._folder, self._settings = folder, settings

    def be(self, name: str) -> None:
        """From now on this process runs on that machine."""
        path = self._folder / name
        path.mkdir(exist_ok=True)
        self._settings.RUN_DIR = path

    def start(self, name: str) -> WorkerKey:
        self.be(name)
        return make_worker_key()


@pytest.fixture
def machines(tmp_path: Path, settings: object) -> Machines:
    return Machines(tmp_path, settings)


@pytest.fixture
def worker(machines: Machines) -> WorkerKey:
    """One machine with a living worker; this process runs on it."""
    return machines.start("one")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The ids that would go to the broker."""
    ids: list[UUID] = []
    monkeypatch.setattr(services, "_send", ids.append)
    return ids


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs run what `tests.jobs.runners` tells them to."""
    monkeypatch.setitem(services.RUNNERS, JobKind.PACKET, "tests.jobs.runners.run")
    yield
    runners.forget()
