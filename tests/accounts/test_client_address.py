import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from accounts.http import SiteRequest
from accounts.middleware import ActorMiddleware
from accounts.sessions import SealedSession

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


def client_seen(forwarded: str) -> str:
    """What a view learns of where a request came from."""
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": forwarded}
    )
    request.session = SealedSession()
    seen: list[str] = []

    def view(request: SiteRequest) -> HttpResponse:
        seen.append(request.client)
        return HttpResponse()

    ActorMiddleware(view)(request)
    return seen[0]


@pytest.mark.django_db
def test_nobody_names_her_own_address() -> None:
    assert client_seen("198.51.100.1") == "192.0.2.7"


@pytest.mark.django_db
def test_behind_the_proxy_its_own_word_counts_and_no_earlier_one() -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=PROXY):
        assert client_seen("198.51.100.1, 203.0.113.9") == "203.0.113.9"
