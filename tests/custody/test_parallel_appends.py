"""Fifty writers at one log, on the kind of database that this run stands on."""

from pathlib import Path

from tests.jobs.site import Site

WRITERS = 50


def test_fifty_writers_at_once_leave_one_chain_without_a_gap(database: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site", database=database)
    told = site.step("append_at_once", str(WRITERS))
    assert told == {"held": WRITERS, "told": list(range(WRITERS))}
