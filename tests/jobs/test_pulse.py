"""Whether a worker lives is told by itself: real ones, alive, stopped, killed and busy."""

import os
import signal
from pathlib import Path

import pytest

from tests.jobs.killed_worker import BUSY
from tests.jobs.site import Site, eventually

SECONDS = 90
ASKED = {"not_ready": [], "state": "queued"}
REFUSED = {"not_ready": ["worker"], "state": "needs_owner"}


@pytest.fixture
def site(database: str, tmp_path: Path) -> Site:
    booted = Site(tmp_path / "site", database=database, lease_seconds=60, pulse_seconds=2)
    booted.step("boot")
    return booted


def wait_until_ready(site: Site) -> None:
    assert site.step("wait_until_not_ready") == []


def wait_until_named(site: Site) -> None:
    assert site.step("wait_until_not_ready", "worker") == ["worker"]


def test_a_worker_of_the_plain_queue_stands_for_no_keyed_one(site: Site) -> None:
    with site.worker("solo", queue="plain"):
        eventually(lambda: site.step("beaten"), SECONDS)
        assert site.step("not_ready") == ["worker"]


def test_before_any_worker_runs_its_key_gets_no_grant(site: Site) -> None:
    assert site.step("ask") == REFUSED


@pytest.mark.parametrize("pool", ["solo", "prefork"])
def test_a_worker_that_lives_is_ready_and_one_that_was_killed_is_named(
    site: Site, pool: str
) -> None:
    with site.worker(pool):
        wait_until_ready(site)
        assert site.step("ask") == ASKED
    wait_until_named(site)
    assert site.step("ask") == REFUSED


def test_a_worker_that_is_stopped_is_named_until_it_goes_on(site: Site) -> None:
    with site.worker("prefork") as process:
        wait_until_ready(site)
        os.killpg(process.pid, signal.SIGSTOP)
        wait_until_named(site)
        assert site.step("ask") == REFUSED
        os.killpg(process.pid, signal.SIGCONT)
        wait_until_ready(site)


def test_of_two_workers_with_one_key_the_living_one_speaks_for_both(site: Site) -> None:
    with site.worker("solo"), site.worker("solo") as stopped:
        wait_until_ready(site)
        os.killpg(stopped.pid, signal.SIGSTOP)
        for _ in range(3):
            wait_until_ready(site)


def test_a_worker_that_is_asked_to_end_shows_no_life_any_more(site: Site) -> None:
    with site.worker("solo") as process:
        wait_until_ready(site)
        process.terminate()
        assert process.wait(SECONDS) == 0
        wait_until_named(site)


def test_a_job_that_takes_for_ever_does_not_hide_that_its_worker_lives(site: Site) -> None:
    with site.worker("solo", killed_at=BUSY):
        wait_until_ready(site)
        assert site.step("ask") == ASKED
        assert site.step("seen_while_busy")
        wait_until_ready(site)
