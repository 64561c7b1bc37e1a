"""One item: what is known of it, looking at it, taking it out, giving it up."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.sealing import HeldKeys
from cases.selectors import rests
from cases.views.access import GET_POST, keys_for
from cases.views.erasure import LATER, NOW, UNDO
from core.downloads import attachment
from evidence import services
from evidence.details import ItemDetails
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from evidence.readout import read_out
from evidence.sealing import open_details
from evidence.selectors import cover_job_state, picture_job_state
from evidence.views.access import item_of

REVEALED, LOCATED = "revealed", "located"
# States of a job that goes no further without her.
WAITING = frozenset({"needs_owner", "failed"})


@require_safe
def item(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    keys = keys_for(request, ref)
    if keys.case.items.waiting().filter(ref=item).exists():
        return redirect("evidence:erase", ref=ref, item=item)
    row = item_of(request, keys, item)
    details = open_details(keys, row)
    is_shown = request.session.pop(REVEALED, None) == row.ref
    is_located = request.session.pop(LOCATED, None) == row.ref
    states = picture_job_state(row), cover_job_state(row)
    context = {
        "ref": ref,
        "item": row,
        "details": details,
        "job_state": states[0],
        "cover_state": states[1],
        "has_next_step": not WAITING.isdisjoint(states) or _is_chat_to_choose_from(row, details),
        "incident": _incident_of(keys, details),
        "picture": services.view_copy_address(keys, row) if is_shown else "",
        "told": read_out(details),
        "location": details.location if is_located else "",
        "route": details.route if is_located else (),
    }
    return render(request, "evidence/item.html", context)


def _is_chat_to_choose_from(row: EvidenceItem, details: ItemDetails) -> bool:
    """Whether its messages, or one of its chats, wait to be chosen."""
    is_read = row.state == ItemState.READY and not picture_job_state(row)
    return is_read and bool(details.chat and not details.chat.unreadable and not details.is_locked)


def _incident_of(keys: HeldKeys, details: ItemDetails) -> CaseRecord | None:
    """What the item proves, unless it was taken out since."""
    if not details.incident:
        return None
    return keys.case.records.of_kind(RecordKind.INCIDENT).filter(pk=details.incident).first()


@require_http_methods(GET_POST)
def reveal(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """Only a press of the button uncovers; to look up the address leads back to the item."""
    return _shown_next(request, ref, item, services.reveal_item, REVEALED)


@require_http_methods(GET_POST)
def place(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """As `reveal`: the next page alone shows the place, or the way a mail came."""
    return _shown_next(request, ref, item, services.locate_item, LOCATED)


def _shown_next(
    request: SiteRequest,
    ref: str,
    item: str,
    note: Callable[[Actor, HeldKeys, EvidenceItem], object],
    mark: str,
) -> HttpResponse:
    """Noted first; then the next page alone shows what was asked for."""
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    if request.method == "POST":
        note(request.actor, keys, row)
        request.session[mark] = row.ref
    return redirect("evidence:item", ref=ref, item=item)


@require_http_methods(GET_POST)
def continue_pictures(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """Hands the keys of an item out anew, to a job that nobody could finish without her."""
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    is_due = row.state == ItemState.RECEIVED or cover_job_state(row)
    if request.method == "POST" and is_due:
        services.queue_derivatives(request.actor, keys, row)
    return redirect("evidence:item", ref=ref, item=item)


@require_http_methods(GET_POST)
@recent_secret_required
def download(request: SiteRequest, ref: str, item: str) -> HttpResponseBase:
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    if request.method != "POST":
        return render(request, "evidence/download.html", {"ref": ref, "item": row})
    details, chunks = services.download_original(request.actor, keys, row)
    name = f"{row.label.lower()}.{details.sent_as(row.state)}"
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
    kind = open_details(keys, row).kind
    context = {"ref": ref, "item": row, "kind": kind, "rests": rests()}
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
