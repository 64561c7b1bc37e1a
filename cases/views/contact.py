from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from cases.journeys import contact_journey
from cases.reading import answers_with_notes, gate_of
from cases.views.access import GET_POST, keys_for
from cases.views.steps import check_place, show_step, walk_once
from core.forms import Answer
from resources.plan import Plan, images_allowed, make_plan

EXTORTION = "sextortion"


@require_http_methods(GET_POST)
def step(request: SiteRequest, ref: str, step: int = 1) -> HttpResponse:
    keys = keys_for(request, ref)
    answers = answers_with_notes(keys)
    told = {**_cautions(make_plan(answers)), "takes_pictures": images_allowed(gate_of(keys))}
    return show_step(request, walk_once(contact_journey(answers), keys), step, context=told)


@require_safe
def check(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    answers = answers_with_notes(keys)
    walk = walk_once(contact_journey(answers), keys)
    cautions = _cautions(make_plan(answers))
    context = {
        **check_place(walk),
        **cautions,
        "rows": walk.summary(),
        "needs_plan": cautions["is_silent"] and walk.details.safety_plan != Answer.YES,
        "plan_first": walk.details.safe_to_cut in (Answer.NO, Answer.UNKNOWN),
    }
    return render(request, "cases/contact/check.html", context)


def _cautions(plan: Plan) -> dict[str, bool]:
    is_extorted = any(path.id == EXTORTION for path in plan.paths)
    return {"is_silent": plan.is_silent, "is_extorted": is_extorted}
