"""The organisation's key: its words, its sheets of paper, and a new one after a lead has left."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from accounts.models import RecoverySheets
from accounts.reentry import recent_secret_required
from accounts.sealing import fingerprint_of
from cases.services import print_sheets, renew_organization_key
from cases.views.access import GET_POST
from workbench.selectors import own_organization

SHEETS = "sheets"


@require_safe
def key(request: SiteRequest) -> HttpResponse:
    organization = own_organization(request.actor)
    context = {
        "organization": organization,
        "words": fingerprint_of(organization.key_pairs.current().get()),
        "sheets": RecoverySheets.objects.filter(organization=organization).first(),
    }
    return render(request, "workbench/key/key.html", context)


@require_http_methods(GET_POST)
@recent_secret_required
def renew(request: SiteRequest) -> HttpResponseBase:
    if request.method == "POST":
        renew_organization_key(request.actor)
        return redirect("workbench:key")
    return render(request, "workbench/key/renew.html")


@require_http_methods(GET_POST)
@recent_secret_required
def sheets(request: SiteRequest) -> HttpResponseBase:
    if request.method == "POST":
        request.session[SHEETS] = list(print_sheets(request.actor))
        return redirect("workbench:sheets-shown")
    return render(request, "workbench/key/sheets.html")


@require_http_methods(GET_POST)
@recent_secret_required
def sheets_shown(request: SiteRequest) -> HttpResponseBase:
    """The three sheets, to be printed; they stay until somebody says that they are on paper."""
    if SHEETS not in request.session:
        return redirect("workbench:key")
    if request.method == "POST":
        del request.session[SHEETS]
        return redirect("workbench:key")
    context = {
        "organization": own_organization(request.actor),
        "sheets": request.session[SHEETS],
    }
    return render(request, "workbench/key/sheets_shown.html", context)
