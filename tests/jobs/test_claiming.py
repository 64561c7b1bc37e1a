"""Of several workers with the same message one gets the job, on either kind of database."""

from pathlib import Path

import pytest

from tests.jobs.site import Site


@pytest.mark.parametrize("workers", [2, 20])
def test_one_worker_gets_the_lease(workers: int, database: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site", database=database)
    told = site.step("claim_at_once", str(workers))
    assert told == {"asked": workers, "won": 1, "attempts": 1}


def test_a_runner_that_is_silent_for_long_keeps_its_lease(database: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site", database=database, lease_seconds=1)
    assert site.step("work_in_silence", "2.5") == {"state": "ready", "attempts": 1, "sent": 0}
