"""Where she keeps what lies elsewhere: the fingerprint of a file, an address; and compares."""

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
from evidence.forms.elsewhere import CompareForm, FingerprintForm, SightingForm
from evidence.models import EvidenceItem
from evidence.services.opening import open_checked
from evidence.twins import address_key, same_file, same_place
from evidence.views.access import incident_of, item_of, leave_adding
from resources.fingerprints import hashing


@require_http_methods(GET_POST)
def fingerprint(request: SiteRequest, ref: str, record: str = "") -> HttpResponse:
    """Kept at once; where the file is known already, only when she says so a second time."""
    keys = keys_for(request, ref)
    incident, twin = incident_of(request, keys, record), None
    place = {"ref": ref, "record": record}
    if not fingerprints_taken(gate_of(keys)):
        return render(request, "evidence/no_fingerprints.html", place)
    form = FingerprintForm(_sent(request), today=today())
    if form.is_valid():
        if not form.has_answer:
            return leave_adding(ref, incident)
        given, told = form.fingerprint, _told(form.cleaned_data["shows"], incident)
        twin = same_file(keys, given)
        mark = _mark(given.sha256, twin)
        if twin and form.cleaned_data["again"] != mark:
            form = FingerprintForm(_changed(request, again=mark), today=today())
        else:
            try:
                item = services.note_fingerprint(request.actor, keys, given, told)
            except UploadRefused as error:
                form.refuse(error)
            else:
                return redirect("evidence:item", ref=ref, item=item.ref)
    context = {"form": form, "twin": twin, "hashing": hashing(), **place}
    return render(request, "evidence/fingerprint.html", context)


@require_http_methods(GET_POST)
def address(request: SiteRequest, ref: str, record: str = "") -> HttpResponse:
    """Shown once with what was recognised in it, and kept when it comes back."""
    keys = keys_for(request, ref)
    incident, twin = incident_of(request, keys, record), None
    form = SightingForm(_sent(request), today=today())
    if form.is_valid():
        if not form.has_answer:
            return leave_adding(ref, incident)
        given, told = form.sighting, _told(form.cleaned_data["shows"], incident)
        twin = same_place(keys, given)
        if form.cleaned_data["again"] != _mark(address_key(given.url), twin):
            form, twin = _as_recognised(request, keys, form)
        else:
            try:
                item = services.note_sighting(request.actor, keys, given, told)
            except UploadRefused as error:
                form.refuse(error)
            else:
                return redirect("evidence:item", ref=ref, item=item.ref)
    context = {"form": form, "twin": twin, "ref": ref, "record": record}
    return render(request, "evidence/address.html", context)


@require_http_methods(GET_POST)
def compare(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """Tells whether another file is the one of the record, and keeps nothing of it."""
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    details = open_checked(keys, row)
    if details.kind == ItemKind.ADDRESS:
        raise Http404
    known = {"sha256": details.file_sha256, "pdq": details.pdq[0]}
    form, told = CompareForm(_sent(request), label=row.label, **known), None
    if form.is_valid():
        told = form.said[compared(details, form.given, form.cleaned_data["pdq"])]
    context = {"form": form, "ref": ref, "item": row, "details": details, "told": told}
    return render(request, "evidence/compare.html", context)


def _sent(request: SiteRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _changed(request: SiteRequest, **answers: str) -> QueryDict:
    """What she sent, with these answers in the place of hers."""
    data = request.POST.copy()
    for name, value in answers.items():
        data[name] = value
    return data


def _told(shows: str, incident: CaseRecord | None) -> services.Admission:
    return services.Admission(shows=shows, incident=incident.id if incident else None)


def _mark(key: str, twin: EvidenceItem | None) -> str:
    """Of what a page has shown her: another address, or another twin, is shown first."""
    return f"{key} {twin.ref if twin else ''}".strip()


def _as_recognised(
    request: SiteRequest, keys: HeldKeys, form: SightingForm
) -> tuple[SightingForm, EvidenceItem | None]:
    """The same answers with what the address shows in the empty ones, and what is like them."""
    filled = _changed(request, url=form.cleaned_data["url"], **form.offered)
    shown = SightingForm(filled, today=today())
    shown.is_valid()
    twin = same_place(keys, shown.sighting)
    filled["again"] = _mark(address_key(shown.sighting.url), twin)
    shown.show_recognised(form.address)
    return shown, twin
