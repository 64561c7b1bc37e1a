"""The request as this site's middleware leaves it, for views to name in their signatures."""

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from accounts.actors import Actor, actor_for
from accounts.services import Unlocked
from accounts.sessions import SealedSession


class SiteRequest(HttpRequest):
    """Carries who is asking and her session; never passed on to a service.

    `client` is where the request came from, for the throttle alone: hashed there, kept nowhere.
    """

    actor: Actor
    session: SealedSession
    client: str


def enter(request: SiteRequest, unlocked: Unlocked) -> Actor:
    """Begins this person's session: new cookies, new form tokens, and herself as the actor."""
    request.session.unlock(unlocked.user, unlocked.key)
    rotate_token(request)
    request.actor = actor_for(unlocked.user, request.session)
    return request.actor
