"""Giving a case back to an owner who lost her words: asked, approved, waited for, done."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases import services
from cases.models import Restoration
from cases.sealing import HeldKeys
from cases.services.restoring import progress_of
from cases.views.access import GET_POST
from cases.views.team import opened_case_required
from core.clock import now
from workbench.forms import ApproveForm, SeenInPersonForm

CODE = "restoration_code"


def _pending(keys: HeldKeys) -> Restoration | None:
    return keys.case.restorations.pending().select_related("organization").first()


@require_safe
@opened_case_required
def restoring(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    row = _pending(keys)
    progress = progress_of(keys, row) if row else None
    opens_at = progress.opens_at if progress else None
    context = {
        "case": keys.case,
        "restoration": row,
        "opens_at": opens_at,
        "is_open": opens_at is not None and opens_at <= now(),
    }
    return render(request, "workbench/restoring/state.html", context)


@require_http_methods(GET_POST)
@recent_secret_required
@opened_case_required
def ask(request: SiteRequest, keys: HeldKeys) -> HttpResponseBase:
    form = SeenInPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.ask_restoration(request.actor, keys, form.cleaned_data["reason"])
        return redirect("workbench:restoring", ref=keys.case.ref)
    return render(request, "workbench/restoring/form.html", {"case": keys.case, "form": form})


@require_http_methods(GET_POST)
@recent_secret_required
@opened_case_required
def approve(request: SiteRequest, keys: HeldKeys) -> HttpResponseBase:
    row = get_object_or_404(keys.case.restorations.pending())
    form = ApproveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.approve_restoration(request.actor, keys, row, reason)
        return redirect("workbench:restoring", ref=keys.case.ref)
    return render(request, "workbench/restoring/form.html", {"case": keys.case, "form": form})


@require_POST
@opened_case_required
def stop(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    row = get_object_or_404(keys.case.restorations.pending())
    services.refuse_restoration(request.actor, keys, row)
    return redirect("workbench:restoring", ref=keys.case.ref)


@require_http_methods(GET_POST)
@recent_secret_required
@opened_case_required
def finish(request: SiteRequest, keys: HeldKeys) -> HttpResponseBase:
    row = get_object_or_404(keys.case.restorations.pending())
    if request.method == "POST":
        request.session[CODE] = services.finish_restoration(request.actor, keys, row)
        return redirect("workbench:restored")
    return render(request, "workbench/restoring/finish.html", {"case": keys.case})


@require_safe
def restored(request: SiteRequest) -> HttpResponse:
    """The code for her, once."""
    if CODE not in request.session:
        return redirect("workbench:queue")
    return render(request, "workbench/restoring/code.html", {"code": request.session.pop(CODE)})
