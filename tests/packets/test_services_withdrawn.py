"""An item that its owner took out is told in a packet as just that: not missing, and no more."""

from pathlib import Path

import pytest

from core.clock import now
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.services import dispose_item, keep_item
from packets.models import ReportPacket
from tests import sample_files
from tests.cast import Cast
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import ask, packet_in_hand

pytestmark = pytest.mark.django_db


def two_items(cast: Cast) -> tuple[EvidenceItem, EvidenceItem]:
    first = keep_file(cast.ani, cast.case, sample_files.png(seed=1))
    return first, keep_file(cast.ani, cast.case, sample_files.png(seed=2), name="rahasia.png")


@pytest.mark.parametrize("at_once", [False, True], ids=["waiting", "erased"])
def test_it_is_told_as_withdrawn_and_nothing_else_of_it(
    cast: Cast, tmp_path: Path, at_once: bool
) -> None:
    first, second = two_items(cast)
    dispose_item(cast.ani.actor, cast.ani.keys(cast.case), second, at_once=at_once)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert got.originals == ["001"]
    assert b"rahasia.png" not in got.everything
    assert "Withdrawn: B-02" in got.read("bag-info.txt").decode()
    assert "Missing: none" in got.read("bag-info.txt").decode()
    assert "B-02: taken out by its owner" in got.read("README.txt").decode()
    status, told = got.verified()
    assert (status, "taken out by its owner: B-02" in told) == (0, True)
    assert first.label == "B-01"


def test_kept_after_all_it_is_in_the_next_packet(cast: Cast, tmp_path: Path) -> None:
    _, second = two_items(cast)
    keys = cast.ani.keys(cast.case)
    dispose_item(cast.ani.actor, keys, second)
    keep_item(cast.ani.actor, keys, second)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert got.originals == ["001", "002"]
    assert "Withdrawn: none" in got.read("bag-info.txt").decode()
    assert got.verified()[0] == 0


def test_packets_that_may_hold_it_are_withdrawn(cast: Cast, tmp_path: Path) -> None:
    first, _ = two_items(cast)
    packet_in_hand(cast.ani, cast.case, tmp_path)
    ask(cast.budi, cast.case)
    dispose_item(cast.ani.actor, cast.ani.keys(cast.case), first)
    assert not ReportPacket.objects.for_upkeep().exists()


def test_a_row_marked_from_outside_is_still_told_as_missing(cast: Cast, tmp_path: Path) -> None:
    """Only an entry of the log takes an item out: whoever writes to the database cannot."""
    _, second = two_items(cast)
    EvidenceItem.objects.for_job(second.pk).update(erase_at=now())
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert got.json("data/evidence/002/meta.json")["original"] == "missing"
    assert got.verified()[0] == 2


def test_the_log_of_the_packet_shows_the_act(cast: Cast, tmp_path: Path) -> None:
    _, second = two_items(cast)
    dispose_item(cast.ani.actor, cast.ani.keys(cast.case), second, at_once=True)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert CustodyAction.ITEM_DISPOSED.encode() in got.read("data/custody/log.jsonl")
    assert str(second.pk).encode() not in got.read("data/custody/payloads.jsonl")
