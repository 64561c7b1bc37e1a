"""What a browser holds, and what somebody else could do with a part of it."""

from base64 import urlsafe_b64decode

from django.test import Client
from django.urls import reverse

from accounts.sessions import SealedSession

ID, HALF = "__Host-s", "__Host-k"


def is_signed_in(client: Client) -> bool:
    """Whether this browser gets the page of signed-in owners, or is led to the first page."""
    return client.get(reverse("accounts:elsewhere")).status_code == 200


def is_staff_signed_in(client: Client) -> bool:
    return client.get(reverse("workbench:queue")).status_code == 200


def session_of(client: Client) -> SealedSession:
    """The session behind this browser's two cookies, opened anew."""
    half = urlsafe_b64decode(client.cookies[HALF].value)
    return SealedSession(client.cookies[ID].value, half)


def with_cookies(**cookies: str) -> Client:
    """Another browser, holding these cookies and no others; `s` and `k` name them."""
    other = Client()
    for short, value in cookies.items():
        other.cookies[f"__Host-{short}"] = value
    return other


def let_secret_grow_old(client: Client, seconds: int = 301) -> None:
    """Makes the words look entered this long ago, instead of waiting."""
    session = session_of(client)
    session["secret_at"] -= seconds
    session.save()
