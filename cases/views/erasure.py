"""Her word that notes, or all she has, shall go; while they wait, the only page that shows them.

Each page takes three answers: later, now, and undo. Whichever does not fit what is there now is
refused by its service.
"""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest, farewell
from accounts.reentry import recent_secret_required
from cases import services
from cases.models import Case
from cases.sealing import keys_of
from cases.selectors import account_erasure, rests
from cases.views.access import GET_POST

LATER, NOW, UNDO = "later", "now", "undo"


@require_http_methods(GET_POST)
@recent_secret_required
def erase(request: SiteRequest, ref: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.of_owner(request.actor), ref=ref)
    if request.method == "POST" and _answer_about_case(request, case):
        return redirect("cases:home")
    context = {"ref": ref, "case": case, "rests": rests()}
    page = "wait" if case.erase_at else "ask"
    return render(request, f"cases/erasure/{page}.html", context)


def _answer_about_case(request: SiteRequest, case: Case) -> bool:
    """Whether there was an answer."""
    if UNDO in request.POST:
        services.keep_case(request.actor, keys_of(request.actor, case))
    elif NOW in request.POST and case.erase_at:
        services.waive_window(request.actor, case)
    elif LATER in request.POST or NOW in request.POST:
        keys = keys_of(request.actor, case)
        services.dispose_case(request.actor, keys, at_once=NOW in request.POST)
    else:
        return False
    return True


@require_http_methods(GET_POST)
@recent_secret_required
def erase_all(request: SiteRequest) -> HttpResponseBase:
    if NOW in request.POST:
        services.dispose_everything(request.actor, at_once=True)
        return farewell(request, reverse("accounts:neutral"))
    if LATER in request.POST:
        services.dispose_everything(request.actor)
        return redirect("cases:erase-all")
    if UNDO in request.POST:
        services.keep_everything(request.actor)
        return redirect("cases:home")
    waiting = account_erasure(request.actor)
    page = "wait_all" if waiting else "ask_all"
    context = {"waiting": waiting, "rests": rests()}
    return render(request, f"cases/erasure/{page}.html", context)
