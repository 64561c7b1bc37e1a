"""The way of every page to the row it is about, through what the visitor may see."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.http import SiteRequest
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.sealing import HeldKeys
from evidence.models import EvidenceItem


def item_of(request: SiteRequest, keys: HeldKeys, ref: str) -> EvidenceItem:
    """One that is kept; what waits to be erased has one page alone."""
    rows = EvidenceItem.objects.visible_to(request.actor).kept()
    return get_object_or_404(rows, case=keys.case, ref=ref)


def incident_of(request: SiteRequest, keys: HeldKeys, record: str) -> CaseRecord | None:
    """What a new item is to prove; none where the address names none."""
    if not record:
        return None
    rows = CaseRecord.objects.visible_to(request.actor).of_kind(RecordKind.INCIDENT)
    return get_object_or_404(rows, case=keys.case, ref=record)


def leave_adding(ref: str, incident: CaseRecord | None) -> HttpResponse:
    """Back to where she came from, with nothing added."""
    if incident is None:
        return redirect("evidence:chronology", ref=ref)
    return redirect("cases:incident-check", ref=ref, record=incident.ref)
