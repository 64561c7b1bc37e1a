from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SiteRequest
from cases import services
from cases.destinations import REMOVERS, destination_of
from cases.details import ReportDetails
from cases.enums import RecordKind, ReportRecipient, ReportStatus, Seen
from cases.followups import looked
from cases.forms.reports import (
    AddressesForm,
    KindForm,
    LookForm,
    RemoveReportForm,
    TextForm,
    WayForm,
)
from cases.journeys import REPORT
from cases.labels import platform_names, report_name
from cases.overview import looks_among
from cases.prepared import Told, prepared_letter, suggested_kind, told_by
from cases.reading import Opened, opened_all
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
from core.clock import today
from core.forms import BaseForm
from resources.models import Platform
from resources.selectors import platform_by_slug
from resources.texts import LANGUAGES

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
    found = opened_all(keys, keys.case.records.of_kind(RecordKind.PLATFORM_REPORT), ReportDetails)
    names = platform_names()
    context = {
        "ref": ref,
        "rows": [_row(one, names) for one in found],
        "looks": looks_among(keys.case, found, names),
        "removers": _removers(told_by(keys), {one.details.platform for one in found}, names),
    }
    return render(request, "cases/reports/list.html", context)


def _row(one: Opened[ReportDetails], names: Mapping[str, str]) -> tuple[object, ...]:
    status = ReportStatus(one.details.status)
    return one, report_name(one.details, names), SHOWN[status], status.label


def _removers(told: Told, reported: set[str], names: Mapping[str, str]) -> list[str]:
    """Search engines and hosts that nobody has asked yet, once something was spread."""
    left = [slug for slug in REMOVERS if slug in names and slug not in reported]
    return [names[slug].partition(" (")[0] for slug in left] if told.is_spread else []


@require_http_methods(GET_POST)
def step(request: SiteRequest, ref: str, record: str = NEW, step: int = 1) -> HttpResponse:
    keys = keys_for(request, ref)
    walk = walk_through(REPORT, keys, record)
    platform, told = platform_by_slug(walk.details.platform), told_by(keys)
    options = _options(walk, step, platform, told)
    context = {
        "platform": platform,
        **_page(walk.at(step).form, walk.details, platform, told),
        **options,
    }
    return show_step(request, walk, step, options, context)


def _options(
    walk: Walk[ReportDetails], number: int, platform: Platform | None, told: Told
) -> Mapping[str, Any]:
    """What her notes offer to this step's form."""
    form, details = walk.at(number).form, walk.details
    if form is AddressesForm:
        return {"known": told.addresses(details.platform)}
    if form is KindForm:
        suggested = suggested_kind(told, details.platform, platform)
        return {"suggested": suggested.kind.value, "why": suggested.why}
    if form is TextForm:
        letter = prepared_letter(details, platform, told)
        return {"prepared": letter.in_language(details.language or LANGUAGES[0])}
    return NOTHING


def _page(
    form: type[BaseForm], details: ReportDetails, platform: Platform | None, told: Told
) -> Mapping[str, Any]:
    """What the step's page shows beside its form: the letter in the other language, the way."""
    if form not in (TextForm, WayForm):
        return NOTHING
    other = next(one for one in LANGUAGES if one != (details.language or LANGUAGES[0]))
    text = prepared_letter(details, platform, told).in_language(other)
    shown: dict[str, Any] = {"other": other, "other_text": text}
    if form is WayForm:
        shown["destination"] = destination_of(details, platform, told)
    return shown


@require_safe
def check(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    keys = keys_for(request, ref)
    walk = begun(REPORT, keys, record)
    status, status_url = ReportStatus(walk.details.status), walk.change_url(len(walk.steps))
    platform = platform_by_slug(walk.details.platform)
    context = {
        **check_place(walk),
        "rows": [row for row in walk.summary() if row.change_url != status_url],
        "name": report_name(walk.details, platform_names()),
        "state": SHOWN[status],
        "status": status.label,
        "status_url": status_url,
        "needs_more": walk.details.status in NEEDS_MORE,
        "is_still_there": status == ReportStatus.SENT and bool(walk.details.looked_on),
        "platform": platform,
        "destination": destination_of(walk.details, platform, told_by(keys)),
    }
    return render(request, "cases/reports/check.html", context)


@require_http_methods(GET_POST)
def look(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    """What she saw when she looked again; what is still there leads on to what can be done."""
    walk = begun(REPORT, keys_for(request, ref), record)
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        seen = Seen(form.cleaned_data["seen"])
        details = REPORT.settle(looked(walk.details, seen, today()), today())
        services.save_record(request.actor, walk.keys, REPORT.kind, details, walk.record)
        return redirect(walk.check_url if seen == Seen.STILL else walk.home_url)
    context = {
        "form": form,
        "back_url": walk.home_url,
        "name": report_name(walk.details, platform_names()),
        "addresses": walk.details.addresses,
    }
    return render(request, "cases/reports/look.html", context)


@require_POST
def again(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    """A new report to the platform, which names this one."""
    return _follow(request, ref, record, ReportRecipient.PLATFORM)


@require_POST
def further(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    """A report to the ministry about the same, which names this one."""
    return _follow(request, ref, record, ReportRecipient.MINISTRY)


def _follow(
    request: SiteRequest, ref: str, record: str, recipient: ReportRecipient
) -> HttpResponse:
    """What the ministry answers leads to people who help, not to another report."""
    before = begun(REPORT, keys_for(request, ref), record)
    if before.record is None or before.details.is_for_ministry:
        raise Http404
    row = services.follow_report(request.actor, before.keys, before.record, recipient)
    walk = walk_through(REPORT, before.keys, row.ref)
    forms = [step.form for step in walk.steps]
    return redirect(walk.step_url(forms.index(AddressesForm) + 1))


@require_http_methods(GET_POST)
def remove(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(REPORT, keys_for(request, ref), record)
    return remove_page(request, walk, RemoveReportForm)
