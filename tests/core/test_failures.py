"""What is shown where no view answers: in the site's look and language, with a way on."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from tests import cast

SIGN_IN = reverse("accounts:sign-in")
TOO_MUCH = "a" * (1 << 21)


@pytest.fixture
def people(db: None) -> cast.Cast:
    return cast.make_cast()


def owner_of(people: cast.Cast) -> tuple[Client, str]:
    client = cast.client_of(people.ani)
    client.cookies["__Host-l"] = "en"
    return client, f"/c/{people.case.ref}/2/1/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"), [("id", "Yang sudah tersimpan"), ("en", "What was saved is still there")]
)
def test_a_form_left_open_too_long_leads_back_to_itself(language: str, said: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["__Host-l"] = language
    answer = browser.post(SIGN_IN, {"words": "rahasia sekali"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'<html lang="{language}">' in page
    assert 'id="exit"' in page
    assert f'<a class="btn" href="{SIGN_IN}">' in page
    assert said in page
    assert "CSRF" not in page
    assert "rahasia" not in page


@pytest.mark.parametrize("kind", [MULTIPART_CONTENT, "application/x-www-form-urlencoded"])
def test_a_text_too_large_is_named_as_such_and_leads_to_her_notes(
    people: cast.Cast, kind: str
) -> None:
    client, step = owner_of(people)
    typed = {"still_in_contact": TOO_MUCH}
    sent = typed if kind == MULTIPART_CONTENT else urlencode(typed)
    answer = client.post(step, sent, content_type=kind)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "This is too much for one page" in page
    assert f'class="btn" href="{reverse("cases:home")}"' in page


def test_a_method_that_is_not_taken_gets_a_page(people: cast.Cast) -> None:
    client, step = owner_of(people)
    answer = client.delete(step)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert "This address does not open this way" in answer.content.decode()


def test_what_is_not_there_leads_everybody_to_her_own_place(people: cast.Cast) -> None:
    for name, place in (
        ("ani", "cases:home"),
        ("budi", "workbench:queue"),
        ("oka", "workbench:people"),
    ):
        page = cast.client_of(people.everybody[name]).get("/tidak-ada").content.decode()
        assert f'<a class="btn" href="{reverse(place)}">' in page, name
        assert ('id="exit" href="/kunci"' in page) is (name != "ani")
    assert '<a class="btn" href="/">' in Client().get("/tidak-ada").content.decode()


def test_a_form_that_cannot_be_read_is_refused_in_the_language_that_was_chosen(
    people: cast.Cast,
) -> None:
    client, step = owner_of(people)
    fields = "&".join(f"n{number}=a" for number in range(1100))
    answer = client.post(step, fields, "application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert '<html lang="en">' in answer.content.decode()
