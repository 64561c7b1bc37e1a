"""Where she keeps a file, by itself or as proof of something that happened."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases.reading import gate_of
from cases.views.access import GET_POST, keys_for
from core.html import file_size
from evidence import services
from evidence.exceptions import UploadRefused
from evidence.forms.files import AdmitForm
from evidence.policies import classes_taken
from evidence.room import room_left
from evidence.sniffing import FileClass
from evidence.views.access import incident_of, leave_adding


@require_http_methods(GET_POST)
def add(request: SiteRequest, ref: str, record: str = "") -> HttpResponse:
    keys = keys_for(request, ref)
    incident = incident_of(request, keys, record)
    taken = classes_taken(gate_of(keys))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AdmitForm(*sent, taken=taken)
    if form.is_valid():
        if not form.has_answer:
            return leave_adding(ref, incident)
        told = services.Admission(
            shows=form.cleaned_data["shows"],
            is_intimate=form.is_intimate,
            incident=incident.id if incident else None,
            shows_adults_only=form.shows_adults_only,
            is_kept_as_is=form.is_kept_as_is,
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
        "room": file_size(room_left(keys.case).bytes_left),
    }
    return render(request, "evidence/add.html", context)
