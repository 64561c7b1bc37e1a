"""The chronology of her case."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SiteRequest
from cases.views.access import keys_for
from evidence.chronology import chronology_for


@require_safe
def chronology(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    context = {
        "ref": ref,
        "chronology": chronology_for(keys, with_previews=False),
        "waiting": keys.case.items.waiting(),
    }
    return render(request, "evidence/chronology.html", context)
