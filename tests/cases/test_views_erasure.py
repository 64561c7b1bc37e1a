"""The pages on which an owner gives her notes up, or everything, and takes that back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import AccountErasure, Case
from tests.cases.pages import page
from tests.cast import Cast, client_of, sign_in

ALL, HOME = reverse("cases:erase-all"), reverse("cases:home")


def in_english(client: Client) -> Client:
    client.cookies["__Host-l"] = "en"
    return client


def waits(cast: Cast) -> bool:
    return Case.objects.of_owner(cast.ani.actor).filter(erase_at__isnull=False).exists()


def test_it_says_what_goes_what_stays_and_how_long(cast: Cast, ani: Client) -> None:
    shown = in_english(ani).get(page(cast.case, "erase")).content.decode()
    for told in ("What goes", "What stays", "Packets that were handed out", "After 7 days nobody"):
        assert told in shown
    assert "Erase it in 24 hours" in shown


def test_while_it_waits_there_is_one_page_alone(cast: Cast, ani: Client) -> None:
    reply = ani.post(page(cast.case, "erase"), {"later": "1"})
    assert reply["Location"] == HOME
    assert ani.get(HOME)["Location"] == page(cast.case, "erase")
    assert "will be erased on" in in_english(ani).get(page(cast.case, "erase")).content.decode()
    for name in ("incidents", "log", "sharing"):
        assert ani.get(page(cast.case, name)).status_code == 404
    for name in ("evidence:chronology", "evidence:add", "packets:list"):
        assert ani.get(reverse(name, args=[cast.case.ref])).status_code == 404


def test_her_front_page_leads_to_what_waits(cast: Cast, ani: Client) -> None:
    ani.post(page(cast.case, "erase"), {"later": "1"})
    assert ani.get(page(cast.case, "task-list"))["Location"] == page(cast.case, "erase")


def test_staff_get_404_at_once_and_their_queue_is_empty(cast: Cast, ani: Client) -> None:
    budi, where = client_of(cast.budi), reverse("workbench:case", args=[cast.case.ref])
    assert budi.get(where).status_code == 200
    ani.post(page(cast.case, "erase"), {"later": "1"})
    assert budi.get(where).status_code == 404
    assert cast.case.ref not in budi.get(reverse("workbench:queue")).content.decode()


def test_undo_brings_everything_back(cast: Cast, ani: Client) -> None:
    for answer in ("later", "undo"):
        ani.post(page(cast.case, "erase"), {answer: "1"})
    assert ani.get(HOME)["Location"] == page(cast.case, "task-list")
    where = reverse("workbench:case", args=[cast.case.ref])
    assert client_of(cast.budi).get(where).status_code == 200


@pytest.mark.parametrize("answers", [("now",), ("later", "now")])
def test_now_leaves_nothing_and_she_may_begin_anew(
    cast: Cast, ani: Client, answers: tuple[str, ...]
) -> None:
    for answer in answers:
        ani.post(page(cast.case, "erase"), {answer: "1"})
    assert not Case.objects.for_upkeep().exists()
    assert ani.get(HOME)["Location"] == reverse("cases:begin")


def test_everything_waits_and_her_words_still_work(cast: Cast, ani: Client) -> None:
    assert ani.post(ALL, {"later": "1"})["Location"] == ALL
    again = Client()
    sign_in(again, cast.ani.secret)
    assert again.get(HOME)["Location"] == ALL
    assert again.get(reverse("cases:begin"))["Location"] == HOME
    assert "Everything will be erased on" in in_english(again).get(ALL).content.decode()
    again.post(ALL, {"undo": "1"})
    assert not AccountErasure.objects.exists()
    assert not waits(cast)


def test_everything_now_ends_her_session_on_the_neutral_page(cast: Cast, ani: Client) -> None:
    reply = ani.post(ALL, {"now": "1"})
    assert (reply.status_code, reply["Location"]) == (303, reverse("accounts:neutral"))
    assert reply["Clear-Site-Data"] == '"cookies", "storage"'
    assert not User.objects.filter(pk=cast.ani.user.pk).exists()
    assert ani.get(HOME)["Location"] == reverse("accounts:start")


def test_her_words_open_nothing_after_that(cast: Cast, ani: Client) -> None:
    ani.post(ALL, {"now": "1"})
    again = Client()
    assert sign_in(again, cast.ani.secret).status_code == 200
    assert again.get(HOME).status_code == 302


@pytest.mark.parametrize("answer", ["later", "now", "undo"])
def test_both_pages_ask_for_the_words_again(
    cast: Cast, ani: Client, has_old_secret: Callable[[], None], answer: str
) -> None:
    has_old_secret()
    for where in (page(cast.case, "erase"), ALL):
        assert ani.post(where, {answer: "1"})["Location"] == reverse("accounts:reenter")
    assert not waits(cast)


@pytest.mark.parametrize("where", ["case", "all"])
def test_undo_where_nothing_waits_is_refused(cast: Cast, ani: Client, where: str) -> None:
    address = ALL if where == "all" else page(cast.case, "erase")
    assert ani.post(address, {"undo": "1"}).status_code == 409


def test_a_post_without_an_answer_changes_nothing(cast: Cast, ani: Client) -> None:
    for where in (page(cast.case, "erase"), ALL):
        assert ani.post(where).status_code == 200
    assert not waits(cast)


def test_staff_have_no_such_page(cast: Cast) -> None:
    assert client_of(cast.lina).get(ALL).status_code == 404
