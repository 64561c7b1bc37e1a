"""What the verifier says of items that their owner took out of the case."""

from pathlib import Path

import pytest

from packets.builders.content import PacketContent
from tests.packets.making import LogMaker, content, item, obj_of, written
from vaultverify.verdict import Status, Verdict
from vaultverify.verify import verify

ADMITTED, DISPOSED, KEPT = (f"evidence.item.{act}" for act in ("admitted", "disposed", "kept"))


def log_of(*acts: str) -> LogMaker:
    """Two items are admitted; the acts befall the second one."""
    log = LogMaker()
    for number, data in ((1, b"bukti"), (2, b"dua")):
        log.admit(item(number, data))
    for act in acts:
        log.add(act, obj_of(2), is_shown=False)
    return log


def verdict_on(tmp_path: Path, packet: PacketContent) -> Verdict:
    path = tmp_path / "packet.zip"
    path.write_bytes(written(packet)[0])
    return verify(path)


@pytest.mark.parametrize("acts", [(DISPOSED,), (DISPOSED, KEPT, DISPOSED), (DISPOSED, DISPOSED)])
def test_an_item_taken_out_leaves_the_packet_good(tmp_path: Path, acts: tuple[str, ...]) -> None:
    packet = content((item(1),), log_of(*acts), withdrawn=("B-02",))
    verdict = verdict_on(tmp_path, packet)
    assert (verdict.status, verdict.withdrawn) == (Status.GOOD, ["B-02"])


def test_an_item_kept_after_all_cannot_be_passed_over(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, content((item(1),), log_of(DISPOSED, KEPT)))
    assert verdict.status is Status.FAILED
    assert [line.where for line in verdict.lines if line.status is Status.FAILED] == ["entry 2"]


def test_an_item_taken_out_cannot_be_in_the_packet(tmp_path: Path) -> None:
    packet = content((item(1), item(2, b"dua")), log_of(DISPOSED), withdrawn=("B-02",))
    assert verdict_on(tmp_path, packet).status is Status.FAILED


@pytest.mark.parametrize("told", [(), ("B-02", "B-03")])
def test_the_packet_names_as_many_as_the_log_tells_of(
    tmp_path: Path, told: tuple[str, ...]
) -> None:
    packet = content((item(1),), log_of(DISPOSED), withdrawn=told)
    assert verdict_on(tmp_path, packet).status is Status.FAILED


def test_an_item_is_not_withdrawn_by_the_packets_word_alone(tmp_path: Path) -> None:
    packet = content((item(1),), log_of(), withdrawn=("B-02",))
    assert verdict_on(tmp_path, packet).status is Status.FAILED


def test_an_act_on_something_else_takes_no_item_out(tmp_path: Path) -> None:
    log = log_of()
    log.add(DISPOSED, obj_of(9), is_shown=False)
    log.add(KEPT, obj_of(9), is_shown=False)
    packet = content((item(1), item(2, b"dua")), log)
    assert verdict_on(tmp_path, packet).status is Status.GOOD
