"""What no longer opens is named: in the packet, to the owner, in the log, by the verifier."""

from collections.abc import Callable
from pathlib import Path

import pytest

from custody.enums import CustodyAction, CustodyRole
from custody.reading import check_chain_holds
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from jobs.enums import JobState
from packets.models import ReportPacket
from packets.services import outcome_of
from tests import sample_files
from tests.cast import Cast
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import ask, blob_path, build, damage, download, hers, log_of_case

pytestmark = pytest.mark.django_db


def lose(item: EvidenceItem) -> None:
    blob_path(item.blob).unlink()


def cut(item: EvidenceItem) -> None:
    data = blob_path(item.blob).read_bytes()
    blob_path(item.blob).write_bytes(data[: len(data) // 2])


def empty(item: EvidenceItem) -> None:
    blob_path(item.blob).write_bytes(b"")


WAYS = {"a flipped bit": damage, "half a file": cut, "an empty file": empty, "no file": lose}


def with_broken_second(cast: Cast, spoil: Callable[[EvidenceItem], None]) -> ReportPacket:
    keep_file(cast.ani, cast.case, sample_files.png(seed=1))
    second = keep_file(cast.ani, cast.case, sample_files.png(seed=2))
    spoil(second)
    packet = ask(cast.ani, cast.case)
    assert build(packet) == JobState.READY
    return packet


@pytest.mark.parametrize("spoil", WAYS.values(), ids=WAYS)
def test_the_packet_is_built_and_names_the_item(
    spoil: Callable[[EvidenceItem], None], cast: Cast, tmp_path: Path
) -> None:
    got = download(cast.ani, with_broken_second(cast, spoil), tmp_path)
    meta = got.json("data/evidence/002/meta.json")
    assert (got.originals, meta["label"]) == (["001"], "B-02")
    assert meta["original"] == ("missing" if spoil is lose else "damaged")
    assert b"B-02" in got.read("data/evidence/002/DAMAGED.txt")
    status, told = got.verified()
    assert status == 2
    assert "B-02" in told


@pytest.mark.parametrize("spoil", WAYS.values(), ids=WAYS)
def test_the_owner_is_told(spoil: Callable[[EvidenceItem], None], cast: Cast) -> None:
    packet = hers(cast.ani, with_broken_second(cast, spoil))
    outcome = outcome_of(cast.ani.keys(cast.case), packet)
    assert (outcome.damaged, outcome.left_out) == (("B-02",), ())
    states = EvidenceItem.objects.visible_to(cast.ani.actor).values_list("number", "state")
    assert dict(states) == {1: ItemState.READY, 2: ItemState.DAMAGED}


def test_the_log_tells_who_found_it_and_when_it_was_built(cast: Cast) -> None:
    packet = with_broken_second(cast, damage)
    found, built = list(log_of_case(cast.ani, cast.case))[-2:]
    assert (found.act, found.role) == (CustodyAction.ITEM_DAMAGED, CustodyRole.WORKER)
    assert found.details["number"] == "B-02"
    assert (built.act, built.obj) == (CustodyAction.PACKET_BUILT, packet.id)
    assert built.details["damaged"] == "B-02"
    assert check_chain_holds(cast.case.id, cast.ani.keys(cast.case).logs) == built.seq


def test_it_is_noted_once_however_many_packets_find_it(cast: Cast) -> None:
    with_broken_second(cast, damage)
    build(ask(cast.ani, cast.case))
    acts = [event.act for event in log_of_case(cast.ani, cast.case)]
    assert acts.count(CustodyAction.ITEM_DAMAGED) == 1
    assert acts.count(CustodyAction.PACKET_BUILT) == 2


def test_a_broken_picture_of_a_whole_original_is_no_damage(cast: Cast, tmp_path: Path) -> None:
    item = keep_file(cast.ani, cast.case)
    for row in item.derivatives.all():
        blob_path(row.blob).write_bytes(b"x" * 500)
    packet = ask(cast.ani, cast.case)
    build(packet)
    got = download(cast.ani, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == (["001"], 0)


def test_an_item_whose_picture_was_never_made_goes_in_whole(cast: Cast, tmp_path: Path) -> None:
    keep_file(cast.ani, cast.case, sample_files.text(), name="percakapan.txt")
    packet = ask(cast.ani, cast.case)
    build(packet)
    got = download(cast.ani, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == (["001"], 0)


def test_a_large_original_that_breaks_off_leaves_no_whole_file(cast: Cast, tmp_path: Path) -> None:
    """More than is held in memory at once: it goes through in pieces."""
    large = sample_files.text() * 100_000
    item = keep_file(cast.ani, cast.case, large, name="percakapan.txt")
    damage(item)
    packet = ask(cast.ani, cast.case)
    build(packet)
    got = download(cast.ani, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == ([], 2)
