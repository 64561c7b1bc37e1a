"""Many makers of checkpoints at once, on the kind of database that this run stands on."""

from pathlib import Path

from tests.jobs.site import Site

MAKERS = 20


def test_makers_at_once_leave_one_chain_with_every_log(database: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site", database=database)
    told = site.step("make_checkpoints_at_once", str(MAKERS))
    numbers = [number for number in told["made"] if number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert told["linked"]
    assert told["proven"] == MAKERS


def test_nobody_waits_for_a_slow_authority(database: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site", database=database)
    told = site.step("write_while_an_authority_is_slow")
    assert (told["packet"], told["was_waiting"]) == ("ready", True)


def test_a_packet_gives_a_stamp_on_its_way_a_moment(database: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site", database=database)
    assert site.step("build_while_a_stamp_is_on_its_way") == {"is_anchored": True}
