import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Session
from tests.accounts.browsing import is_signed_in, is_staff_signed_in
from tests.cast import Cast, client_of

LEAVE, LOCK = reverse("accounts:leave"), reverse("accounts:lock")
OURS = ("__Host-s", "__Host-k", "__Host-l", "__Host-c")


def leave(client: Client, site: str | None = "same-origin") -> HttpResponse:
    headers = {"Sec-Fetch-Site": site} if site else {}
    return client.get(LEAVE, headers=headers)


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_leaving_ends_the_session_on_the_server(her_client: Client, site: str | None) -> None:
    answer = leave(her_client, site)
    assert (answer.status_code, answer.headers["Location"]) == (303, settings.NEUTRAL_TARGET)
    assert not Session.objects.exists()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_sign_her_out(her_client: Client, site: str) -> None:
    answer = leave(her_client, site)
    assert (answer.status_code, answer.headers["Location"]) == (303, settings.NEUTRAL_TARGET)
    assert "Clear-Site-Data" not in answer.headers
    assert not answer.cookies
    assert is_signed_in(her_client)


def test_leaving_takes_every_cookie_along(her_client: Client) -> None:
    answer = leave(her_client)
    for name in OURS:
        cookie = answer.cookies[name]
        assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/")
        assert cookie["secure"]


def test_leaving_leaves_nothing_to_cache_or_to_refer_to(her_client: Client) -> None:
    headers = leave(her_client).headers
    assert headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.django_db
def test_leaving_works_signed_out(client: Client) -> None:
    answer = leave(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, settings.NEUTRAL_TARGET)


def test_leaving_works_with_a_session_that_is_gone(her_client: Client) -> None:
    Session.objects.all().delete()
    assert leave(her_client).status_code == 303


@pytest.mark.parametrize("address", [LEAVE, LOCK])
def test_leaving_is_a_link_never_a_form(her_client: Client, address: str) -> None:
    assert her_client.post(address).status_code == 405
    assert is_signed_in(her_client)


def test_locking_ends_a_staff_session_and_asks_for_the_password(cast: Cast) -> None:
    client = client_of(cast.budi)
    answer = client.get(LOCK, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        reverse("accounts:staff-sign-in"),
    )
    assert not is_staff_signed_in(client)


def test_another_site_cannot_lock_a_screen(cast: Cast) -> None:
    client = client_of(cast.budi)
    client.get(LOCK, headers={"Sec-Fetch-Site": "cross-site"})
    assert is_staff_signed_in(client)
