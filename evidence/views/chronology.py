"""The chronology of her case."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SiteRequest
from cases.policies import fingerprints_taken
from cases.reading import gate_of
from cases.views.access import keys_for
from evidence.chronology import chronology_for
from evidence.spread import spread_in, spread_of


@require_safe
def chronology(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    shown = chronology_for(keys, with_previews=False)
    context = {
        "ref": ref,
        "chronology": shown,
        "waiting": keys.case.items.waiting(),
        "takes_fingerprints": fingerprints_taken(gate_of(keys)),
        "has_spread": any(len(one.places) > 1 for one in spread_of(shown)),
    }
    return render(request, "evidence/chronology.html", context)


@require_safe
def spread(request: SiteRequest, ref: str) -> HttpResponse:
    """Each picture once, with everywhere it was seen; no picture is shown."""
    keys = keys_for(request, ref)
    pictures = spread_in(keys, chronology_for(keys, with_previews=False))
    return render(request, "evidence/spread.html", {"ref": ref, "pictures": pictures})
