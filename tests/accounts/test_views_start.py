import pytest
from django.test import Client
from django.urls import reverse

from accounts.sessions import end_sessions_of
from tests.cast import Cast, Person, client_of

START = reverse("accounts:start")


def links(client: Client) -> str:
    return client.get(START).content.decode()


@pytest.mark.django_db
def test_a_visitor_finds_four_ways_on(client: Client) -> None:
    page = links(client)
    for name in ("cases:begin", "accounts:sign-in", "resources:articles"):
        assert f'<a href="{reverse(name)}"><b>' in page
    assert f'<a href="{reverse("resources:help-numbers")}"><b>' in page


@pytest.mark.django_db
def test_the_title_is_the_brand_and_nothing_else(client: Client) -> None:
    assert "<title>Catatan</title>" in links(client)


def test_an_owner_finds_her_notes(her_client: Client) -> None:
    page = links(her_client)
    assert f'href="{reverse("cases:home")}"' in page
    assert f'href="{reverse("cases:begin")}"' not in page


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("budi", "workbench:queue"),
        ("lina", "workbench:queue"),
        ("oka", "workbench:people"),
        ("eko", "accounts:desk"),
    ],
)
def test_staff_find_their_work(cast: Cast, name: str, work: str) -> None:
    page = links(client_of(cast.everybody[name]))
    assert f'<li class="first"><a href="{reverse(work)}">' in page


def test_who_comes_back_too_late_is_told_that_the_notes_are_locked(
    her_client: Client, ani: Person
) -> None:
    """Once, with the way in first, and without a word about the page she asked for."""
    end_sessions_of(ani.user.id)
    asked = her_client.get(reverse("cases:home"), {"x": "rahasia"}, follow=True)
    page = asked.content.decode()
    assert asked.redirect_chain == [(START, 302)]
    assert "The notes are locked." in page
    assert f'<li class="first"><a href="{reverse("accounts:sign-in")}">' in page
    assert "rahasia" not in page
    assert "The notes are locked." not in links(her_client)


@pytest.mark.django_db
def test_post_is_not_a_way_in(client: Client) -> None:
    assert client.post(START).status_code == 405


@pytest.mark.django_db
def test_the_neutral_page_names_neither_brand_nor_purpose(client: Client) -> None:
    answer = client.get(reverse("accounts:neutral"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Weather</title>" in page
    assert "Catatan" not in page
    assert client.post(reverse("accounts:neutral")).status_code == 405


def test_a_form_sent_too_late_by_a_script_leads_to_the_same_word(
    her_client: Client, ani: Person
) -> None:
    end_sessions_of(ani.user.id)
    sent = her_client.post(reverse("cases:home"), headers={"X-Rata": "1"})
    assert (sent.status_code, sent.headers["X-Lanjut"]) == (204, START)
    assert "The notes are locked." in links(her_client)
