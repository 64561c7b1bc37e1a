"""What the owner decides about a way back through an organisation: whether at all, and not now."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases import services
from cases.selectors import pending_restoration
from cases.views.access import GET_POST, keys_for


@require_http_methods(GET_POST)
@recent_secret_required
def restoring(request: SiteRequest, ref: str) -> HttpResponseBase:
    keys = keys_for(request, ref)
    if request.method == "POST":
        is_allowed = not keys.case.may_be_restored
        services.allow_restoring(request.actor, keys, is_allowed=is_allowed)
        return redirect("cases:sharing", ref=ref)
    return render(request, "cases/sharing/restoring.html", {"ref": ref, "case": keys.case})


@require_POST
def refuse(request: SiteRequest, ref: str) -> HttpResponse:
    """One press, without the words: what this stops is more dangerous than stopping it."""
    keys = keys_for(request, ref)
    row = pending_restoration(keys.case)
    if row is not None:
        services.refuse_restoration(request.actor, keys, row)
    return redirect("cases:task-list", ref=ref)
