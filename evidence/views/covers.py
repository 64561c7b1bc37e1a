"""The parts of a picture that she covers, before it leaves."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases.sealing import HeldKeys
from cases.views.access import GET_POST, keys_for
from evidence import services
from evidence.covers import EVERYTHING
from evidence.forms.covers import CoversForm
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from evidence.selectors import cover_job_state
from evidence.views.access import item_of

# Of the buttons, and of what the next page shows once: the picture, or its covered copy.
LOOK, COPY, ALL, SHOWN = "look", "copy", "all", "shown_to_cover"


@require_http_methods(GET_POST)
def redact(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """Shows the picture, or its copy, only after a press of the button, which is noted."""
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    covers = open_details(keys, row).covers
    form = CoversForm(request.POST if _is_answer(request) else None, initial={"boxes": covers})
    if request.method == "POST":
        if LOOK in request.POST:
            return _look(request, keys, row)
        if ALL in request.POST or form.is_valid():
            boxes = (EVERYTHING,) if ALL in request.POST else form.cleaned_data["boxes"]
            services.redact_item(request.actor, keys, row, boxes)
            return redirect("evidence:item", ref=ref, item=item)
    context = {
        "ref": ref,
        "item": row,
        "form": form,
        "covers": covers,
        "job_state": cover_job_state(row),
        **_shown(request, keys, row),
    }
    return render(request, "evidence/redact.html", context)


def _is_answer(request: SiteRequest) -> bool:
    return request.method == "POST" and LOOK not in request.POST


def _look(request: SiteRequest, keys: HeldKeys, row: EvidenceItem) -> HttpResponse:
    services.reveal_item(request.actor, keys, row)
    request.session[SHOWN] = [row.ref, request.POST[LOOK]]
    return redirect("evidence:redact", ref=keys.case.ref, item=row.ref)


def _shown(request: SiteRequest, keys: HeldKeys, row: EvidenceItem) -> dict[str, str]:
    """Told once: the next page covers it again."""
    shown, which = request.session.pop(SHOWN, ("", ""))
    if shown != row.ref:
        return {}
    if which == COPY:
        return {"copy": services.covered_copy_address(keys, row)}
    return {"picture": services.view_copy_address(keys, row)}
