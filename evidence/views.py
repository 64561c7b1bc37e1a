"""The owner's pages about her evidence, and the chronology of her case."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.reading import gate_of
from cases.sealing import HeldKeys
from cases.selectors import rests
from cases.views.access import GET_POST, keys_for
from cases.views.erasure import LATER, NOW, UNDO
from core.downloads import attachment
from evidence import services
from evidence.chronology import chronology_for
from evidence.details import ItemDetails
from evidence.enums import ItemState
from evidence.exceptions import UploadRefused
from evidence.forms import AdmitForm
from evidence.models import EvidenceItem
from evidence.policies import classes_taken
from evidence.sealing import open_details
from evidence.selectors import newest_rekeying, picture_job_state, progress_of
from evidence.sniffing import FileClass

REVEALED = "revealed"


def _item(request: SiteRequest, keys: HeldKeys, ref: str) -> EvidenceItem:
    """One that is kept; what waits to be erased has one page alone."""
    rows = EvidenceItem.objects.visible_to(request.actor).kept()
    return get_object_or_404(rows, case=keys.case, ref=ref)


@require_http_methods(GET_POST)
def add(request: SiteRequest, ref: str, record: str = "") -> HttpResponse:
    keys = keys_for(request, ref)
    incident = _incident(request, keys, record)
    taken = classes_taken(gate_of(keys))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AdmitForm(*sent, taken=taken)
    if form.is_valid():
        if not form.has_answer:
            return _leave_adding(ref, incident)
        told = services.Admission(
            shows=form.cleaned_data["shows"],
            is_intimate=form.is_intimate,
            incident=incident.id if incident else None,
            shows_adults_only=form.shows_adults_only,
        )
        try:
            item = services.admit_evidence(request.actor, keys, form.cleaned_data["file"], told)
        except UploadRefused as error:
            form.refuse(error)
        else:
            return redirect("evidence:item", ref=ref, item=item.ref)
    context = {
        "form": form,
        "ref": ref,
        "record": record,
        "text_only": taken == {FileClass.TEXT},
    }
    return render(request, "evidence/add.html", context)


def _incident(request: SiteRequest, keys: HeldKeys, record: str) -> CaseRecord | None:
    if not record:
        return None
    rows = CaseRecord.objects.visible_to(request.actor).of_kind(RecordKind.INCIDENT)
    return get_object_or_404(rows, case=keys.case, ref=record)


def _leave_adding(ref: str, incident: CaseRecord | None) -> HttpResponse:
    if incident is None:
        return redirect("evidence:chronology", ref=ref)
    return redirect("cases:incident-check", ref=ref, record=incident.ref)


@require_safe
def item(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    keys = keys_for(request, ref)
    if keys.case.items.waiting().filter(ref=item).exists():
        return redirect("evidence:erase", ref=ref, item=item)
    row = _item(request, keys, item)
    details = open_details(keys, row)
    is_shown = request.session.pop(REVEALED, None) == row.ref
    context = {
        "ref": ref,
        "item": row,
        "details": details,
        "job_state": picture_job_state(row),
        "incident": _incident_of(keys, details),
        "picture": services.view_copy_address(keys, row) if is_shown else "",
    }
    return render(request, "evidence/item.html", context)


def _incident_of(keys: HeldKeys, details: ItemDetails) -> CaseRecord | None:
    """What the item proves, unless it was taken out since."""
    if not details.incident:
        return None
    return keys.case.records.of_kind(RecordKind.INCIDENT).filter(pk=details.incident).first()


@require_http_methods(GET_POST)
def reveal(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """Only a press of the button uncovers; to look up the address leads back to the item."""
    keys = keys_for(request, ref)
    row = _item(request, keys, item)
    if request.method == "POST":
        services.reveal_item(request.actor, keys, row)
        request.session[REVEALED] = row.ref
    return redirect("evidence:item", ref=ref, item=item)


@require_http_methods(GET_POST)
def continue_pictures(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """Hands the keys of an item out anew, to a job that nobody could finish without her."""
    keys = keys_for(request, ref)
    row = _item(request, keys, item)
    if request.method == "POST" and row.state == ItemState.RECEIVED:
        services.queue_derivatives(request.actor, keys, row)
    return redirect("evidence:item", ref=ref, item=item)


@require_http_methods(GET_POST)
@recent_secret_required
def download(request: SiteRequest, ref: str, item: str) -> HttpResponseBase:
    keys = keys_for(request, ref)
    row = _item(request, keys, item)
    if request.method != "POST":
        return render(request, "evidence/download.html", {"ref": ref, "item": row})
    details, chunks = services.download_original(request.actor, keys, row)
    name = f"{row.label.lower()}.{details.extension}"
    return attachment(chunks, size=details.size, filename=name)


@require_http_methods(GET_POST)
@recent_secret_required
def erase(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    keys = keys_for(request, ref)
    rows = EvidenceItem.objects.visible_to(request.actor)
    row = get_object_or_404(rows, case=keys.case, ref=item)
    if request.method == "POST" and _answer_about_erasing(request, keys, row):
        return redirect("evidence:chronology", ref=ref)
    page = "erase_wait" if row.erase_at else "erase"
    context = {"ref": ref, "item": row, "rests": rests()}
    return render(request, f"evidence/{page}.html", context)


def _answer_about_erasing(request: SiteRequest, keys: HeldKeys, row: EvidenceItem) -> bool:
    """Whether there was an answer: later, now or undo."""
    if UNDO in request.POST:
        services.keep_item(request.actor, keys, row)
    elif NOW in request.POST and row.erase_at:
        services.waive_window(request.actor, keys, row)
    elif LATER in request.POST or NOW in request.POST:
        services.dispose_item(request.actor, keys, row, at_once=NOW in request.POST)
    else:
        return False
    return True


@require_safe
def chronology(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    context = {
        "ref": ref,
        "chronology": chronology_for(keys, with_previews=False),
        "waiting": keys.case.items.waiting(),
    }
    return render(request, "evidence/chronology.html", context)


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
