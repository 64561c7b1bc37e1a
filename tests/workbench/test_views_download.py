from collections.abc import Callable

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from core.exceptions import NotOpened
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.storage import BlobWriter, delete_blob, read_blob
from tests.accounts.browsing import let_secret_grow_old
from tests.jobs.casework import keep_file
from tests.workbench.desk import REASON, Desk, text_of

LARGE = b"".join(b"baris %09d\n" % number for number in range(200_000))


def fetch(client: Client, desk: Desk, item: EvidenceItem, reason: str = REASON) -> HttpResponseBase:
    return client.post(desk.item_page("download", item), {"reason": reason})


def arrived(answer: HttpResponseBase) -> int:
    """How many bytes came before the stream broke off."""
    came = 0
    try:
        for piece in answer.streaming_content:
            came += len(piece)
    except NotOpened:
        return came
    raise AssertionError("the stream came to its end")


def harm_at(item: EvidenceItem, at: int) -> None:
    """Turns over one bit of the stored file."""
    sealed = bytearray(b"".join(read_blob(item.blob)))
    sealed[at] ^= 1
    writer = BlobWriter()
    writer.write(bytes(sealed))
    EvidenceItem.objects.within(pk=item.pk).update(blob=writer.commit())


def test_the_original_comes_bit_for_bit(desk: Desk, budi: Client) -> None:
    item = keep_file(desk.people.ani, desk.case, LARGE, name="panjang.txt")
    answer = fetch(budi, desk, item)
    assert b"".join(answer.streaming_content) == LARGE
    assert answer["Content-Length"] == str(len(LARGE))


def test_nothing_in_the_answer_invites_a_browser_to_show_it(desk: Desk, budi: Client) -> None:
    answer = fetch(budi, desk, desk.item)
    assert answer["Content-Type"] == "application/octet-stream"
    name = f"{desk.case.ref}-{desk.item.label.lower()}.txt"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Encoding"] == "identity"


def test_the_owner_can_read_who_fetched_it_and_why(desk: Desk, budi: Client) -> None:
    fetch(budi, desk, desk.item)
    (event,) = desk.log(CustodyAction.ITEM_DOWNLOADED)
    assert (event.who, event.details["reason"]) == ("LBH Satu · Budi", REASON)


def test_the_page_asks_for_a_reason_first(desk: Desk, budi: Client) -> None:
    assert "From then on you answer for the copy" in text_of(budi, desk.item_page("download"))
    answer = fetch(budi, desk, desk.item, " ")
    assert "Write the reason in a few words." in answer.content.decode()
    assert desk.log(CustodyAction.ITEM_DOWNLOADED) == []


def test_after_five_minutes_the_password_is_asked_for_again(desk: Desk, budi: Client) -> None:
    let_secret_grow_old(budi)
    assert fetch(budi, desk, desk.item)["Location"] == reverse("accounts:reenter")
    assert desk.log(CustodyAction.ITEM_DOWNLOADED) == []


@pytest.mark.parametrize("harm", [lambda item: harm_at(item, 100), lambda i: delete_blob(i.blob)])
def test_a_file_that_does_not_open_gets_a_page_and_not_one_byte(
    desk: Desk, budi: Client, harm: Callable[[EvidenceItem], None]
) -> None:
    harm(desk.item)
    answer = fetch(budi, desk, desk.item)
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/html; charset=utf-8")


def test_a_file_changed_towards_its_end_breaks_off(desk: Desk, budi: Client) -> None:
    item = keep_file(desk.people.ani, desk.case, LARGE, name="panjang.txt")
    harm_at(item, len(LARGE) - 10_000)
    item.refresh_from_db()
    came = arrived(fetch(budi, desk, item))
    assert 0 < came < len(LARGE)


def test_even_a_changed_last_byte_keeps_the_file_from_arriving_whole(
    desk: Desk, budi: Client
) -> None:
    item = keep_file(desk.people.ani, desk.case, LARGE, name="panjang.txt")
    harm_at(item, sum(map(len, read_blob(item.blob))) - 1)
    assert arrived(fetch(budi, desk, item)) < len(LARGE)
