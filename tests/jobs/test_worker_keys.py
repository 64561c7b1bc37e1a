import stat
from pathlib import Path

import pytest
from django.conf import settings

from jobs.models import JobGrant, WorkerKey
from jobs.sealing import KEY_FILE, own_worker_key
from tests.clock import Clock
from tests.jobs.conftest import Machines
from tests.jobs.runners import queued

pytestmark = pytest.mark.django_db


def test_the_private_half_lies_in_the_run_directory_and_nowhere_else(worker: WorkerKey) -> None:
    path = Path(settings.RUN_DIR) / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert [entry.name for entry in path.parent.iterdir()] == [KEY_FILE]
    own = own_worker_key()
    assert own is not None
    assert own[0] == worker.id
    stored = b"".join(map(bytes, (worker.public_key, worker.certificate)))
    assert own[1].to_bytes() not in stored


def test_a_machine_without_a_worker_has_no_key(machines: Machines) -> None:
    machines.be("empty")
    assert own_worker_key() is None


def test_each_boot_has_a_key_of_its_own(machines: Machines) -> None:
    first, second = machines.start("one"), machines.start("one")
    assert first.id != second.id
    assert bytes(first.public_key) != bytes(second.public_key)


def test_a_replaced_key_is_forgotten_with_its_grants(machines: Machines) -> None:
    machines.start("one")
    two = machines.start("two")
    queued()
    one = machines.start("one")
    assert set(WorkerKey.objects.all()) == {one, two}
    assert [grant.worker_key for grant in JobGrant.objects.all()] == [two]


def test_keys_not_seen_for_a_day_are_forgotten(machines: Machines, clock: Clock) -> None:
    machines.start("one")
    clock.forward(hours=25)
    two = machines.start("two")
    assert list(WorkerKey.objects.all()) == [two]
