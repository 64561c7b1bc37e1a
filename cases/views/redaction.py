"""Which parts of what she wrote down leave as bars."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases import services
from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.forms.redaction import IncidentCoversForm, texts_to_look_at
from cases.journeys import INCIDENT
from cases.reading import incidents_of
from cases.redaction import covered_incident, covered_text, pieces_of
from cases.views.access import GET_POST, keys_for
from cases.views.steps import Walk, begun


@require_http_methods(GET_POST)
def redact(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(INCIDENT, keys_for(request, ref), record)
    data = request.POST if request.method == "POST" else None
    form = IncidentCoversForm(data, details=walk.details)
    if form.is_valid():
        details = form.fill(walk.details)
        if details != walk.details:
            kind = RecordKind.INCIDENT
            services.save_record(request.actor, walk.keys, kind, details, walk.record)
        return redirect("cases:incident-redact", ref=ref, record=record)
    shown = covered_incident(walk.details, _covered_elsewhere(walk))
    context = {
        "ref": ref,
        "form": form,
        "back_url": walk.check_url,
        "texts": "\n".join(_texts(walk.details)),
        "covered": _texts(shown),
        "missing": _missing(walk.details),
        "to_look_at": texts_to_look_at(walk.details),
        "is_covered": walk.details.is_covered or shown != walk.details,
    }
    return render(request, "cases/incidents/redact.html", context)


def _covered_elsewhere(walk: Walk[IncidentDetails]) -> list[str]:
    """What she covered in her other notes."""
    others = (one for one in incidents_of(walk.keys) if one.record != walk.record)
    return [piece for one in others for piece in pieces_of(one.details)]


def _missing(details: IncidentDetails) -> list[str]:
    """What she covered that stands nowhere in the note, perhaps for a letter mistyped."""
    texts = _texts(details)
    return [piece for piece in details.covered if _covering(texts, piece) == texts]


def _covering(texts: list[str], piece: str) -> list[str]:
    return [covered_text(text, [piece]) for text in texts]


def _texts(details: IncidentDetails) -> list[str]:
    """All texts of hers, each by itself."""
    said = (part for quote in details.quotes for part in (quote.sender, quote.text, quote.media))
    texts = (details.respondent, *details.accounts, *details.addresses, details.note, *said)
    return list(dict.fromkeys(text for text in texts if text))
