from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SiteRequest
from cases.trail import trail_of
from cases.views.access import keys_for


@require_safe
def log(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    return render(request, "cases/log.html", {"ref": ref, "trail": trail_of(keys)})
