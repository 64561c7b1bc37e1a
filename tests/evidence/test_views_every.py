"""The questions that every page about an owner's evidence answers alike."""

import pytest
from django.test import Client
from django.urls import reverse

from core.routes import matrix
from tests import cast
from tests.access.world import upload_under_way
from tests.evidence.kept_chats import admit_read_chat
from tests.evidence.owned import Owned, lay_out

# A page's name, and what stands in its address after the case.
PAGES = {
    "chronology": "",
    "add": "",
    "add-to": "incident",
    "fingerprint": "",
    "fingerprint-to": "incident",
    "address": "",
    "address-to": "incident",
    "compare": "item",
    "spread": "",
    "chat-add": "",
    "chat-add-to": "incident",
    "messages": "chat",
    "notes": "chat",
    "place": "item",
    "item": "item",
    "reveal": "item",
    "continue": "item",
    "redact": "item",
    "download": "item",
    "erase": "item",
    "rekey": "",
    "rekeying": "",
    "upload-new": "",
    "upload": "upload",
}
ONLY_POST, ONLY_GET = {"reveal", "continue", "place"}, {"chronology", "item", "spread"}
# What her browser's script sends parts to.
NO_PAGE = {"upload-new", "upload"}
# Pages that only an answer to another page is.
NOT_GOT = {"notes"}


def address(hers: Owned, name: str) -> str:
    rest = {"": [], "item": [hers.item.ref], "incident": [hers.incident.ref]}
    if PAGES[name] == "chat":
        return hers.page(name, admit_read_chat(hers.person, hers.case).ref)
    if name == "upload":
        return hers.page(name, upload_under_way(hers.person, hers.case).ref)
    return hers.page(name, *rest[PAGES[name]])


def status(client: Client, name: str, where: str) -> int:
    return (client.post if name in ONLY_POST | NO_PAGE else client.get)(where).status_code


def test_no_page_is_left_out() -> None:
    assert {f"evidence:{name}" for name in PAGES} == {
        name for name in matrix().routes if name.startswith("evidence:")
    }


@pytest.mark.parametrize("name", PAGES)
def test_it_refuses_the_wrong_method(hers: Owned, name: str) -> None:
    where = address(hers, name)
    assert hers.client.put(where).status_code == 405
    if name in NO_PAGE:
        assert hers.client.get(where).status_code == 405
    if name in ONLY_GET:
        assert hers.client.post(where).status_code == 405


@pytest.mark.parametrize("name", ONLY_POST)
def test_looking_up_the_address_of_a_button_leads_back_to_the_item(hers: Owned, name: str) -> None:
    """As a link to the other language does on a page that answered a press."""
    before = len(hers.log())
    answer = hers.client.get(address(hers, name))
    assert (answer.status_code, answer["Location"]) == (302, hers.item_page("item"))
    assert len(hers.log()) == before


def test_nobody_signed_out_gets_further_than_the_first_page(hers: Owned, client: Client) -> None:
    for name in PAGES:
        answer = client.get(address(hers, name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:start")), name


def test_another_owner_gets_404(hers: Owned) -> None:
    other = lay_out()
    answers = {name: status(other.client, name, address(hers, name)) for name in PAGES}
    assert set(answers.values()) == {404}, answers


def test_her_own_case_does_not_open_another_owners_item(hers: Owned) -> None:
    other = lay_out()
    for name in ("item", "reveal", "continue", "download", "redact", "compare", "messages"):
        assert status(hers.client, name, hers.item_page(name, other.item)) == 404, name
    for name in ("add-to", "fingerprint-to", "address-to", "chat-add-to"):
        assert hers.client.get(hers.page(name, other.incident.ref)).status_code == 404, name


def test_those_she_opened_her_case_to_have_pages_of_their_own(hers: Owned) -> None:
    lina = cast.make_staff(name="Lina")
    satu = cast.make_organization(name="LBH Satu", lead=lina)
    cast.share(owner=hers.person, case=hers.case, organization=satu)
    client = cast.client_of(lina)
    answers = {name: status(client, name, address(hers, name)) for name in PAGES}
    assert set(answers.values()) == {404}, answers


@pytest.mark.parametrize(
    "name", [name for name in PAGES if name not in ONLY_POST | NO_PAGE | NOT_GOT]
)
def test_reading_writes_nothing(hers: Owned, name: str) -> None:
    where = address(hers, name)
    before = len(hers.log())
    assert hers.client.get(where).status_code == 200
    assert len(hers.log()) == before
