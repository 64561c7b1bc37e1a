"""Where she keeps what lies elsewhere: the fingerprint of a file, an address; and compares."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases.models import CaseRecord
from cases.policies import fingerprints_taken
from cases.reading import gate_of
from cases.sealing import HeldKeys
from cases.views.access import GET_POST, keys_for
from core.clock import today
from evidence import services
from evidence.comparing import compared
from evidence.enums import ItemKind
from evidence.exceptions import UploadRefused
from evidence.forms.addresses import SightingForm
from evidence.forms.fingerprints import CompareForm, FingerprintForm
from evidence.forms.statements import StatementForm
from evidence.models import EvidenceItem
from evidence.services.opening import open_checked
from evidence.twins import twin_of
from evidence.views.access import incident_of, item_of, leave_adding


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of statement is asked for, and kept."""

    form: type[StatementForm]
    page: str
    keep: Callable[..., EvidenceItem]


FINGERPRINT = Way(FingerprintForm, "evidence/fingerprint.html", services.note_fingerprint)
ADDRESS = Way(SightingForm, "evidence/address.html", services.note_sighting)


@require_http_methods(GET_POST)
def fingerprint(request: SiteRequest, ref: str, record: str = "") -> HttpResponse:
    """Kept at once; where the file is known already, only when she says so a second time."""
    keys = keys_for(request, ref)
    incident = incident_of(request, keys, record)
    if fingerprints_taken(gate_of(keys)):
        return _write_down(request, keys, incident, FINGERPRINT)
    return render(request, "evidence/no_fingerprints.html", {"ref": ref, "record": record})


@require_http_methods(GET_POST)
def address(request: SiteRequest, ref: str, record: str = "") -> HttpResponse:
    """Shown once with what was recognised in it, and kept when it comes back."""
    keys = keys_for(request, ref)
    return _write_down(request, keys, incident_of(request, keys, record), ADDRESS)


def _write_down(
    request: SiteRequest, keys: HeldKeys, incident: CaseRecord | None, way: Way
) -> HttpResponse:
    """Kept where there is nothing to be seen first, or where the page that is sent has shown it;
    else shown once more."""
    ref, twin = keys.case.ref, None
    form = way.form(_sent(request), today=today())
    if form.is_valid():
        if not form.has_answer:
            return leave_adding(ref, incident)
        mark = _mark(form, twin_of(keys, form.facts))
        if mark and form.cleaned_data["again"] != mark:
            form, twin = _once_more(request, keys, form)
        elif item := _keep(request, keys, incident, way, form):
            return redirect("evidence:item", ref=ref, item=item.ref)
    record = incident.ref if incident else ""
    context = {"form": form, "twin": twin, "ref": ref, "record": record}
    return render(request, way.page, context)


def _mark(form: StatementForm, twin: EvidenceItem | None) -> str:
    """Of what a page has shown her: another address, or another twin, is shown first."""
    return " ".join(filter(None, (form.to_be_seen, twin.ref if twin else "")))


def _once_more(
    request: SiteRequest, keys: HeldKeys, form: StatementForm
) -> tuple[StatementForm, EvidenceItem | None]:
    """The same answers with what was recognised, and what is like them."""
    data = request.POST.copy()
    for name, value in form.recognised.items():
        data[name] = value
    shown = type(form)(data, today=today())
    shown.is_valid()
    twin = twin_of(keys, shown.facts)
    data["again"] = _mark(shown, twin)
    shown.show_recognised(form)
    return shown, twin


def _keep(
    request: SiteRequest,
    keys: HeldKeys,
    incident: CaseRecord | None,
    way: Way,
    form: StatementForm,
) -> EvidenceItem | None:
    """None where it was refused; the form says why."""
    shows, of = form.cleaned_data["shows"], incident.id if incident else None
    told = services.Admission(shows=shows, incident=of)
    try:
        return way.keep(request.actor, keys, form.facts, told)
    except UploadRefused as error:
        form.refuse(error)
        return None


@require_http_methods(GET_POST)
def compare(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """Tells whether another file is the one of the record, and keeps nothing of it."""
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    details = open_checked(keys, row)
    if details.kind == ItemKind.ADDRESS:
        raise Http404
    form = CompareForm(_sent(request), sha256=details.file_sha256, pdq=details.pdq[0])
    context: dict[str, Any] = {"form": form, "ref": ref, "item": row, "details": details}
    if form.is_valid():
        context["told"] = form.said[compared(details, form.given, form.cleaned_data["pdq"])]
    return render(request, "evidence/compare.html", {"told": "", **context})


def _sent(request: SiteRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
