from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from cases.forms.incidents import RemoveCoveredForm, RemoveForm
from cases.forms.redaction import texts_to_look_at
from cases.journeys import INCIDENT
from cases.labels import plain_labels, platform_names
from cases.policies import fingerprints_taken
from cases.reading import gate_of, incidents_of
from cases.views.access import GET_POST, keys_for
from cases.views.steps import NEW, begun, check_place, remove_page, show_step, walk_through
from resources.plan import images_allowed
from resources.ways import way_for

EXTORTION = "sextortion"


@require_safe
def incidents(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    names = platform_names()
    rows = [
        (one, plain_labels(one.details.forms), names.get(one.details.platform, ""))
        for one in incidents_of(keys)
    ]
    return render(request, "cases/incidents/list.html", {"ref": ref, "rows": rows})


@require_http_methods(GET_POST)
def step(request: SiteRequest, ref: str, record: str = NEW, step: int = 1) -> HttpResponse:
    walk = walk_through(INCIDENT, keys_for(request, ref), record)
    answers = gate_of(walk.keys)
    told = {
        "way": way_for(walk.details.platform),
        "takes_pictures": images_allowed(answers),
        "takes_fingerprints": fingerprints_taken(answers),
        "is_extorted": EXTORTION in walk.details.forms,
    }
    return show_step(request, walk, step, context=told)


@require_safe
def check(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(INCIDENT, keys_for(request, ref), record)
    is_shared = walk.keys.case.grants.live().of_whole_cases().exists()
    context = {
        "rows": walk.summary(),
        "is_shared": is_shared,
        "to_look_at": texts_to_look_at(walk.details),
        "takes_fingerprints": fingerprints_taken(gate_of(walk.keys)),
        **check_place(walk),
    }
    return render(request, "cases/incidents/check.html", context)


@require_http_methods(GET_POST)
def remove(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(INCIDENT, keys_for(request, ref), record)
    form_class = RemoveCoveredForm if walk.details.is_covered else RemoveForm
    return remove_page(request, walk, form_class)
