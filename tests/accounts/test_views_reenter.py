import pytest
from django.test import Client
from django.urls import reverse

from accounts.sealing import WORDS
from tests.accounts.browsing import let_secret_grow_old, session_of
from tests.cast import PASSWORD, Cast, Person, client_of

PAGE = reverse("accounts:reenter")
GUARDED = reverse("cases:new-words")
NOBODYS = " ".join(WORDS[:7])


def reenter(client: Client, secret: str) -> str:
    """Where the page leads after this secret; empty when it stays."""
    answer = client.post(PAGE, {"secret": secret})
    return str(answer.headers.get("Location", ""))


def test_fresh_words_pass_the_guard(her_client: Client) -> None:
    assert her_client.get(GUARDED).status_code == 200


@pytest.mark.parametrize(("age", "passes"), [(290, True), (301, False)])
def test_words_older_than_five_minutes_are_asked_for_again(
    her_client: Client, age: int, passes: bool
) -> None:
    let_secret_grow_old(her_client, age)
    answer = her_client.get(GUARDED)
    assert (answer.status_code == 200) is passes
    assert answer.headers.get("Location") == (None if passes else PAGE)


def test_the_right_words_lead_back_to_the_page(ani: Person, her_client: Client) -> None:
    let_secret_grow_old(her_client)
    her_client.get(GUARDED)
    assert reenter(her_client, ani.secret) == GUARDED
    assert her_client.get(GUARDED).status_code == 200


def test_a_refused_post_comes_back_as_a_page_with_nothing_done(
    ani: Person, her_client: Client
) -> None:
    let_secret_grow_old(her_client)
    assert her_client.post(GUARDED, {"save": "1"}).headers["Location"] == PAGE
    assert reenter(her_client, ani.secret) == GUARDED
    assert "words" not in session_of(her_client)


def test_the_way_back_is_told_once(ani: Person, her_client: Client) -> None:
    let_secret_grow_old(her_client)
    her_client.get(GUARDED)
    reenter(her_client, ani.secret)
    assert reenter(her_client, ani.secret) == reverse("cases:home")


def test_no_address_chooses_the_way_back(ani: Person, her_client: Client) -> None:
    answer = her_client.post(f"{PAGE}?next=https://example.org/", {"secret": ani.secret})
    assert answer.headers["Location"] == reverse("cases:home")


def test_wrong_words_confirm_nothing(her_client: Client) -> None:
    let_secret_grow_old(her_client)
    assert reenter(her_client, NOBODYS) == ""
    assert her_client.get(GUARDED).headers["Location"] == PAGE


def test_too_many_wrong_words_have_to_wait(ani: Person, her_client: Client) -> None:
    for _ in range(5):
        reenter(her_client, NOBODYS)
    assert her_client.post(PAGE, {"secret": ani.secret}).status_code == 429


def test_staff_are_asked_for_the_password(cast: Cast) -> None:
    client = client_of(cast.budi)
    page = client.get(PAGE).content.decode()
    assert 'type="password"' in page
    assert reenter(client, "a password that is wrong") == ""
    assert reenter(client, PASSWORD) == reverse("workbench:queue")


def test_a_visitor_is_led_to_the_first_page(client: Client, cast: Cast) -> None:
    assert client.get(PAGE).headers["Location"] == reverse("accounts:start")


def test_other_methods_are_refused(her_client: Client) -> None:
    assert her_client.put(PAGE).status_code == 405
