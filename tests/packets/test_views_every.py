"""The questions that the pages of packets answer alike, the owner's and the organisation's."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Assignment
from cases.services import revoke_grant, unassign_case
from core.routes import matrix
from tests import cast
from tests.jobs.packetwork import ask
from tests.packets.pages import Side, browser_of

PAGES = ("list", "request", "packet", "continue", "download")
ONLY_POST, ONLY_GET = {"continue"}, {"list", "packet"}


def status(client: Client, name: str, where: str) -> int:
    return (client.post if name in ONLY_POST else client.get)(where).status_code


def assert_all_closed(client: Client, side: Side) -> None:
    answers = {name: status(client, name, side.page(name)) for name in PAGES}
    assert set(answers.values()) == {404}, answers


def test_no_page_is_left_out() -> None:
    both = {f"packets:{name}{suffix}" for name in PAGES for suffix in ("", "-for-team")}
    assert both == {name for name in matrix().routes if name.startswith("packets:")}


@pytest.mark.parametrize("name", PAGES)
def test_it_refuses_the_wrong_method(side: Side, name: str) -> None:
    assert side.client.delete(side.page(name)).status_code == 405
    if name in ONLY_GET:
        assert side.client.post(side.page(name)).status_code == 405


def test_looking_up_the_address_of_a_button_leads_back_to_the_packet(side: Side) -> None:
    answer = side.client.get(side.page("continue"))
    assert (answer.status_code, answer["Location"]) == (302, side.page("packet"))


def test_nobody_signed_out_gets_further_than_the_first_page(side: Side, client: Client) -> None:
    for name in PAGES:
        answer = client.get(side.page(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:start")), name


def test_strangers_get_404(side: Side) -> None:
    for who in ("citra", "dewi", "oka", "eko"):
        assert_all_closed(browser_of(side.people.everybody[who]), side)
    other = cast.make_owner()
    cast.make_case(owner=other)
    assert_all_closed(browser_of(other), side)


def test_neither_side_uses_the_pages_of_the_other(side: Side) -> None:
    other = side.people.budi if side.suffix == "" else side.people.ani
    assert_all_closed(browser_of(other), side)


def test_nobody_sees_a_packet_that_somebody_else_asked_for(side: Side) -> None:
    people = side.people
    other = people.budi if side.person is people.ani else people.ani
    theirs = ask(other, side.case)
    for name in ("packet", "continue", "download"):
        send = side.client.get if name == "packet" else side.client.post
        assert send(side.page(name, theirs)).status_code == 404, name
    assert theirs.ref not in side.text("list")


@pytest.mark.parametrize("side", ["team"], indirect=True)
def test_a_revoked_organisation_gets_404_on_its_next_request(side: Side) -> None:
    side.text("list")
    ani = side.people.ani
    revoke_grant(ani.actor, ani.keys(side.case), side.case.grants.get())
    assert_all_closed(side.client, side)


@pytest.mark.parametrize("side", ["team"], indirect=True)
def test_an_unassigned_paralegal_gets_404_on_his_next_request(side: Side) -> None:
    side.text("list")
    lina = side.people.lina
    assignment = Assignment.objects.get(case=side.case)
    unassign_case(lina.actor, lina.keys(side.case), assignment)
    assert_all_closed(side.client, side)


def test_a_lead_comes_to_packets_only_after_she_said_why(side: Side) -> None:
    lina = browser_of(side.people.lina)
    where = reverse("workbench:case", args=[side.case.ref])
    for name in ("list", "request"):
        page = reverse(f"packets:{name}-for-team", args=[side.case.ref])
        assert lina.get(page)["Location"] == where, name
    lina.post(where, {"reason": "Memeriksa berkas"})
    assert lina.get(reverse("packets:list-for-team", args=[side.case.ref])).status_code == 200
