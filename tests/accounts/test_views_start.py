import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, client_of

START = reverse("accounts:start")


def links(client: Client) -> str:
    return client.get(START).content.decode()


@pytest.mark.django_db
def test_a_visitor_finds_four_ways_on(client: Client) -> None:
    page = links(client)
    for name in ("cases:begin", "accounts:sign-in", "resources:first-steps"):
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
    ("name", "work"), [("budi", True), ("lina", True), ("oka", False), ("eko", False)]
)
def test_staff_find_their_work_if_they_have_a_queue(cast: Cast, name: str, work: bool) -> None:
    page = links(client_of(cast.everybody[name]))
    assert (f'href="{reverse("workbench:queue")}"' in page) is work


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
