import hashlib

import pytest
from django.urls import reverse

from core.exceptions import NotOpened
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.storage import delete_blob, read_blob, write_blob
from tests.accounts.browsing import let_secret_grow_old
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file

LARGE = b"".join(b"baris %09d\n" % number for number in range(100_000))


def test_it_says_that_the_file_stays_on_the_phone(hers: Owned) -> None:
    assert "stay on this phone" in hers.text(hers.item_page("download"))
    assert hers.log(CustodyAction.ITEM_DOWNLOADED) == []


def test_her_original_comes_bit_for_bit_under_a_neutral_name(hers: Owned) -> None:
    item = keep_file(hers.person, hers.case, LARGE, name="nama yang bicara.txt")
    answer = hers.client.post(hers.item_page("download", item))
    came = b"".join(answer.streaming_content)
    assert hashlib.sha256(came).digest() == hashlib.sha256(LARGE).digest()
    assert answer["Content-Length"] == str(len(LARGE))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="b-02.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_it_stands_in_her_log(hers: Owned) -> None:
    hers.client.post(hers.item_page("download"))
    (event,) = hers.log(CustodyAction.ITEM_DOWNLOADED)
    assert (event.obj, event.details["number"]) == (hers.item.id, "B-01")


def test_after_five_minutes_the_words_are_asked_for_again(hers: Owned) -> None:
    let_secret_grow_old(hers.client)
    answer = hers.client.post(hers.item_page("download"))
    assert answer["Location"] == reverse("accounts:reenter")
    assert hers.log(CustodyAction.ITEM_DOWNLOADED) == []


def test_a_file_that_is_gone_gets_a_page(hers: Owned) -> None:
    delete_blob(hers.item.blob)
    assert hers.client.post(hers.item_page("download")).status_code == 503


def test_a_file_cut_short_does_not_arrive_whole(hers: Owned) -> None:
    item = keep_file(hers.person, hers.case, LARGE, name="panjang.txt")
    stored = b"".join(read_blob(item.blob))
    EvidenceItem.objects.within(pk=item.pk).update(blob=write_blob(stored[:-1]))
    answer = hers.client.post(hers.item_page("download", item))
    if answer.status_code == 200:
        with pytest.raises(NotOpened):
            b"".join(answer.streaming_content)
    else:
        assert answer.status_code == 503
