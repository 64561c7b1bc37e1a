import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.browsing import is_staff_signed_in
from tests.cast import PASSWORD, Cast, client_of, sign_in_staff

PAGE = reverse("accounts:staff-sign-in")
REFUSED = "This address and password do not fit together."


@pytest.mark.parametrize("name", ["budi", "citra", "lina", "dewi"])
def test_members_come_to_their_queue(client: Client, cast: Cast, name: str) -> None:
    answer = sign_in_staff(client, cast.everybody[name].email)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("workbench:queue"))
    assert is_staff_signed_in(client)


@pytest.mark.parametrize(("name", "page"), [("oka", "workbench:people"), ("eko", "accounts:desk")])
def test_admins_have_no_queue_and_come_to_what_is_theirs(
    client: Client, cast: Cast, name: str, page: str
) -> None:
    answer = sign_in_staff(client, cast.everybody[name].email)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse(page))


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(
    client: Client, cast: Cast
) -> None:
    for email in (cast.budi.email, "nobody@contoh.id"):
        answer = sign_in_staff(client, email, "a password that is wrong")
        assert answer.status_code == 200
        assert REFUSED in answer.content.decode()
    assert not is_staff_signed_in(client)


def test_the_password_is_never_written_back(client: Client, cast: Cast) -> None:
    page = sign_in_staff(client, cast.budi.email, "a password that is wrong").content.decode()
    assert "a password that is wrong" not in page
    assert cast.budi.email in page


def test_a_password_keeps_its_spaces(client: Client, cast: Cast) -> None:
    assert sign_in_staff(client, cast.budi.email, f" {PASSWORD} ").status_code == 200


def test_after_five_wrong_tries_even_the_right_password_waits(client: Client, cast: Cast) -> None:
    for _ in range(5):
        sign_in_staff(client, cast.budi.email, "a password that is wrong")
    answer = sign_in_staff(client, cast.budi.email)
    assert answer.status_code == 429
    assert re.search(r"Wait [56] seconds", answer.content.decode())


def test_an_owner_may_see_the_page_and_words_are_no_password(client: Client, cast: Cast) -> None:
    assert client_of(cast.ani).get(PAGE).status_code == 200
    assert REFUSED in sign_in_staff(client, cast.budi.email, cast.ani.secret).content.decode()


@pytest.mark.django_db
def test_other_methods_are_refused(client: Client) -> None:
    assert client.delete(PAGE).status_code == 405
