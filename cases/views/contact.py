from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from cases.journeys import CONTACT
from cases.reading import answers_of
from cases.views.access import GET_POST, keys_for
from cases.views.steps import check_place, show_step, walk_once
from core.forms import Answer
from resources.plan import make_plan


@require_http_methods(GET_POST)
def step(request: SiteRequest, ref: str, step: int = 1) -> HttpResponse:
    keys = keys_for(request, ref)
    walk = walk_once(CONTACT, keys)
    is_silent = make_plan(answers_of(keys)).is_silent
    return show_step(request, walk, step, context={"is_silent": is_silent})


@require_safe
def check(request: SiteRequest, ref: str) -> HttpResponse:
    walk = walk_once(CONTACT, keys_for(request, ref))
    context = {
        **check_place(walk),
        "rows": walk.summary(),
        "plan_first": walk.details.safe_to_cut in (Answer.NO, Answer.UNKNOWN),
    }
    return render(request, "cases/contact/check.html", context)
