"""An exported chat: kept whole, looked through, and its messages made into notes."""

from collections.abc import Collection, Iterable

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import SiteRequest
from cases.models import CaseRecord
from cases.reading import gate_of
from cases.sealing import HeldKeys
from cases.views.access import GET_POST, keys_for
from evidence import services
from evidence.details import ChatFacts
from evidence.enums import Purpose
from evidence.exceptions import UploadRefused
from evidence.forms.chats import KEEP, OTHERS, THREAD, ChatForm, NotesForm, PickForm, ThreadForm
from evidence.models import EvidenceItem
from evidence.picking import Picking
from evidence.policies import classes_taken
from evidence.sniffing import FileClass
from evidence.views.access import incident_of, item_of
from resources.plan import images_allowed


@require_http_methods(GET_POST)
def add_chat(request: SiteRequest, ref: str, record: str = "") -> HttpResponse:
    keys = keys_for(request, ref)
    incident = incident_of(request, keys, record)
    taken = classes_taken(gate_of(keys), Purpose.CHAT)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ChatForm(*sent, taken=taken)
    if form.has_answer:
        told, file = _told(form, incident), form.cleaned_data["file"]
        try:
            item = services.admit_evidence(request.actor, keys, file, told)
        except UploadRefused as error:
            form.refuse(error)
        else:
            return redirect("evidence:item", ref=ref, item=item.ref)
    elif form.was_skipped:
        return redirect("evidence:chronology", ref=ref)
    text_only = taken == {FileClass.TEXT}
    context = {"form": form, "ref": ref, "record": record, "text_only": text_only}
    return render(request, "evidence/add_chat.html", context)


def _told(form: ChatForm, incident: CaseRecord | None) -> services.Admission:
    return services.Admission(
        shows=form.cleaned_data["shows"],
        is_intimate=False,
        incident=incident.id if incident else None,
        shows_adults_only=form.shows_adults_only,
        is_kept_as_is=form.is_kept_as_is,
        purpose=Purpose.CHAT,
        chat=ChatFacts(zone=form.clock),
    )


@require_http_methods(GET_POST)
def messages(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """What is looked for never stands in an address: every page but the first answers a POST."""
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    chat = services.chat_of(keys, row)
    if _asks_for_thread(request.POST, chat):
        return _choose_thread(request, keys, row, chat)
    if chat is None:
        raise Http404
    form = PickForm(request.POST if request.method == "POST" else None)
    picking = form.picking()
    if KEEP in request.POST and picking.chosen:
        return _ask_how(request, row, chat, _notes_form(row, chosen=picking.chosen))
    page = picking.page(chat.transcript, chat.facts.zone, services.quoted_lines(keys, row))
    context = {
        "ref": ref,
        "item": row,
        "form": form,
        "is_searching": picking.is_search or bool(form.errors),
        "summary": chat.transcript.summary,
        "page": page,
        "chosen": _joined(picking.chosen),
        "chosen_count": len(picking.chosen),
        "shown": _joined(one.number for one in page.rows),
        "takes_pictures": images_allowed(gate_of(keys)),
    }
    return render(request, "evidence/messages.html", context)


def _asks_for_thread(sent: QueryDict, chat: services.ReadChat | None) -> bool:
    """Whether this is about the chats of an export, and not yet about messages."""
    waits = chat is not None and chat.facts.waits_for_choice
    return waits or OTHERS in sent or THREAD in sent


def _choose_thread(
    request: SiteRequest, keys: HeldKeys, row: EvidenceItem, chat: services.ReadChat | None
) -> HttpResponse:
    """Of a chat that nobody could read, nothing tells the others: the export is read once more."""
    thread, ref = "", row.case.ref
    if chat is not None:
        is_answer = request.method == "POST" and OTHERS not in request.POST
        sent = request.POST if is_answer else None
        form = ThreadForm(sent, summary=chat.transcript.summary, chosen=chat.facts.thread)
        if not form.has_answer:
            context = {"ref": ref, "item": row, "form": form}
            return render(request, "evidence/thread.html", context)
        thread = form.cleaned_data[THREAD]
    services.choose_thread(request.actor, keys, row, thread)
    return redirect("evidence:item", ref=ref, item=row.ref)


@require_http_methods(GET_POST)
def notes(request: SiteRequest, ref: str, item: str) -> HttpResponse:
    """The last step: what was chosen, once more, and how it belongs together."""
    keys = keys_for(request, ref)
    row = item_of(request, keys, item)
    if request.method != "POST":
        return redirect("evidence:messages", ref=ref, item=item)
    form = _notes_form(row, request.POST)
    if not form.has_answer:
        return _ask_how(request, row, _chat(keys, row), form)
    made = services.quote_messages(
        request.actor, keys, row, form.chosen_now, each_alone=form.stand_alone
    )
    if len(made) == 1:
        return redirect("cases:incident-check", ref=ref, record=made[0].ref)
    return redirect("evidence:chronology", ref=ref)


def _chat(keys: HeldKeys, row: EvidenceItem) -> services.ReadChat:
    chat = services.chat_of(keys, row)
    if chat is None:
        raise Http404
    return chat


def _notes_form(
    row: EvidenceItem, sent: QueryDict | None = None, chosen: Collection[int] = ()
) -> NotesForm:
    action = reverse("evidence:notes", args=[row.case.ref, row.ref])
    return NotesForm(sent, action=action, initial={"chosen": _joined(chosen)})


def _ask_how(
    request: SiteRequest, row: EvidenceItem, chat: services.ReadChat, form: NotesForm
) -> HttpResponse:
    page = Picking(chosen=form.chosen_now, only_chosen=True).page(chat.transcript, chat.facts.zone)
    context = {"ref": row.case.ref, "item": row, "form": form, "page": page}
    return render(request, "evidence/notes.html", context)


def _joined(numbers: Iterable[int]) -> str:
    return ",".join(map(str, sorted(numbers)))
