"""The request as this site's middleware leaves it, for views to name in their signatures."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token

from accounts.actors import Actor, actor_for
from accounts.services import Unlocked, preferences_of
from accounts.sessions import SealedSession
from core.middleware import LANGUAGE_COOKIE
from core.preferences import Preferences

COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.KEY_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    LANGUAGE_COOKIE,
)


class SiteRequest(HttpRequest):
    """Carries who is asking and her session; never passed on to a service.

    `client` is where the request came from, for the throttle alone: hashed there, kept nowhere.
    """

    actor: Actor
    session: SealedSession
    client: str
    preferences: Preferences


def enter(request: SiteRequest, unlocked: Unlocked) -> Actor:
    """Begins this person's session: new cookies, new form tokens, and herself as the actor."""
    chosen = preferences_of(unlocked.user, unlocked.key)
    request.session.unlock(unlocked.user, unlocked.key, chosen)
    request.preferences = chosen
    rotate_token(request)
    request.actor = actor_for(unlocked.user, request.session)
    return request.actor


def led_away(target: str) -> HttpResponse:
    """Leads to the target, which does not learn from where."""
    answer = HttpResponseRedirect(target, status=303)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def farewell(request: SiteRequest, target: str) -> HttpResponse:
    """Ends the session here and now, has the browser forget the site, and leads to the target."""
    return forgotten(request, led_away(target), '"cookies", "storage"')


def forgotten(request: SiteRequest, answer: HttpResponse, what: str) -> HttpResponse:
    """Ends the session here and now; the answer has the browser forget the site."""
    request.session.flush()
    answer["Clear-Site-Data"] = what
    for cookie in COOKIES:
        answer.delete_cookie(cookie, samesite="Strict")
    return answer
