"""A mail on its pages: its head folded with a warning, the way it came only when its owner asks."""

import pytest

from cases.services import answer_question, change_shared_items
from custody.enums import CustodyAction
from evidence.details import ItemDetails
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from evidence.sealing import open_details, open_shared_details
from jobs.services import make_worker_key
from tests import sample_kinds
from tests.cases.shared import lay_out as lay_out_share
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file
from tests.workbench.desk import browser_of, text_of
from tests.workbench.desk import lay_out as lay_out_desk

MAIL = sample_kinds.mail().replace(b"a.example by", b"<b>a</b> [203.0.113.7] by")
STEP = "from &lt;b&gt;a&lt;/b&gt; [203.0.113.7] by b.example"
HIDDEN = "203.0.113.7"


@pytest.fixture
def letter(hers: Owned) -> EvidenceItem:
    make_worker_key()
    return keep_file(hers.person, hers.case, MAIL, name="surat.eml")


def details_of(hers: Owned, item: EvidenceItem) -> ItemDetails:
    return open_details(hers.person.keys(hers.case), item)


def test_the_head_of_a_mail_stands_folded_with_a_warning(hers: Owned, letter: EvidenceItem) -> None:
    assert letter.state == ItemState.READY
    page = hers.text(hers.item_page("item", letter))
    folded = page[page.index("<details") : page.index("</details>")]
    for text in ("By itself it proves nothing", "Andi &lt;andi@a.example&gt;", "Halo", "10:30:00"):
        assert text in folded
    assert "ini surel" not in page


def test_the_way_it_came_is_shown_once_and_her_log_tells(hers: Owned, letter: EvidenceItem) -> None:
    where = hers.item_page("item", letter)
    page = hers.text(where)
    assert "Show the way it came" in page
    assert HIDDEN not in page
    assert hers.client.post(hers.item_page("place", letter))["Location"] == where
    assert STEP in hers.text(where)
    assert HIDDEN not in hers.text(where)
    (event,) = hers.log(CustodyAction.ITEM_LOCATED)
    assert not any(HIDDEN in text for text in event.details.values())


def test_the_way_is_sealed_apart(hers: Owned, letter: EvidenceItem) -> None:
    details = details_of(hers, letter)
    assert len(details.route) == 1
    assert not any(HIDDEN in text for text in details.metadata.values())
    assert ItemDetails.from_json(details.to_json()) == details


def test_a_mail_that_came_no_way_has_none_to_show(hers: Owned) -> None:
    make_worker_key()
    item = keep_file(hers.person, hers.case, b"From: a@b\r\nTo: c@d\r\n\r\nx", name="surat.eml")
    page = hers.text(hers.item_page("item", item))
    assert "a@b" in page
    assert "The way it came" not in page
    assert hers.client.post(hers.item_page("place", item)).status_code == 409


def test_a_mail_waits_where_nobody_works(hers: Owned) -> None:
    item = keep_file(hers.person, hers.case, MAIL, name="surat.eml")
    assert item.state == ItemState.RECEIVED
    assert "The head of the mail is" in hers.text(hers.item_page("item", item))


def test_a_mail_of_too_many_headers_is_held_with_a_reason(hers: Owned) -> None:
    make_worker_key()
    mail = b"From: a@b\r\nTo: c@d\r\n" + b"X: y\r" * 1001 + b"\r\nisi"
    item = keep_file(hers.person, hers.case, mail, name="surat.eml")
    assert (item.state, item.file_class) == (ItemState.HELD, "mail")
    page = hers.text(hers.item_page("item", item))
    assert "It is too large to be opened safely." in page
    assert details_of(hers, item).metadata == {}


def test_of_a_locked_mail_nothing_is_told(hers: Owned, letter: EvidenceItem) -> None:
    answer_question(hers.person.actor, hers.person.keys(hers.case), "q02_usia", ["u18_dulu"])
    page = hers.text(hers.item_page("item", letter))
    assert "This file is locked" in page
    assert "andi@a.example" not in page
    assert "Show the way it came" not in page


def test_staff_read_the_head_and_not_the_way(db: None) -> None:
    make_worker_key()
    desk = lay_out_desk()
    item = keep_file(desk.people.ani, desk.case, MAIL, name="surat.eml")
    page = text_of(browser_of(desk.people.budi), desk.item_page("item", item))
    assert "Andi &lt;andi@a.example&gt;" in page
    assert "The original names the computers it came through" in page
    assert HIDDEN not in page


def test_a_share_takes_the_head_and_not_the_way(db: None) -> None:
    make_worker_key()
    shared = lay_out_share()
    ani = shared.people.ani
    item = keep_file(ani, shared.case, MAIL, name="surat.eml")
    change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, [item.ref])
    details = open_shared_details(shared.fitri.share_keys(shared.grant), shared.row(item))
    assert details.metadata["mail_from"] == "Andi <andi@a.example>"
    assert (details.facts["has_route"], details.route) == (True, ())


def test_nothing_of_it_lies_in_the_open(letter: EvidenceItem) -> None:
    assert b"a.example" not in bytes(letter.sealed_details)
