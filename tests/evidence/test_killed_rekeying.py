"""A worker may die anywhere in a re-keying: no file is lost, none is done twice, none left out."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.killed_worker import REKEY_POINTS
from tests.jobs.site import Site, eventually

AT_ONCE = 2
START_SECONDS = 120
END_SECONDS = "120"
FILES = 7


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with three files and their pictures, new keys asked for, and no worker yet."""
    made = Site(tmp_path_factory.mktemp("site"))
    made.step("prepare_rekeying")
    return made


def facts_after(site: Site, point: str) -> dict[str, Any]:
    """One worker is killed at the point, another finishes what it left."""
    with site.worker("solo", killed_at=point) as first:
        eventually((site.folder / "killed").exists, START_SECONDS)
        assert first.wait(START_SECONDS) == -signal.SIGKILL
        with site.worker("solo"):
            facts: dict[str, Any] = site.step("beat_rekeying", END_SECONDS)
    return facts


def test_workers_killed_anywhere_lose_no_file_and_do_none_twice(site: Site, tmp_path: Path) -> None:
    copies = {point: site.copy_to(tmp_path / str(at)) for at, point in enumerate(REKEY_POINTS)}
    with ThreadPoolExecutor(AT_ONCE) as executor:
        found = executor.map(lambda point: facts_after(copies[point], point), copies)
        facts = dict(zip(copies, found, strict=True))
    for point, fact in facts.items():
        assert fact == {
            "state": "ready",
            "rekeyed": FILES,
            "damaged": 0,
            "kept_blobs": 0,
            "opened": 3,
            "unnamed_blobs": [],
            "missing_blobs": [],
            "grants": 0,
            "old_keys_open": 0,
        }, point


def test_a_reboot_in_the_middle_asks_her_and_one_press_finishes_it(
    site: Site, tmp_path: Path
) -> None:
    site = site.copy_to(tmp_path / "site")
    with site.worker("solo", killed_at="after a file's commit") as first:
        first.wait(START_SECONDS)
    site.step("reboot")
    with site.worker("solo"):
        facts = site.step("beat_rekeying", END_SECONDS)
        assert (facts["state"], facts["rekeyed"], facts["opened"]) == ("needs_owner", 1, 3)
        site.step("press_continue_rekeying")
        facts = site.step("beat_rekeying", END_SECONDS)
    assert (facts["state"], facts["rekeyed"], facts["opened"]) == ("ready", FILES, 3)
    assert facts["unnamed_blobs"] == facts["missing_blobs"] == []
