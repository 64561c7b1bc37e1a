"""What was read of a chat, through everything that happens to a case: answers, shares, new keys,
an end."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from cases.models import Grant
from cases.services import answer_question, revoke_grant
from core.exceptions import PolicyRefused
from evidence.enums import DerivativeKind
from evidence.models import Derivative, EvidenceItem, SharedPicture
from evidence.services import choose_thread, dispose_item, quote_messages, rekey_files
from evidence.services.quoting import chat_of
from evidence.storage import blob_head
from tests import cast
from tests.evidence.chats.test_formats import ACCOUNT, OF_ANDI
from tests.evidence.chats.zips import TEXT, honest
from tests.evidence.conftest import NewBreaches
from tests.evidence.kept_chats import keep_chat, look, send_chat
from tests.evidence.owned import Owned
from tests.jobs.casework import run_jobs
from tests.jobs.packetwork import packet_in_hand

pytestmark = pytest.mark.usefixtures("worker")
AGE = "q02_usia"


@pytest.fixture
def chat(hers: Owned) -> EvidenceItem:
    return keep_chat(hers, TEXT)


@pytest.fixture
def packed(hers: Owned) -> EvidenceItem:
    return keep_chat(hers, honest(_chat__txt=TEXT), "chat.zip")


def answer(hers: Owned, question: str, chosen: str) -> None:
    answer_question(hers.person.actor, hers.person.keys(hers.case), question, [chosen])


def transcript_of(item: EvidenceItem) -> Derivative:
    return item.derivatives.get(kind=DerivativeKind.TRANSCRIPT)


def is_read(hers: Owned, item: EvidenceItem) -> bool:
    chat = chat_of(hers.person.keys(hers.case), EvidenceItem.objects.within(pk=item.pk).get())
    return chat is not None and len(chat.transcript) == 3


def test_a_text_stays_open_when_somebody_may_be_under_18(hers: Owned, chat: EvidenceItem) -> None:
    answer(hers, AGE, "tidak_tahu")
    assert "1 to 3 of 3" in hers.text(hers.item_page("messages", chat))


def test_an_archive_is_locked_with_what_was_read_of_it(hers: Owned, packed: EvidenceItem) -> None:
    keys = hers.person.keys(hers.case)
    answer(hers, AGE, "tidak_tahu")
    assert hers.client.get(hers.item_page("messages", packed)).status_code in (404, 409)
    page = hers.text(hers.item_page("item", packed))
    assert "This file is locked" in page
    assert hers.item_page("messages", packed) not in page
    with pytest.raises(PolicyRefused):
        quote_messages(hers.person.actor, keys, packed, [1])


def test_under_18_only_the_text_of_a_chat_comes_in(hers: Owned) -> None:
    answer(hers, AGE, "u18_dulu")
    before = hers.case.items.count()
    assert send_chat(hers, honest(_chat__txt=TEXT), "chat.zip").status_code == 200
    assert hers.case.items.count() == before
    told = TEXT + b"21/07/2026 03.16 - Andi: IMG-1.jpg (file terlampir)\n"
    item = keep_chat(hers, told)
    page = hers.text(hers.item_page("messages", item))
    assert "1 picture or other file was left out." in page


def test_holders_of_a_share_get_the_export_and_not_what_was_read(
    hers: Owned, chat: EvidenceItem
) -> None:
    lead = cast.make_staff(name="Lina")
    satu = cast.make_organization(name="LBH Satu", lead=lead)
    cast.share_items(owner=hers.person, case=hers.case, organization=satu, items=[chat])
    assert not SharedPicture.objects.exists()


def test_a_team_reads_what_is_known_of_a_chat(hers: Owned, chat: EvidenceItem) -> None:
    lina = cast.make_staff(name="Lina")
    satu = cast.make_organization(name="LBH Satu", lead=lina)
    cast.share(owner=hers.person, case=hers.case, organization=satu)
    client = cast.client_of(lina)
    client.cookies["__Host-l"] = "en"
    client.post(reverse("workbench:case", args=[hers.case.ref]), {"reason": "Mencocokkan."})
    page = client.get(reverse("workbench:item", args=[hers.case.ref, chat.ref])).content.decode()
    assert "<dt>Messages read</dt><dd>3</dd>" in page
    assert "WhatsApp" in page


def test_new_keys_leave_it_readable(
    hers: Owned, chat: EvidenceItem, new_breaches: NewBreaches
) -> None:
    before = transcript_of(chat)
    run_jobs(rekey_files(hers.person.actor, hers.person.keys(hers.case)).id)
    assert transcript_of(chat).blob != before.blob
    assert is_read(hers, chat)
    assert new_breaches() == []


def test_no_chat_is_chosen_while_files_get_new_keys(hers: Owned) -> None:
    item = keep_chat(hers, ACCOUNT, "result.json")
    rekey_files(hers.person.actor, hers.person.keys(hers.case))
    with pytest.raises(PolicyRefused):
        choose_thread(hers.person.actor, hers.person.keys(hers.case), item, OF_ANDI)


def test_after_somebody_left_it_opens_as_before(
    hers: Owned, chat: EvidenceItem, new_breaches: NewBreaches
) -> None:
    satu = cast.make_organization(name="LBH Satu", lead=cast.make_staff(name="Lina"))
    cast.share(owner=hers.person, case=hers.case, organization=satu)
    keys = hers.person.keys(hers.case)
    revoke_grant(hers.person.actor, keys, Grant.objects.live().get(case=hers.case))
    hers.case.refresh_from_db()
    assert is_read(hers, chat)
    assert new_breaches() == []


def test_erased_with_its_export(
    hers: Owned, chat: EvidenceItem, django_capture_on_commit_callbacks: Any
) -> None:
    blob = transcript_of(chat).blob or ""
    with django_capture_on_commit_callbacks(execute=True):
        dispose_item(hers.person.actor, hers.person.keys(hers.case), chat, at_once=True)
    assert blob_head(blob) is None
    assert not Derivative.objects.within(item=chat.pk).exists()


def test_a_packet_tells_how_a_chat_was_read(
    hers: Owned, chat: EvidenceItem, tmp_path: Path
) -> None:
    quote_messages(hers.person.actor, hers.person.keys(hers.case), chat, [2])
    got = packet_in_hand(hers.person, hers.case, tmp_path)
    told = json.loads(got.read("data/evidence/002/meta.json"))["chat"]
    counts = {"message_count": "3", "unread_line_count": "0"}
    assert told == {"format": "whatsapp", "version": "1", **counts}
    incidents = json.loads(got.read("data/timeline.json"))["incidents"]
    [quote] = [quote for incident in incidents for quote in incident["quotes"]]
    assert (quote["label"], quote["line_from"]) == ("B-02", 2)
    status, said = got.verified()
    assert status == 0, said


def test_choosing_messages_in_the_other_language_keeps_them(
    hers: Owned, chat: EvidenceItem
) -> None:
    page = look(hers, chat, pick=["2"], shown="1,2,3", lang="en")
    assert 'name="chosen" value="2"' in page
