"""Opens the session from its two cookies and says who is asking."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponseBase

from accounts.actors import actor_for
from accounts.http import SiteRequest
from accounts.sessions import SealedSession

GetResponse = Callable[[HttpRequest], HttpResponseBase]
FOUND = 302
ID_COOKIE, HALF_COOKIE = settings.SESSION_COOKIE_NAME, settings.KEY_COOKIE_NAME


class SessionMiddleware:
    """Both cookies are HttpOnly, Secure, SameSite=Strict and end with the browser.

    Those of a session that has ended go with the first page: whoever is led there is told why.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = SealedSession(
            request.COOKIES.get(ID_COOKIE), _decoded(request.COOKIES.get(HALF_COOKIE))
        )
        request.session = session
        response = self.get_response(request)
        if session.modified and not session.is_empty():
            _store(session, response)
        elif session.session_key is None and ID_COOKIE in request.COOKIES:
            if response.status_code != FOUND:
                _forget(response)
        else:
            session.touch()
        return response


class ActorMiddleware:
    """Says who is asking, and from where."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        site_request = cast(SiteRequest, request)
        session = site_request.session
        site_request.actor = actor_for(session.user, session)
        site_request.preferences = session.preferences
        site_request.client = _client_address(request)
        return self.get_response(request)


def _client_address(request: HttpRequest) -> str:
    """The peer's address; behind the one trusted proxy, the address that proxy wrote last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.headers.get("X-Forwarded-For", "")
        return told.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _decoded(cookie: str | None) -> bytes | None:
    try:
        return urlsafe_b64decode(cookie.encode()) if cookie else None
    except (NotBase64, ValueError):
        return None


def _store(session: SealedSession, response: HttpResponseBase) -> None:
    """A session ended elsewhere in the meantime stays ended."""
    try:
        session.save()
    except UpdateError:
        _forget(response)
        return
    half = urlsafe_b64encode(session.cookie_half).decode()
    for name, value in ((ID_COOKIE, session.session_key or ""), (HALF_COOKIE, half)):
        response.set_cookie(name, value, secure=True, httponly=True, samesite="Strict")


def _forget(response: HttpResponseBase) -> None:
    for name in (ID_COOKIE, HALF_COOKIE):
        response.set_cookie(name, "", max_age=0, secure=True, httponly=True, samesite="Strict")
