"""The questions that every page about a case answers alike."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Assignment
from cases.services import revoke_grant, unassign_case
from core.routes import matrix
from tests import cast
from tests.jobs.casework import keep_file
from tests.workbench.desk import Desk, browser_of

# A page's name, and whether it is about an item, an assignment or the case.
PAGES = {
    "case": "",
    "log": "",
    "item": "item",
    "reveal": "item",
    "download": "item",
    "assign": "",
    "unassign": "assignment",
    "restoring": "",
    "restoring-ask": "",
    "restoring-approve": "",
    "restoring-finish": "",
    "restoring-stop": "",
}
# The pages about the organisation itself and about chosen items; each has tests of its own.
ELSEWHERE = {"queue", "people", "person-code", "person-reset", "person-key", "person-end"} | {
    *("key", "key-renew", "sheets", "sheets-shown", "restored", "statistics"),
    *("share", "share-assign", "share-unassign", "share-item", "share-reveal", "share-download"),
}
ONLY_POST, ONLY_GET = {"reveal", "restoring-stop"}, {"log", "item", "restoring"}
OF_LEADS = {"assign", "unassign", "restoring-ask", "restoring-finish"}


def address(desk: Desk, name: str) -> str:
    assignment = Assignment.objects.get(case=desk.case)
    rest = {"": [], "item": [desk.item.ref], "assignment": [assignment.id]}
    return desk.page(name, *rest[PAGES[name]])


def status(client: Client, name: str, where: str) -> int:
    return (client.post if name in ONLY_POST else client.get)(where).status_code


def assert_all_closed(client: Client, desk: Desk) -> None:
    answers = {name: status(client, name, address(desk, name)) for name in PAGES}
    assert set(answers.values()) == {404}, answers


def test_no_page_is_left_out() -> None:
    ours = {name for name in matrix().routes if name.startswith("workbench:")}
    assert {f"workbench:{name}" for name in (*PAGES, *ELSEWHERE)} == ours


@pytest.mark.parametrize("name", PAGES)
def test_it_refuses_the_wrong_method(desk: Desk, lina: Client, name: str) -> None:
    where = address(desk, name)
    assert lina.delete(where).status_code == 405
    if name in ONLY_GET:
        assert lina.post(where).status_code == 405


def test_looking_up_the_address_of_a_button_leads_back_to_the_item(
    desk: Desk, budi: Client
) -> None:
    budi.get(desk.page("case"))
    before = len(desk.log())
    answer = budi.get(desk.item_page("reveal"), {"lang": "id"})
    assert (answer.status_code, answer["Location"]) == (302, desk.item_page("item"))
    assert len(desk.log()) == before


def test_nobody_signed_out_gets_further_than_the_first_page(desk: Desk, client: Client) -> None:
    for name in PAGES:
        answer = client.get(address(desk, name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:start")), name


@pytest.mark.parametrize("who", ["citra", "dewi", "oka", "eko", "ani"])
def test_who_has_nothing_to_do_with_the_case_gets_404(desk: Desk, who: str) -> None:
    assert_all_closed(browser_of(desk.people.everybody[who]), desk)


def test_a_revoked_organisation_gets_404_on_its_next_request(
    desk: Desk, budi: Client, lina: Client
) -> None:
    assert budi.get(desk.page("case")).status_code == 200
    ani, where = desk.people.ani, {name: address(desk, name) for name in PAGES}
    revoke_grant(ani.actor, ani.keys(desk.case), desk.case.grants.get())
    for client in (budi, lina):
        assert {status(client, name, where[name]) for name in PAGES} == {404}


def test_an_unassigned_paralegal_gets_404_on_his_next_request(desk: Desk, budi: Client) -> None:
    assert budi.get(desk.page("case")).status_code == 200
    where, lina = {name: address(desk, name) for name in PAGES}, desk.people.lina
    assignment = Assignment.objects.get(case=desk.case)
    unassign_case(lina.actor, lina.keys(desk.case), assignment)
    assert {status(budi, name, where[name]) for name in PAGES} == {404}


def test_a_paralegal_neither_assigns_nor_ends_an_assignment(desk: Desk, budi: Client) -> None:
    for name in OF_LEADS:
        assert budi.get(address(desk, name)).status_code == 404, name
        assert budi.post(address(desk, name)).status_code == 404, name


def test_an_item_of_another_case_does_not_exist_here(desk: Desk, budi: Client) -> None:
    people = desk.people
    owner = cast.make_owner()
    case = cast.make_case(owner=owner)
    cast.share(owner=owner, case=case, organization=people.satu)
    cast.assign(lead=people.lina, case=case, member=people.budi)
    theirs = keep_file(owner, case, b"lain\n", name="lain.txt")
    for name in ("item", "reveal", "download"):
        assert status(budi, name, desk.item_page(name, theirs)) == 404, name
