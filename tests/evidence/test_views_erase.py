"""The page on which an owner gives one file up, and takes that back."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from evidence.models import EvidenceItem
from evidence.services import dispose_item
from tests import cast
from tests.evidence.noted import keep_address, keep_print
from tests.evidence.owned import Owned


def waits(hers: Owned) -> bool:
    return EvidenceItem.objects.for_job(hers.item.pk).waiting().exists()


def test_it_says_what_goes_and_what_stays(hers: Owned) -> None:
    page = hers.text(hers.item_page("erase"))
    assert "What goes" in page
    assert "Packets that were handed out" in page
    assert "Erase it in 24 hours" in page


@pytest.mark.parametrize(
    ("keep", "goes", "stays"),
    [
        (keep_print, "The fingerprint, and what you wrote", "it stays where you keep it"),
        (keep_address, "as you wrote it down", "The post or account itself"),
    ],
)
def test_of_what_lies_elsewhere_it_promises_nothing(
    hers: Owned, keep: Callable[..., EvidenceItem], goes: str, stays: str
) -> None:
    page = hers.text(hers.item_page("erase", keep(hers.person, hers.case)))
    before, _heading, after = page.partition("What stays")
    assert goes in before
    assert stays in after
    assert "The file itself" not in before


def test_later_then_undo(hers: Owned) -> None:
    where = hers.item_page("erase")
    hers.client.post(where, {"later": "1"})
    assert waits(hers)
    assert "will be erased on" in hers.text(where)
    assert f"{hers.item.label}</span></a>: will be erased on" in hers.text(hers.page("chronology"))
    hers.client.post(where, {"undo": "1"})
    assert not waits(hers)
    assert hers.client.get(hers.item_page("item")).status_code == 200


def test_now_leaves_nothing(hers: Owned) -> None:
    answer = hers.client.post(hers.item_page("erase"), {"now": "1"})
    assert answer["Location"] == hers.page("chronology")
    assert hers.client.get(hers.item_page("erase")).status_code == 404


def test_now_after_later_leaves_nothing(hers: Owned) -> None:
    for answer in ("later", "now"):
        hers.client.post(hers.item_page("erase"), {answer: "1"})
    assert not EvidenceItem.objects.for_job(hers.item.pk).exists()


def test_a_post_without_an_answer_changes_nothing(hers: Owned) -> None:
    assert hers.client.post(hers.item_page("erase")).status_code == 200
    assert not waits(hers)


def test_every_other_page_of_it_is_closed_while_it_waits(hers: Owned) -> None:
    hers.client.post(hers.item_page("erase"), {"later": "1"})
    assert hers.client.get(hers.item_page("item"))["Location"] == hers.item_page("erase")
    assert hers.client.post(hers.item_page("reveal")).status_code == 404
    assert hers.client.post(hers.item_page("continue")).status_code == 404
    assert hers.client.post(hers.item_page("download")).status_code == 404


@pytest.mark.parametrize("answer", ["later", "now", "undo"])
def test_it_asks_for_the_words_again(
    hers: Owned, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REENTRY_SECONDS", -1)
    reply = hers.client.post(hers.item_page("erase"), {answer: "1"})
    assert reply["Location"] == reverse("accounts:reenter")
    assert not waits(hers)


def test_staff_get_404_at_once(hers: Owned) -> None:
    lina = cast.make_staff(name="Lina")
    satu = cast.make_organization(name="LBH Satu", lead=lina)
    cast.share(owner=hers.person, case=hers.case, organization=satu)
    budi = cast.make_member(name="Budi", organization=satu)
    cast.assign(lead=lina, case=hers.case, member=budi)
    browser: Client = cast.client_of(budi)
    where = reverse("workbench:item", args=[hers.case.ref, hers.item.ref])
    assert browser.get(where).status_code == 200
    dispose_item(hers.person.actor, hers.person.keys(hers.case), hers.item)
    assert browser.get(where).status_code == 404
