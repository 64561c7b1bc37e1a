from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases import services
from cases.changes import changes_between, places_in
from cases.details import PlanDetails
from cases.enums import RecordKind
from cases.forms.risk import OwnCardForm, PressForm
from cases.plans import plan_sections
from cases.reading import answers_with_notes, only, places_of
from cases.sealing import HeldKeys
from cases.views import drafts
from cases.views.access import GET_POST, keys_for
from core.exceptions import PolicyRefused
from resources.plan import make_plan


@require_http_methods(GET_POST)
def plan(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    found = only(keys, RecordKind.SAFETY_PLAN, PlanDetails)
    hers = found.details if found else PlanDetails()
    form = PressForm(request.POST if request.method == "POST" else None, own=hers.own)
    if form.is_valid():
        _press(request, keys, form)
        return redirect("cases:plan", ref=ref)
    made = make_plan(answers_with_notes(keys))
    context = {
        "ref": ref,
        "sections": plan_sections(made, hers, places_of(keys)),
        "changes": changes_between(hers.known, places_in(made)) if hers.known else [],
        "is_silent": made.is_silent,
    }
    return render(request, "cases/risk/plan.html", context)


def _press(request: SiteRequest, keys: HeldKeys, form: PressForm) -> None:
    card, own, choice = (form.cleaned_data[name] for name in ("card", "own", "choice"))
    if card:
        services.choose_card(request.actor, keys, card, choice)
    elif own:
        services.mark_own_card(request.actor, keys, own, choice)
    else:
        services.see_changes(request.actor, keys)


@require_http_methods(GET_POST)
def add(request: SiteRequest, ref: str) -> HttpResponse:
    """Something of her own for the plan."""
    keys = keys_for(request, ref)
    form = OwnCardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text, when = form.cleaned_data["text"], form.cleaned_data["when"]
        try:
            services.add_own_card(request.actor, keys, text, when)
        except PolicyRefused as refused:
            form.add_error("text", str(refused.reason))
        else:
            drafts.settle(request, keys, form)
            return redirect("cases:plan", ref=ref)
    context = {"ref": ref, "form": form, "is_draft": drafts.give_back(request, keys, form)}
    return render(request, "cases/risk/own.html", context)
