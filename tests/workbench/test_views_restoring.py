"""Giving notes back, page by page, as lead, colleague and owner see it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import client_of
from tests.clock import Clock
from tests.workbench.desk import REASON, Desk, text_of


@pytest.fixture
def ani(desk: Desk) -> Client:
    browser = client_of(desk.people.ani)
    browser.cookies["__Host-l"] = "en"
    return browser


def ask_and_approve(desk: Desk, lina: Client, budi: Client) -> None:
    text_of(budi, desk.page("case"))
    lina.post(desk.page("case"), {"reason": REASON})
    lina.post(desk.page("restoring-ask"), {"reason": "Membawa kartu mahasiswa."})
    budi.post(desk.page("restoring-approve"), {"reason": "Pernah bertemu."})


def test_from_the_meeting_to_new_words(
    desk: Desk, lina: Client, budi: Client, clock: Clock
) -> None:
    ask_and_approve(desk, lina, budi)
    assert "Waiting until" in text_of(lina, desk.page("restoring"))
    assert lina.post(desk.page("restoring-finish")).status_code == 409
    clock.forward(hours=73)
    # Whatever was open three days ago has long been closed.
    lina, fresh = client_of(desk.people.lina), Client()
    lina.post(desk.page("case"), {"reason": REASON})
    shown = lina.post(desk.page("restoring-finish"), follow=True).content.decode()
    found = re.search(r'class="code">([^<]+)<', shown)
    assert found
    answer = fresh.post(reverse("cases:enter-with-code"), {"code": found[1]})
    assert answer["Location"] == reverse("cases:words")


def test_she_sees_it_on_her_first_page_and_refuses_with_one_press(
    desk: Desk, lina: Client, budi: Client, ani: Client
) -> None:
    ask_and_approve(desk, lina, budi)
    home = reverse("cases:task-list", args=[desk.case.ref])
    assert "asks to get the notes with new words" in text_of(ani, home)
    answer = ani.post(reverse("cases:restoring-refuse", args=[desk.case.ref]))
    assert answer["Location"] == home
    assert "with new words" not in text_of(ani, home)
    assert "It takes a meeting in person" in text_of(lina, desk.page("restoring"))


def test_she_can_forbid_it_for_good(desk: Desk, lina: Client, ani: Client) -> None:
    where = reverse("cases:restoring", args=[desk.case.ref])
    assert "Two of their people have to agree" in text_of(ani, where)
    ani.post(where)
    assert "nobody may give the notes back" in text_of(
        ani, reverse("cases:sharing", args=[desk.case.ref])
    )
    lina.post(desk.page("case"), {"reason": REASON})
    assert "does not want anybody" in text_of(lina, desk.page("restoring"))
    refused = lina.post(desk.page("restoring-ask"), {"reason": "Tetap mencoba."})
    assert refused.status_code == 409


def test_the_same_person_cannot_be_both(desk: Desk, lina: Client) -> None:
    lina.post(desk.page("case"), {"reason": REASON})
    lina.post(desk.page("restoring-ask"), {"reason": "Membawa kartu."})
    answer = lina.post(desk.page("restoring-approve"), {"reason": "Saya sendiri."})
    assert answer.status_code == 409


def test_a_colleague_can_stop_it(desk: Desk, lina: Client, budi: Client) -> None:
    ask_and_approve(desk, lina, budi)
    budi.post(desk.page("restoring-stop"))
    assert "A lead begins it" in text_of(budi, desk.page("restoring"))
