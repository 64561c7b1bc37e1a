"""A worker may die anywhere: the packet is made all the same, once, or its requester is asked."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.killed_worker import POINTS
from tests.jobs.site import ROOT, Site, eventually
from tests.jobs.steps import MARKS

AT_ONCE = 4
START_SECONDS = 90
END_SECONDS = "120"
LAST = "after the commit, before the acknowledgement"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one job whose worker was killed."""

    first_ended_with: int | None
    facts: dict[str, Any]
    verdict: int
    log: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a packet asked for, and no worker yet."""
    made = Site(tmp_path_factory.mktemp("site"))
    made.step("prepare")
    return made


def fates_of(copies: dict[str, Site], pool: str) -> dict[str, Fate]:
    """All points at once: each of them mostly waits for a lease to run out."""
    with ThreadPoolExecutor(AT_ONCE) as executor:
        fates = executor.map(lambda point: fate_of(copies[point], point, pool), copies)
        return dict(zip(copies, fates, strict=True))


def fate_of(site: Site, point: str, pool: str) -> Fate:
    """One worker is killed at the point, another finishes what it left."""
    if site.redis:
        site.step("send")
    with site.worker(pool, killed_at=point) as first:
        eventually((site.folder / "killed").exists, START_SECONDS)
        ended_with = first.wait(START_SECONDS) if pool == "solo" else first.poll()
        with site.worker("solo"):
            facts = site.step("beat", END_SECONDS)
    return Fate(ended_with, facts, verdict_on(site), site.log)


def verdict_on(site: Site) -> int:
    path = Path(site.step("download")["path"])
    command = [sys.executable, "-m", "vaultverify", str(path)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode


def check_made_once(fate: Fate, point: str) -> None:
    """Ready, one packet with one blob and one entry, nothing left over, and it verifies."""
    kept = {name: fate.facts[name] for name in ("state", "built", "grants", "failure", "damaged")}
    once = {"state": "ready", "built": 1, "grants": 0, "failure": "", "damaged": 0}
    assert kept == once, point
    assert fate.facts["attempts"] == (1 if point == LAST else 2), point
    assert fate.facts["unnamed_blobs"] == fate.facts["missing_blobs"] == [], point
    assert fate.facts["packet_blob"], point
    assert fate.verdict == 0, point
    assert not any(mark in fate.log for mark in MARKS)


def test_whole_workers_killed_anywhere_lose_nothing(site: Site, tmp_path: Path) -> None:
    """On the embedded broker, whose files have forgotten the message."""
    copies = {point: site.copy_to(tmp_path / str(at)) for at, point in enumerate(POINTS)}
    for point, fate in fates_of(copies, "solo").items():
        assert fate.first_ended_with == -signal.SIGKILL, point
        check_made_once(fate, point)


def test_children_of_workers_killed_anywhere_lose_nothing(
    site: Site, tmp_path: Path, redis_url: str
) -> None:
    """On Redis, which gets the message back and delivers it once more."""
    server = redis_url.rpartition("/")[0]
    copies = {
        point: site.copy_to(tmp_path / str(at), redis=f"{server}/{at}")
        for at, point in enumerate(POINTS, start=1)
    }
    for point, fate in fates_of(copies, "prefork").items():
        assert fate.first_ended_with is None, point
        check_made_once(fate, point)


def test_without_a_grant_its_requester_is_asked_and_continues(site: Site, tmp_path: Path) -> None:
    site = site.copy_to(tmp_path / "site")
    with site.worker("solo", killed_at="in the middle of writing") as first:
        first.wait(START_SECONDS)
    site.step("reboot")
    with site.worker("solo"):
        facts = site.step("beat", END_SECONDS)
        assert (facts["state"], facts["built"], facts["grants"]) == ("needs_owner", 0, 0)
        assert facts["unnamed_blobs"] == []
        assert site.step("wait_until_not_ready") == []
        assert site.step("press_continue") == {"state": "queued"}
        facts = site.step("beat", END_SECONDS)
    assert (facts["state"], facts["built"], facts["attempts"]) == ("ready", 1, 1)
    assert verdict_on(site) == 0
