"""A locked item stays locked for whoever writes to the database: the signed log decides."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cases.services import answer_question
from core.exceptions import NotOpened, PolicyRefused
from custody.enums import CustodyAction
from custody.models import CustodyErasure, CustodyEvent
from custody.reading import opened_events
from custody.selectors import log_of
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from evidence.selectors import locked_items
from evidence.services import (
    download_original,
    queue_derivatives,
    reveal_item,
    shut_items,
    view_copy_address,
)
from evidence.sniffing import FileClass
from jobs.enums import JobState
from jobs.services import make_worker_key
from packets.services import outcome_of
from tests import sample_files
from tests.evidence.conftest import Desk
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import ask, build, download, hers, job_of

COLUMNS = ("sealed_details", "details_revision", "details_epoch", "state")
Act = Callable[[Any, Any, EvidenceItem], Any]


def answer(desk: Desk, chosen: str) -> None:
    answer_question(desk.person.actor, desk.person.keys(desk.case), "q02_usia", [chosen])


@pytest.fixture
def put_back(desk: Desk, settings: Any, tmp_path: Path) -> EvidenceItem:
    """Locked by her answer; then every column of the item is written back to what it was. The
    answers are hers again, too: she says now that everybody is an adult."""
    settings.RUN_DIR = tmp_path
    make_worker_key()
    item = keep_file(desk.person, desk.case, sample_files.jpeg(), name="foto.jpg")
    answer(desk, "u18_dulu")
    answer(desk, "dewasa")
    before = {name: getattr(item, name) for name in COLUMNS}
    EvidenceItem.objects.within(pk=item.pk).update(**before, file_class="text")
    return EvidenceItem.objects.visible_to(desk.person.actor).get(pk=item.pk)


def viewed(actor: Any, keys: Any, item: EvidenceItem) -> str:
    """With its picture put back as well, as far as a row can be."""
    row = item.derivatives.model(item=item, kind="view", blob="a" * 40, blob_epoch=1, key_epoch=1)
    row.sealed_key = b"x"
    row.save(force_insert=True)
    return view_copy_address(keys, item)


ACTS: dict[str, Act] = {
    "revealed": reveal_item,
    "viewed": viewed,
    "downloaded": download_original,
    "drawn": queue_derivatives,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_older_columns_unlock_nothing(desk: Desk, put_back: EvidenceItem, act: Act) -> None:
    keys = desk.person.keys(desk.case)
    assert not open_details(keys, put_back).is_locked
    put_back.file_class = FileClass.IMAGE
    with pytest.raises(PolicyRefused):
        act(desk.person.actor, keys, put_back)


def test_no_packet_holds_it(desk: Desk, put_back: EvidenceItem, tmp_path: Path) -> None:
    packet = ask(desk.person, desk.case)
    assert build(packet) == JobState.READY
    got = download(desk.person, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == ([], 2)
    assert outcome_of(desk.person.keys(desk.case), hers(desk.person, packet)).withheld == ("B-01",)


def take_out_the_lock(desk: Desk) -> None:
    """The one entry goes, as for somebody whom no trigger stops."""
    events = opened_events(desk.case.id, desk.person.keys(desk.case).logs)
    [seq] = [event.seq for event in events if event.act == CustodyAction.ITEM_LOCKED]
    CustodyErasure.objects.create(log_id=log_of(desk.case.id).id)
    CustodyEvent.objects.get(log__case_id=desk.case.id, seq=seq).delete()


def test_a_log_without_the_entry_opens_nothing_either(desk: Desk, put_back: EvidenceItem) -> None:
    take_out_the_lock(desk)
    actor, keys = desk.person.actor, desk.person.keys(desk.case)
    for refused in (
        lambda: locked_items(keys),
        lambda: download_original(actor, keys, put_back),
        lambda: ask(desk.person, desk.case),
    ):
        with pytest.raises(NotOpened):
            refused()


def test_a_job_does_not_build_from_a_log_that_was_changed(
    desk: Desk, put_back: EvidenceItem
) -> None:
    packet = ask(desk.person, desk.case)
    take_out_the_lock(desk)
    assert (build(packet), job_of(packet).failure) == (JobState.FAILED, "log_broken")


def test_a_picture_called_a_text_is_locked_like_any(desk: Desk) -> None:
    """The class is read from what was sealed, so that a row cannot hide from the next answer."""
    item = keep_file(desk.person, desk.case, sample_files.png(), name="foto.png")
    EvidenceItem.objects.within(pk=item.pk).update(file_class="text")
    answer(desk, "u18_dulu")
    keys = desk.person.keys(desk.case)
    item.refresh_from_db()
    assert (item.state, locked_items(keys)) == (ItemState.HELD, {item.id})


def test_what_the_gate_shuts_goes_into_no_packet_under_any_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = keep_file(desk.person, desk.case, sample_files.png(), name="foto.png")
    monkeypatch.setattr("cases.services.records.ON_ANSWER", ())
    answer(desk, "u18_dulu")
    EvidenceItem.objects.within(pk=item.pk).update(file_class="text")
    keys = desk.person.keys(desk.case)
    assert shut_items(keys) == {item.id}
    item.refresh_from_db()
    with pytest.raises(PolicyRefused):
        download_original(desk.person.actor, keys, item)
