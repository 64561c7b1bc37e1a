"""What the middleware makes of a session that holds a person and no key of hers."""

from base64 import urlsafe_b64decode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Session
from accounts.sessions import SealedSession
from tests.cast import client_of, make_case, make_owner

pytestmark = pytest.mark.django_db


def lose_the_key(client: Client) -> None:
    half = urlsafe_b64decode(client.cookies[settings.KEY_COOKIE_NAME].value)
    session = SealedSession(client.cookies[settings.SESSION_COOKIE_NAME].value, half)
    del session["key"]
    session.save()


@pytest.mark.parametrize("page", ["cases:task-list", "evidence:chronology", "packets:list"])
def test_it_leads_to_the_first_page_like_one_that_ended(page: str) -> None:
    ani = make_owner()
    case, client = make_case(owner=ani), client_of(ani)
    lose_the_key(client)
    answer = client.get(reverse(page, args=[case.ref]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:start"))
    assert not Session.objects.filter(user=ani.user).exists()
    assert client.get(reverse("accounts:start")).context["home_url"] == "/"
