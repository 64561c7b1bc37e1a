"""A form that a script sends is told where to go on; everybody else is led there."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Throttle

ASKED = {"X-Rata": "1"}
PLAIN = "application/x-www-form-urlencoded"
QUESTION = reverse("cases:begin-whom")


@pytest.mark.django_db
def test_a_script_is_told_where_to_go_on(client: Client) -> None:
    answer = client.post(QUESTION, {"answer": "diri"}, headers=ASKED)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["X-Lanjut"] == reverse("cases:begin-age")
    assert "Location" not in answer.headers


@pytest.mark.django_db
def test_a_browser_without_scripts_is_led_there(client: Client) -> None:
    answer = client.post(QUESTION, {"answer": "diri"})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("cases:begin-age"))


@pytest.mark.django_db
def test_an_answer_to_mend_comes_as_the_page_it_is(client: Client) -> None:
    answer = client.post(QUESTION, {"save": "1"}, headers=ASKED)
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("given", [{}, {"answer": "diri"}, {"answer": "entah"}])
def test_switching_the_language_draws_the_question_again(
    client: Client, given: dict[str, str]
) -> None:
    answer = client.post(QUESTION, urlencode({**given, "lang": "en"}), content_type=PLAIN)
    assert answer.status_code == 200
    assert b'<html lang="en">' in answer.content
    assert b'role="alert"' not in answer.content
    assert answer.cookies["__Host-l"].value == "en"
    assert client.get(reverse("cases:begin-age")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["accounts:sign-in", "accounts:staff-sign-in"])
def test_switching_the_language_beside_a_secret_tries_and_shows_nothing(
    client: Client, address: str
) -> None:
    secret = "satu dua tiga empat lima enam tujuh"
    typed = dict.fromkeys(("words", "words_lines", "password", "words_shown"), secret)
    sent = urlencode({**typed, "email": "a@b.example", "lang": "en"})
    answer = client.post(reverse(address), sent, content_type=PLAIN)
    assert answer.status_code == 200
    assert secret.encode() not in answer.content
    assert b'role="alert"' not in answer.content
    assert not Throttle.objects.exists()


@pytest.mark.django_db
def test_switching_the_language_needs_the_token_of_the_form() -> None:
    careful = Client(enforce_csrf_checks=True)
    answer = careful.post(QUESTION, urlencode({"answer": "diri", "lang": "en"}), content_type=PLAIN)
    assert answer.status_code == 403


@pytest.mark.django_db
def test_a_form_with_a_file_is_not_read_early(client: Client) -> None:
    answer = client.post("/tidak/ada", {"lang": "en", "file": b"a"}, format="multipart")
    assert "__Host-l" not in answer.cookies
