"""An export of several chats: which one is read, and that she can choose anew."""

from typing import Any

import pytest

from core.exceptions import PolicyRefused
from evidence.enums import DerivativeKind, ItemState
from evidence.models import Derivative, DoomedBlob, EvidenceItem
from evidence.services import choose_thread
from evidence.storage import blob_head
from tests.evidence.chats import golden
from tests.evidence.chats.test_formats import ACCOUNT, INBOX, OF_ANDI, OF_GROUP, TWO
from tests.evidence.chats.zips import honest
from tests.evidence.kept_chats import keep_chat, look, notes_of
from tests.evidence.owned import Owned
from tests.jobs.casework import run_jobs

pytestmark = pytest.mark.usefixtures("worker")


@pytest.fixture
def account(hers: Owned) -> EvidenceItem:
    return keep_chat(hers, ACCOUNT, "result.json")


def choose(hers: Owned, item: EvidenceItem, thread: str) -> str:
    """Chosen, and read by a worker; the page of the item then."""
    answer = hers.client.post(hers.item_page("messages", item), {"thread": thread, "save": "1"})
    assert (answer.status_code, answer["Location"]) == (302, hers.item_page("item", item))
    run_jobs(item.id)
    return hers.text(hers.item_page("item", item))


def transcript_of(item: EvidenceItem) -> Derivative:
    return item.derivatives.get(kind=DerivativeKind.TRANSCRIPT)


def test_the_chats_of_an_account_are_told_and_one_is_chosen(
    hers: Owned, account: EvidenceItem
) -> None:
    assert "This file holds 3 chats." in hers.text(hers.item_page("item", account))
    page = hers.text(hers.item_page("messages", account))
    assert "Which chat matters?" in page
    assert "Andi" in page
    assert "Saved messages" in page
    assert "2 messages" in page
    assert "2 messages were read." in choose(hers, account, OF_ANDI)
    assert "1 to 2 of 2" in hers.text(hers.item_page("messages", account))


def test_the_chats_of_an_archive_are_told_by_their_folders(hers: Owned) -> None:
    item = keep_chat(hers, honest(**TWO), "instagram.zip")
    page = hers.text(hers.item_page("messages", item))
    assert "sari" in page
    assert f"2 files · {INBOX}/sari_2" in page
    choose(hers, item, f"meta:{INBOX}/sari_2")
    fields = {"chosen": "1", "grouped": "day", "save": "1"}
    assert hers.client.post(hers.item_page("notes", item), fields).status_code == 302
    (note,) = notes_of(hers)
    assert note.quotes[0].member.startswith(f"{INBOX}/sari_2/message_")
    assert note.quotes[0].reader == "meta/1"


def test_another_chat_of_the_same_export_can_be_chosen_later(
    hers: Owned, account: EvidenceItem, django_capture_on_commit_callbacks: Any
) -> None:
    choose(hers, account, OF_ANDI)
    before = transcript_of(account)
    asked = look(hers, account, others="1")
    assert f'value="{OF_ANDI}"' in asked
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 message was read." in choose(hers, account, OF_GROUP)
    assert transcript_of(account).id != before.id
    assert blob_head(before.blob or "") is None
    assert not DoomedBlob.objects.exists()


def test_until_it_is_read_the_page_says_so(hers: Owned, account: EvidenceItem) -> None:
    hers.client.post(hers.item_page("messages", account), {"thread": OF_ANDI, "save": "1"})
    account.refresh_from_db()
    assert account.state == ItemState.RECEIVED
    assert "The chat is being read." in hers.text(hers.item_page("item", account))
    assert hers.client.get(hers.item_page("messages", account)).status_code == 404


def test_nothing_chosen_is_asked_for_again(hers: Owned, account: EvidenceItem) -> None:
    page = look(hers, account, save="1")
    assert "Choose one answer from the list." in page
    assert "Choose one answer from the list." in look(hers, account, thread="account:9:", save="1")


def test_a_chat_that_was_not_told_is_refused(hers: Owned, account: EvidenceItem) -> None:
    keys = hers.person.keys(hers.case)
    for wrong in ("account:9:", "", "meta:a"):
        with pytest.raises(PolicyRefused):
            choose_thread(hers.person.actor, keys, account, wrong)


def test_the_same_chat_again_changes_nothing(hers: Owned, account: EvidenceItem) -> None:
    choose(hers, account, OF_ANDI)
    before = transcript_of(account)
    choose(hers, account, OF_ANDI)
    assert transcript_of(account).id == before.id


def test_from_a_chat_that_cannot_be_read_she_gets_back_to_the_others(hers: Owned) -> None:
    both = {"a_1/message_1.json": b"{", "b_1/message_1.json": golden.data_of("meta/right.json")}
    item = keep_chat(hers, honest(**both), "instagram.zip")
    page = choose(hers, item, "meta:a_1")
    assert "We do not know how to read this kind of file." in page
    assert "Choose another chat of this file" in page
    hers.client.post(hers.item_page("messages", item), {"others": "1"})
    run_jobs(item.id)
    assert "Which chat matters?" in hers.text(hers.item_page("messages", item))
    assert "were read." in choose(hers, item, "meta:b_1")


def test_names_of_chats_are_shown_with_all_their_signs(hers: Owned) -> None:
    renamed = ACCOUNT.replace(b'"name": "Andi"', '"name": "An\u202edi<b>"'.encode())
    item = keep_chat(hers, renamed, "result.json")
    page = hers.text(hers.item_page("messages", item))
    assert "An⟦U+202E⟧di&lt;b&gt;" in page
