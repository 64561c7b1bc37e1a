"""The ways out by an address: fast to another site, or behind a lock."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_safe

from accounts.http import SiteRequest, farewell, led_away

ENTERED_HERE = ("same-origin", "none")


@require_safe
def leave(request: SiteRequest) -> HttpResponse:
    return _end(request, settings.NEUTRAL_TARGET)


@require_safe
def lock(request: SiteRequest) -> HttpResponse:
    return _end(request, resolve_url("accounts:staff-sign-in"))


def _end(request: SiteRequest, target: str) -> HttpResponse:
    """Leads to the target; ends the session first, unless another site sent the browser here."""
    if request.headers.get("Sec-Fetch-Site", "none") in ENTERED_HERE:
        return farewell(request, target)
    return led_away(target)


@require_safe
def neutral(request: SiteRequest) -> HttpResponse:
    return render(request, "accounts/neutral.html")
