from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from cases.details import ReportDetails
from cases.enums import RecordKind, ReportStatus
from cases.forms.reports import AddressesForm, KindForm, RemoveReportForm, TextForm
from cases.journeys import REPORT
from cases.labels import platform_names
from cases.prepared import known_addresses, prepared_text, suggested_kind
from cases.reading import answers_of, opened_all
from cases.sealing import HeldKeys
from cases.views.access import GET_POST, keys_for
from cases.views.steps import (
    NEW,
    NOTHING,
    Walk,
    begun,
    check_place,
    remove_page,
    show_step,
    walk_through,
)
from resources.enums import ReportKind, RouteKind
from resources.models import Platform
from resources.selectors import platform_by_slug, report_route

# The states of a report as the components name them.
SHOWN = {
    ReportStatus.DRAFT: "todo",
    ReportStatus.SENT: "reported",
    ReportStatus.DOWN: "down",
    ReportStatus.REFUSED: "refused",
    ReportStatus.REAPPEARED: "back",
}
NEEDS_MORE = (ReportStatus.REFUSED, ReportStatus.REAPPEARED)


@require_safe
def reports(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    records = keys.case.records.of_kind(RecordKind.PLATFORM_REPORT)
    names = platform_names()
    rows = [
        (one, names.get(one.details.platform, ""), ReportStatus(one.details.status))
        for one in opened_all(keys, records, ReportDetails)
    ]
    shown = [(one, name, SHOWN[status], status.label) for one, name, status in rows]
    return render(request, "cases/reports/list.html", {"ref": ref, "rows": shown})


@require_http_methods(GET_POST)
def step(request: SiteRequest, ref: str, record: str = NEW, step: int = 1) -> HttpResponse:
    keys = keys_for(request, ref)
    walk = walk_through(REPORT, keys, record)
    platform = platform_by_slug(walk.details.platform)
    options = _options(walk, step, keys, platform)
    return show_step(request, walk, step, options, {**_way(walk.details, platform), **options})


def _options(
    walk: Walk[ReportDetails], number: int, keys: HeldKeys, platform: Platform | None
) -> Mapping[str, Any]:
    """What her notes offer to this step's form."""
    form = walk.at(number).form
    if form is AddressesForm:
        return {"known": known_addresses(keys, walk.details.platform)}
    if form is KindForm:
        return {"suggested": suggested_kind(answers_of(keys))}
    if form is TextForm:
        return {"prepared": prepared_text(walk.details, platform, answers_of(keys))}
    return NOTHING


def _way(details: ReportDetails, platform: Platform | None) -> dict[str, Any]:
    """The platform's form for this kind of report, and where to turn when it refuses."""
    if platform is None:
        return {"platform": None, "way": None, "escalation": None}
    kind = ReportKind(details.kind or ReportKind.NCII)
    further = (route for route in platform.routes.all() if route.kind == RouteKind.ESCALATION)
    return {
        "platform": platform,
        "way": report_route(platform, kind),
        "escalation": next(further, None),
    }


@require_safe
def check(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(REPORT, keys_for(request, ref), record)
    status, status_url = ReportStatus(walk.details.status), walk.change_url(len(walk.steps))
    context = {
        **check_place(walk),
        "rows": [row for row in walk.summary() if row.change_url != status_url],
        "state": SHOWN[status],
        "status": status.label,
        "status_url": status_url,
        "needs_more": walk.details.status in NEEDS_MORE,
        **_way(walk.details, platform_by_slug(walk.details.platform)),
    }
    return render(request, "cases/reports/check.html", context)


@require_http_methods(GET_POST)
def remove(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(REPORT, keys_for(request, ref), record)
    return remove_page(request, walk, RemoveReportForm)
