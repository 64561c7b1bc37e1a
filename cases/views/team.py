"""The way in of an organisation's members: the owner reads who opened a case.

Once in a session, and again after the case's keys changed."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.http import SiteRequest
from cases.models import Assignment
from cases.sealing import HeldKeys
from cases.services import note_opening
from cases.views.access import keys_for

OPENED = "opened"
View = Callable[..., HttpResponseBase]


def opened_case_required(view: View) -> View:
    """Gives the view the case's keys in place of its reference.

    Whoever is assigned gets her entry in the log on her first page; a lead who is not is led to
    the case's own page, where she says why.
    """

    @wraps(view)
    def guarded(request: SiteRequest, ref: str, **kwargs: object) -> HttpResponseBase:
        keys = keys_for(request, ref)
        if not is_opened(request, keys):
            return redirect("workbench:case", ref=ref)
        return view(request, keys, **kwargs)

    return guarded


def is_opened(request: SiteRequest, keys: HeldKeys) -> bool:
    """Whether this session has its entry in the log; one who is assigned gets it here."""
    if _mark(keys) in request.session.get(OPENED, []):
        return True
    mine = Assignment.objects.live().filter(case=keys.case, membership=request.actor.membership)
    if not mine.exists():
        return False
    note_first_opening(request, keys)
    return True


def note_first_opening(request: SiteRequest, keys: HeldKeys, reason: str = "") -> None:
    note_opening(request.actor, keys, reason)
    request.session[OPENED] = [*request.session.get(OPENED, []), _mark(keys)]


def _mark(keys: HeldKeys) -> str:
    """Case and epoch: whoever was shut out and let in again is noted again."""
    return f"{keys.case.ref}/{keys.case.epoch}"
