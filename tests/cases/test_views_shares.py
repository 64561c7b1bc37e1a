"""Ani opens chosen files only: the boxes, the last page, the receipt, and what changes later."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.details import HelpDetails
from cases.models import Case, Grant
from cases.sealing import open_request
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from tests.cases.pages import acts, make_record, page, walk
from tests.cast import Cast, client_of, share_items
from tests.jobs.casework import keep_file


@pytest.fixture
def ani(cast: Cast) -> Client:
    client = client_of(cast.ani)
    client.cookies["__Host-l"] = "en"
    return client


@pytest.fixture
def files(cast: Cast) -> list[EvidenceItem]:
    names = ("satu", "dua")
    return [keep_file(cast.ani, cast.case, name.encode(), name=f"{name}.txt") for name in names]


def asked(cast: Cast, *items: EvidenceItem) -> HelpDetails:
    refs = tuple(item.ref for item in items)
    organization = str(cast.dua.id)
    return HelpDetails(
        organization=organization, extent="items", items=refs, alias="Melati", consents=("seen",)
    )


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_ani_opens_one_of_her_two_files(cast: Cast, ani: Client, files: list[EvidenceItem]) -> None:
    """Nothing is ticked before she does; Dewi then sees one file and no case."""
    answers = [
        {"organization": str(cast.dua.id)},
        {"extent": "items"},
        {"items": [files[1].ref]},
        {"save": "1"},
        {"safe_way": "Lewat surel"},
        {"safe_hours": ""},
        {"safe_word": "mangga"},
        {"need": "Surat kampus"},
        {"alias": "Melati"},
        {"consents": ["seen"]},
    ]
    check = walk(ani, cast.case, "help", answers)
    assert "B-02 · Text" in shown(ani, check)
    assert "B-01" not in shown(ani, check)
    record = ani.get(check).context["walk"].record
    assert "Open these files to LBH Dua?" in shown(ani, page(cast.case, "help-share", record.ref))
    sent = ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})["Location"]
    assert "They can see 1 file that you chose, and nothing else." in shown(ani, sent)
    grant = Grant.objects.live().get(organization=cast.dua)
    assert [row.item for row in grant.shared_items.all()] == [files[1]]
    assert open_request(cast.dewi.share_keys(grant)).safe_word == "mangga"
    assert not Case.objects.visible_to(cast.dewi.actor).exists()


def test_no_box_is_ticked_at_first_and_each_says_what_it_is(
    cast: Cast, ani: Client, files: list[EvidenceItem]
) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast))
    text = shown(ani, page(cast.case, "help-step", record.ref, 3))
    assert text.count('type="checkbox"') == 2
    assert " checked" not in text
    assert "B-01 · Text" in text
    assert "<img" not in text


def test_without_a_file_the_page_leads_to_one(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast))
    text = shown(ani, page(cast.case, "help-step", record.ref, 3))
    assert "There is no file to choose yet" in text
    assert reverse("evidence:add", args=[cast.case.ref]) in text


def test_an_earlier_yes_to_packets_does_not_count_for_chosen_files(
    cast: Cast, ani: Client, files: list[EvidenceItem]
) -> None:
    told = HelpDetails(
        organization=str(cast.dua.id), extent="whole", consents=("seen", "passed_on")
    )
    record = make_record(owner=cast.ani, case=cast.case, details=told)
    ani.post(page(cast.case, "help-step", record.ref, 2), {"extent": "items"})
    text = shown(ani, page(cast.case, "help-check", record.ref))
    assert "may see the files I choose" in text
    assert "packets" not in text


@pytest.mark.parametrize("extent", ["", "items"])
def test_without_a_choice_nothing_is_opened(cast: Cast, ani: Client, extent: str) -> None:
    told = HelpDetails(organization=str(cast.dua.id), extent=extent, consents=("seen",))
    record = make_record(owner=cast.ani, case=cast.case, details=told)
    assert ani.get(page(cast.case, "help-check", record.ref)).context["may_share"] is False
    answer = ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    assert answer.status_code == 409
    assert not Grant.objects.live().filter(organization=cast.dua).exists()


def shared(cast: Cast, *items: EvidenceItem) -> Grant:
    return share_items(owner=cast.ani, case=cast.case, organization=cast.dua, items=items)


def test_the_list_names_the_files_and_where_they_change(
    cast: Cast, ani: Client, files: list[EvidenceItem]
) -> None:
    grant = shared(cast, *files)
    text = shown(ani, page(cast.case, "sharing"))
    assert 'Only these files: <span class="nr">B-01</span>, <span class="nr">B-02</span>' in text
    assert page(cast.case, "shared-items", grant.ref) in text
    assert text.count("All your notes and files") == 1


def test_she_changes_the_files_later(cast: Cast, ani: Client, files: list[EvidenceItem]) -> None:
    grant = shared(cast, files[0])
    where = page(cast.case, "shared-items", grant.ref)
    assert shown(ani, where).count(" checked") == 1
    answer = ani.post(where, {"items": [files[1].ref], "save": "1"})
    assert answer["Location"] == page(cast.case, "sharing")
    assert [row.item for row in grant.shared_items.all()] == [files[1]]
    ani.post(where, {"save": "1"})
    assert not grant.shared_items.exists()
    assert Grant.objects.live().filter(pk=grant.pk).exists()


def test_changing_the_files_asks_for_the_words_again(
    cast: Cast, ani: Client, files: list[EvidenceItem], has_old_secret: Callable[[], None]
) -> None:
    grant = shared(cast, files[0])
    has_old_secret()
    answer = ani.post(page(cast.case, "shared-items", grant.ref), {"items": []})
    assert answer["Location"] == reverse("accounts:reenter")
    assert grant.shared_items.count() == 1


def test_a_file_of_another_case_cannot_be_ticked(
    cast: Cast, ani: Client, files: list[EvidenceItem]
) -> None:
    grant = shared(cast, files[0])
    where = page(cast.case, "shared-items", grant.ref)
    answer = ani.post(where, {"items": ["zzzzzzzz"], "save": "1"})
    assert "items" in answer.context["form"].errors
    assert grant.shared_items.count() == 1


def test_a_grant_of_everything_has_no_boxes(cast: Cast, ani: Client) -> None:
    grant = cast.case.grants.get()
    assert ani.get(page(cast.case, "shared-items", grant.ref)).status_code == 404


def test_what_was_chosen_changes_only_there(
    cast: Cast, ani: Client, files: list[EvidenceItem]
) -> None:
    details = asked(cast, files[0])
    record = make_record(owner=cast.ani, case=cast.case, details=details)
    ani.post(page(cast.case, "help-share", record.ref), {"save": "1"})
    check = page(cast.case, "help-check", record.ref)
    for number in (1, 2, 3, 10):
        assert ani.get(page(cast.case, "help-step", record.ref, number))["Location"] == check
    ani.post(page(cast.case, "help-step", record.ref, 5), {"safe_way": "Jangan hubungi"})
    grant = Grant.objects.live().get(organization=cast.dua)
    assert open_request(cast.dewi.share_keys(grant)).safe_way == "Jangan hubungi"


def test_taking_back_closes_the_files_and_makes_no_new_keys(
    cast: Cast, ani: Client, files: list[EvidenceItem]
) -> None:
    grant = shared(cast, *files)
    where = page(cast.case, "take-back", grant.ref)
    assert "nobody there can open the files you chose" in shown(ani, where)
    ani.post(where, {"save": "1"})
    assert not Grant.objects.shared_with(cast.dewi.actor).exists()
    assert acts(cast.ani, cast.case)[-1] == CustodyAction.SHARE_REVOKED
