"""A video in her notes: its strip is made by the job, and goes wherever a view copy would."""

import base64
import io
import re
from typing import Any

import pytest
from PIL import Image

from cases.services import change_shared_items
from core.exceptions import PolicyRefused
from custody.enums import CustodyAction
from evidence.chronology import shown_items, shown_shared
from evidence.enums import DerivativeKind, ItemState
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import open_details, open_shared_details
from evidence.services import rekey_files, reveal_item, shared_view_address, view_copy_address
from evidence.storage import read_blob
from jobs.services import make_worker_key
from tests.cases.shared import Shared, lay_out
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file, original, run_jobs
from tests.sample_videos import sound, video
from tests.workbench.desk import REASON, Desk, browser_of, text_of
from tests.workbench.desk import lay_out as lay_out_desk

VIDEO = video(frames=60, metadata={"artist": "<b>siapa", "location": "-06.1750+106.8166/"})
PLACE = "-6.17500, 106.81660"
PICTURE = re.compile(r'src="data:image/jpeg;base64,([\w+/=]+)"')


@pytest.fixture(autouse=True)
def worker(db: None, settings: Any, tmp_path: object) -> None:
    settings.RUN_DIR = tmp_path
    make_worker_key()


@pytest.fixture
def kept(hers: Owned) -> EvidenceItem:
    return keep_file(hers.person, hers.case, VIDEO, name="rekaman.mp4")


def strip_in(page: str) -> tuple[int, int]:
    found = PICTURE.search(page)
    assert found is not None
    return Image.open(io.BytesIO(base64.b64decode(found[1]))).size


def test_the_job_makes_a_preview_and_a_strip(hers: Owned, kept: EvidenceItem) -> None:
    made = {row.kind for row in kept.derivatives.all() if row.blob}
    assert (kept.state, made) == (ItemState.READY, {DerivativeKind.PREVIEW, DerivativeKind.STRIP})
    assert hers.log(CustodyAction.ITEM_DERIVED)[-1].obj == kept.id
    shown = shown_items(hers.person.keys(hers.case), with_previews=True)
    assert [one.preview[:15] for one in shown if one.row == kept] == ["data:image/webp"]


def test_she_sees_its_frames_once_when_she_asks(hers: Owned, kept: EvidenceItem) -> None:
    where = hers.item_page("item", kept)
    assert "data:image" not in hers.text(where)
    hers.client.post(hers.item_page("reveal", kept))
    page = hers.text(where)
    assert strip_in(page) == (480, 240)
    assert "Frames of your video" in page
    assert "data:image" not in hers.text(where)


def test_what_does_not_decode_is_held_and_kept(hers: Owned) -> None:
    item = keep_file(hers.person, hers.case, sound(), name="suara.mp4")
    keys = hers.person.keys(hers.case)
    assert (item.state, open_details(keys, item).held_reason) == (ItemState.HELD, "damaged")
    assert original(keys, item) == sound()
    assert "It does not open all the way to the end." in hers.text(hers.item_page("item", item))
    assert hers.log(CustodyAction.ITEM_HELD)[-1].obj == item.id


def test_a_decoder_that_is_not_allowed_is_the_reason(hers: Owned) -> None:
    item = keep_file(hers.person, hers.case, video("mpeg2video", frames=5), name="lama.mp4")
    details = open_details(hers.person.keys(hers.case), item)
    assert (item.state, details.held_reason) == (ItemState.HELD, "wrong_type")


def test_a_video_of_before_there_were_strips_has_none(hers: Owned, kept: EvidenceItem) -> None:
    kept.derivatives.all().delete()
    assert "Look at it" not in hers.text(hers.item_page("item", kept))
    with pytest.raises(PolicyRefused):
        reveal_item(hers.person.actor, hers.person.keys(hers.case), kept)


def test_new_keys_leave_her_the_strip(hers: Owned, kept: EvidenceItem) -> None:
    before = set(Derivative.objects.within(item=kept).values_list("blob", flat=True))
    keys = hers.person.keys(hers.case)
    run_jobs(rekey_files(hers.person.actor, keys).id)
    kept.refresh_from_db()
    assert not before & set(kept.derivatives.values_list("blob", flat=True))
    assert view_copy_address(hers.person.keys(hers.case), kept).startswith("data:image/jpeg")
    told = [event.details["file"] for event in hers.log(CustodyAction.ITEM_REKEYED)]
    assert sorted(told) == ["original", "original", "preview", "strip"]


def test_staff_see_the_frames_for_a_reason() -> None:
    desk: Desk = lay_out_desk()
    item = keep_file(desk.people.ani, desk.case, VIDEO, name="rekaman.mp4")
    budi = browser_of(desk.people.budi)
    page = text_of(budi, desk.item_page("item", item))
    assert "Show the frames" in page
    assert "data:image/jpeg" not in page
    budi.post(desk.item_page("reveal", item), {"reason": REASON})
    shown = text_of(budi, desk.item_page("item", item))
    assert strip_in(shown) == (480, 240)
    assert "Frames of the video" in shown
    assert desk.log(CustodyAction.ITEM_REVEALED)[-1].details["reason"] == REASON


def test_staff_read_that_there_is_a_place_and_not_where() -> None:
    desk: Desk = lay_out_desk()
    item = keep_file(desk.people.ani, desk.case, VIDEO, name="rekaman.mp4")
    page = text_of(browser_of(desk.people.budi), desk.item_page("item", item))
    assert "The original says where it was taken" in page
    assert "&lt;b&gt;siapa" in page
    assert PLACE not in page


@pytest.fixture
def shared() -> Shared:
    return lay_out()


def test_a_share_takes_the_strip_and_not_the_place(shared: Shared) -> None:
    ani = shared.people.ani
    item = keep_file(ani, shared.case, VIDEO, name="rekaman.mp4")
    change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, [item.ref])
    held, row = shared.fitri.share_keys(shared.grant), shared.row(item)
    assert shared_view_address(held, row).startswith("data:image/jpeg")
    assert [one.preview[:15] for one in shown_shared(held)] == ["data:image/webp"]
    details = open_shared_details(held, row)
    assert (details.facts["has_location"], details.location) == (True, "")
    assert open_details(ani.keys(shared.case), item).location == PLACE


def test_nothing_of_it_lies_in_the_open(kept: EvidenceItem) -> None:
    for row in (kept, *kept.derivatives.all()):
        assert b"JFIF" not in b"".join(read_blob(row.blob or ""))
    assert b"106.8" not in bytes(kept.sealed_details)
