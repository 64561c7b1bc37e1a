"""New keys for every file of her case."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases.views.access import GET_POST, keys_for
from evidence import services
from evidence.selectors import newest_rekeying, progress_of


@require_http_methods(GET_POST)
@recent_secret_required
def rekey(request: SiteRequest, ref: str) -> HttpResponseBase:
    keys = keys_for(request, ref)
    if request.method == "POST":
        services.rekey_files(request.actor, keys)
        return redirect("evidence:rekeying", ref=ref)
    return render(request, "evidence/rekey.html", {"ref": ref})


@require_http_methods(GET_POST)
def rekeying(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    row = newest_rekeying(keys.case)
    if request.method == "POST":
        if row is not None:
            services.continue_rekeying(request.actor, keys, row)
        return redirect("evidence:rekeying", ref=ref)
    progress = progress_of(row) if row is not None else None
    context = {"ref": ref, "rekeying": row, "progress": progress}
    return render(request, "evidence/rekeying.html", context)
