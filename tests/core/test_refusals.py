"""What the middleware makes of a session that holds a person and no key of hers."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Session
from tests.accounts.browsing import session_of
from tests.cast import client_of, make_case, make_owner

pytestmark = pytest.mark.django_db


def lose_the_key(client: Client) -> None:
    session = session_of(client)
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
