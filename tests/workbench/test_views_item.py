import re

import pytest
from django.test import Client

from custody.enums import CustodyAction
from evidence.models import Derivative, EvidenceItem
from evidence.storage import delete_blob
from jobs.models import Job
from jobs.services import make_worker_key
from tests.jobs.casework import keep_file
from tests.workbench.desk import REASON, Desk, browser_of, text_of

VIEW = re.compile(r'<img class="view grey" src="data:image/jpeg;base64,[\w+/=]+"')


@pytest.fixture
def picture(desk: Desk) -> EvidenceItem:
    """A picture whose preview and view copy are made."""
    make_worker_key()
    return keep_file(desk.people.ani, desk.case, is_intimate=True)


def reveal(client: Client, desk: Desk, item: EvidenceItem, reason: str = REASON) -> int:
    return client.post(desk.item_page("reveal", item), {"reason": reason}).status_code


def looks(desk: Desk) -> list[tuple[str, str]]:
    events = desk.log(CustodyAction.ITEM_REVEALED)
    return [(event.who, event.details["reason"]) for event in events]


def test_the_page_tells_what_it_shows_and_hides_it(
    desk: Desk, budi: Client, picture: EvidenceItem
) -> None:
    page = text_of(budi, desk.item_page("item", picture))
    assert "Yang terlihat" in page
    assert "Yes: stays out of packets" in page
    assert "data:image" not in page
    assert looks(desk) == []


def test_a_reveal_without_a_reason_shows_and_logs_nothing(
    desk: Desk, budi: Client, picture: EvidenceItem
) -> None:
    answer = budi.post(desk.item_page("reveal", picture), {"reason": " "})
    assert "Write the reason in a few words." in answer.content.decode()
    assert "data:image" not in text_of(budi, desk.item_page("item", picture))
    assert looks(desk) == []


def test_the_view_copy_is_shown_grey_and_once(
    desk: Desk, budi: Client, picture: EvidenceItem
) -> None:
    assert reveal(budi, desk, picture) == 302
    assert VIEW.search(text_of(budi, desk.item_page("item", picture)))
    assert "data:image" not in text_of(budi, desk.item_page("item", picture))
    assert looks(desk) == [("LBH Satu · Budi", REASON)]


def test_what_was_revealed_does_not_show_on_the_page_of_another_item(
    desk: Desk, budi: Client, picture: EvidenceItem
) -> None:
    other = keep_file(desk.people.ani, desk.case)
    reveal(budi, desk, picture)
    assert "data:image" not in text_of(budi, desk.item_page("item", other))
    assert "data:image" not in text_of(budi, desk.item_page("item", picture))


def test_one_session_does_not_reveal_for_another(
    desk: Desk, budi: Client, picture: EvidenceItem
) -> None:
    reveal(budi, desk, picture)
    assert "data:image" not in text_of(
        browser_of(desk.people.budi), desk.item_page("item", picture)
    )


def test_after_many_pictures_the_page_speaks_of_a_colleague(
    desk: Desk, budi: Client, picture: EvidenceItem
) -> None:
    for _ in range(4):
        reveal(budi, desk, picture)
    text_of(budi, desk.item_page("item", picture))
    assert "A colleague can" not in text_of(budi, desk.item_page("item", picture))
    reveal(budi, desk, picture)
    text_of(budi, desk.item_page("item", picture))
    assert "You have opened 5 pictures" in text_of(budi, desk.item_page("item", picture))


@pytest.mark.parametrize(
    ("state", "job", "sentence"),
    [
        ("held", "ready", "stored as it is, and never shown"),
        ("damaged", "ready", "no longer opens"),
        ("received", "queued", "is being made"),
        ("received", "building", "is being made"),
        ("received", "needs_owner", "The owner can continue it"),
        ("received", "failed", "The owner can continue it"),
    ],
)
def test_where_there_is_no_picture_the_page_says_why(
    desk: Desk, budi: Client, picture: EvidenceItem, state: str, job: str, sentence: str
) -> None:
    EvidenceItem.objects.within(pk=picture.pk).update(state=state)
    Job.objects.filter(object_id=picture.pk).update(state=job)
    page = text_of(budi, desk.item_page("item", picture))
    assert sentence in page
    assert "Show the view copy" not in page
    assert reveal(budi, desk, picture) == 409
    assert looks(desk) == []


def test_a_text_file_is_never_shown(desk: Desk, budi: Client) -> None:
    assert "never shown here" in text_of(budi, desk.item_page("item"))
    assert reveal(budi, desk, desk.item) == 409


def test_a_damaged_file_offers_no_download(desk: Desk, budi: Client) -> None:
    assert "Download the original" in text_of(budi, desk.item_page("item"))
    EvidenceItem.objects.within(pk=desk.item.pk).update(state="damaged")
    assert "Download the original" not in text_of(budi, desk.item_page("item"))


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_view_copy_that_does_not_open_shows_nothing_to_anybody(
    desk: Desk, budi: Client, picture: EvidenceItem, harm: str
) -> None:
    rows = Derivative.objects.within(item=picture, kind="view")
    if harm == "gone":
        delete_blob(rows.get().blob)
    else:
        rows.update(blob_epoch=7)
    reveal(budi, desk, picture)
    answer = budi.get(desk.item_page("item", picture))
    assert answer.status_code == 503
    assert b"data:image" not in answer.content


def test_names_are_shown_as_text(desk: Desk, budi: Client) -> None:
    item = keep_file(desk.people.ani, desk.case, b"a\n", name="<b>tebal.txt")
    page = text_of(budi, desk.item_page("item", item))
    assert "&lt;b&gt;tebal" in page
    assert "<b>tebal" not in page
