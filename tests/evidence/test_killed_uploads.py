"""The site may die at any point of an upload: what was acknowledged is there, and nothing twice."""

import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.databases import database  # noqa: F401  a fixture
from tests.jobs.site import Site
from tests.jobs.upload_steps import CONTENT, PART, PART_POINTS, WHOLE_POINTS

AT_ONCE = 2
WHOLE = -(-len(CONTENT) // PART)
# How many parts the next request finds, where the site died at the point.
FOUND = dict.fromkeys(PART_POINTS, 1) | dict.fromkeys(WHOLE_POINTS, WHOLE)
FOUND |= {
    "after a part's commit, before the answer": 2,
    "after the whole's commit, before the answer": 0,
    "before the parts' blobs go": 0,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a file of which the first part is here."""
    made = Site(tmp_path_factory.mktemp("site"))
    made.step("prepare_upload")
    return made


def facts_after(site: Site, point: str) -> dict[str, Any]:
    with pytest.raises(subprocess.CalledProcessError) as died:
        site.step("die_at", point)
    assert died.value.returncode == -signal.SIGKILL, point
    facts: dict[str, Any] = site.step("go_on")
    return facts


def test_a_site_killed_anywhere_loses_no_part_and_keeps_one_item(
    site: Site, tmp_path: Path
) -> None:
    copies = {point: site.copy_to(tmp_path / str(at)) for at, point in enumerate(FOUND)}
    with ThreadPoolExecutor(AT_ONCE) as executor:
        found = executor.map(lambda point: facts_after(copies[point], point), copies)
        facts = dict(zip(copies, found, strict=True))
    for point, fact in facts.items():
        assert fact == {
            "parts_found": FOUND[point],
            "same": True,
            "items": 1,
            "number": 1,
            "exact": True,
            "unnamed_blobs": [],
            "missing_blobs": [],
        }, point


def test_of_two_parts_at_one_offset_one_is_taken(tmp_path: Path, database: str) -> None:  # noqa: F811
    facts = Site(tmp_path / "site", database=database).step("take_at_once", "2")
    assert facts == {"taken": [str(2 * PART), "taken"], "items": [1, 1], "unnamed_blobs": []}
