"""Asks for words or password again before a sensitive act, and leads back to it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.http import SiteRequest
from accounts.sessions import SealedSession

P = ParamSpec("P")
View = Callable[Concatenate[SiteRequest, P], HttpResponseBase]
RETURN_PATH = "return_path"


def recent_secret_required(view: View[P]) -> View[P]:
    """Lets a request through only where the secret was entered within the last five minutes.

    The way back waits in the sealed session, so no address can choose it. It is always a GET: what
    a refused POST carried is dropped, and she sees the page with its button once more. A view that
    takes POST under this guard therefore answers GET at the same path.
    """

    @wraps(view)
    def guarded(request: SiteRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.session.has_recent_secret():
            return view(request, *args, **kwargs)
        request.session[RETURN_PATH] = request.path
        return redirect("accounts:reenter")

    return guarded


def return_path(session: SealedSession) -> str | None:
    """Where the guard stopped her, told once."""
    path: str | None = session.pop(RETURN_PATH, None)
    return path
