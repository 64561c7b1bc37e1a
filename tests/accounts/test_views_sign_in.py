import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sealing import WORDS
from tests.accounts.browsing import is_signed_in
from tests.accounts.conftest import new_browser
from tests.cast import Cast, Person, client_of, sign_in

PAGE = reverse("accounts:sign-in")
NOBODYS = " ".join(WORDS[:7])
REFUSED = "Notes not found."


def page_after(client: Client, words: str) -> str:
    """The page that answers these words, without what differs by nature: token and words."""
    answer = sign_in(client, words)
    assert answer.status_code == 200
    without_token = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return without_token.replace(words, "")


def test_her_words_lead_to_her_notes(client: Client, ani: Person) -> None:
    answer = sign_in(client, ani.secret)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("cases:home"))
    assert is_signed_in(client)


def test_wrong_words_get_one_sentence(client: Client, ani: Person) -> None:
    page = page_after(client, NOBODYS)
    assert f'id="id_words_error"><span class="vh">Correct this: </span>{REFUSED}</p>' in page
    assert not is_signed_in(client)


def test_unknown_words_and_words_of_an_ended_account_get_the_same_page(ani: Person) -> None:
    User.objects.filter(pk=ani.user.pk).update(is_active=False)
    in_other_order = " ".join(reversed(ani.secret.split()))
    pages = {page_after(new_browser(), words) for words in (NOBODYS, ani.secret, in_other_order)}
    assert len(pages) == 1


@pytest.mark.django_db
def test_a_word_that_is_not_on_the_list_is_named_by_its_place(client: Client) -> None:
    page = sign_in(client, f"1. {NOBODYS}, qwerty").content.decode()
    assert "Word number 8 is not on the list." in page
    assert REFUSED not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "count"), [(NOBODYS.rpartition(" ")[0], 6), (WORDS[0], 1)])
def test_too_few_words_are_counted(client: Client, words: str, count: int) -> None:
    assert "Write seven words. Now there" in sign_in(client, words).content.decode()
    assert str(count) in sign_in(client, words).content.decode()


@pytest.mark.django_db
def test_nothing_typed_is_asked_for_kindly(client: Client) -> None:
    assert "Write your answer here." in sign_in(client, " ").content.decode()


def test_after_five_wrong_tries_she_is_told_how_long_to_wait(client: Client, ani: Person) -> None:
    for _ in range(5):
        sign_in(client, NOBODYS)
    answer = sign_in(client, ani.secret)
    assert answer.status_code == 429
    assert re.search(r"many tries from here\. Wait [56] seconds", answer.content.decode())
    assert not is_signed_in(client)


def test_the_form_needs_its_token(ani: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(PAGE).content.decode()
    assert sign_in(browser, ani.secret).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    answer = browser.post(PAGE, {"words": ani.secret, "csrfmiddlewaretoken": token[1]})
    assert answer.status_code == 302


def test_signing_in_renews_the_secret_behind_the_tokens(client: Client, ani: Person) -> None:
    client.get(PAGE)
    before = client.cookies["__Host-c"].value
    sign_in(client, ani.secret)
    assert client.cookies["__Host-c"].value != before


@pytest.mark.django_db
def test_the_field_is_neither_remembered_nor_corrected(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    field = re.search(r'<input[^>]*name="words"[^>]*>', page)
    assert field
    kept_out = ('type="password"', 'autocomplete="one-time-code"', 'autocapitalize="none"')
    assert [one for one in kept_out if one not in field[0]] == []


def test_what_she_typed_never_comes_back(client: Client, ani: Person) -> None:
    """Neither after a refusal nor while she has to wait."""
    for tried in (NOBODYS, f"{NOBODYS} qwerty", *[NOBODYS] * 6):
        page = sign_in(client, tried).content.decode()
        assert [word for word in tried.split() if word in page] == []


def test_words_written_where_they_can_be_read_open_her_notes(client: Client, ani: Person) -> None:
    typed = {"words": NOBODYS, "words_lines": ani.secret, "words_shown": "1"}
    assert client.post(PAGE, typed).headers["Location"] == reverse("cases:home")


def test_everybody_may_see_the_page(cast: Cast) -> None:
    for person in cast.everybody.values():
        assert client_of(person).get(PAGE).status_code == 200


@pytest.mark.django_db
def test_other_methods_are_refused(client: Client) -> None:
    assert client.put(PAGE).status_code == 405


def test_only_an_owner_sees_that_she_was_open_elsewhere(cast: Cast, client: Client) -> None:
    page = reverse("accounts:elsewhere")
    assert client_of(cast.ani).get(page).status_code == 200
    assert client_of(cast.ani).post(page).status_code == 405
    assert client_of(cast.budi).get(page).status_code == 404
    assert client.get(page).headers["Location"] == reverse("accounts:start")
