"""Numbers of an organisation's cases: counted when a lead asks, shown in the answer alone."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases.views.access import GET_POST
from core.clock import today
from core.downloads import attachment
from workbench.countfile import csv_of, left_out, method
from workbench.counting import cases_to_count, count_cases
from workbench.countpage import Numbers
from workbench.suppression import LEAST, LEAST_CASES, about, may_be_told


@require_http_methods(GET_POST)
def statistics(request: SiteRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, None)
    numbers = count_cases(request.actor)
    if numbers and "file" in request.POST:
        return _file(numbers)
    return _page(request, numbers)


def _page(request: SiteRequest, numbers: Numbers | None) -> HttpResponse:
    agreed = len(cases_to_count(request.actor))
    context = {
        "numbers": numbers,
        "about": about(agreed) if may_be_told(agreed) else 0,
        "least_cases": LEAST_CASES,
        "least": LEAST,
        "day": today(),
        "left_out": left_out(numbers) if numbers else "",
        "method": method(),
    }
    return render(request, "workbench/statistics.html", context)


def _file(numbers: Numbers) -> HttpResponseBase:
    content = csv_of(numbers, today())
    name = f"angka-{today().isoformat()}.csv"
    return attachment(iter([content]), size=len(content), filename=name)
