from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from cases import services
from cases.checkup import CheckedApp, Checkup, checkup_of
from cases.forms.checkup import AppsForm, PointForm
from cases.overview import SHOWN
from cases.reading import answers_with_notes
from cases.views.access import GET_POST, keys_for


@require_safe
def overview(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    checkup = checkup_of(keys, answers_with_notes(keys))
    context = {
        "ref": ref,
        "checkup": checkup,
        "rows": [(_url(ref, one), one.app.name, SHOWN[one.state]) for one in checkup.apps],
        "go_on_url": _url(ref, checkup.first_open) if checkup.first_open else "",
    }
    return render(request, "cases/checkup/overview.html", context)


def _url(ref: str, app: CheckedApp) -> str:
    return reverse("cases:checkup-app", args=[ref, app.number])


@require_http_methods(GET_POST)
def choose(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    given = checkup_of(keys, answers_with_notes(keys)).details.apps
    data = request.POST if request.method == "POST" else None
    form = AppsForm(data, initial={"apps": given})
    if form.is_valid():
        if form.has_answer:
            services.choose_apps(request.actor, keys, form.cleaned_data["apps"])
        return redirect("cases:task-list" if form.wants_rest else "cases:checkup", ref=ref)
    context = {"form": form, "back_url": reverse("cases:checkup", args=[ref])}
    return render(request, "cases/checkup/choose.html", context)


@require_http_methods(GET_POST)
def app(request: SiteRequest, ref: str, step: int) -> HttpResponse:
    keys = keys_for(request, ref)
    checkup = checkup_of(keys, answers_with_notes(keys))
    here = checkup.at(step)
    if here is None:
        return redirect("cases:checkup", ref=ref)
    data = request.POST if request.method == "POST" else None
    form = PointForm(data, points=[one.point.id for one in here.points])
    if form.is_valid():
        point, choice = form.cleaned_data["point"], form.cleaned_data["choice"]
        services.mark_point(request.actor, keys, point, choice)
        return redirect(_url(ref, here))
    return render(request, "cases/checkup/app.html", _page(ref, checkup, here))


def _page(ref: str, checkup: Checkup, here: CheckedApp) -> dict[str, object]:
    following = checkup.after(here)
    return {
        "ref": ref,
        "checkup": checkup,
        "here": here,
        "number": checkup.place(here),
        "total": len(checkup.apps),
        "following": following,
        "following_url": _url(ref, following) if following else "",
    }
