"""The pages about cases: queue, case, item, assignment and log."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases.reading import alias_for
from cases.sealing import HeldKeys
from cases.services import assign_case, unassign_case
from cases.views.access import GET_POST, keys_for
from cases.views.team import is_opened, note_first_opening, opened_case_required
from core.downloads import attachment
from evidence import services as evidence
from evidence.forms.reasons import DownloadReasonForm, ReasonForm
from evidence.models import EvidenceItem
from evidence.readout import read_out
from evidence.sealing import open_details
from evidence.selectors import picture_job_state
from workbench.casepage import case_page
from workbench.enums import Shown
from workbench.forms import AssignForm, OpeningReasonForm
from workbench.logpage import log_page
from workbench.places import in_case
from workbench.queue import QueueRow, review_queue
from workbench.selectors import assignable_members, own_assignments, own_organization
from workbench.sharepage import shares_to_review
from workbench.views.looks import looks_to_mention, mark_revealed, was_revealed

CASES_A_PAGE, ENTRIES_A_PAGE = 25, 50


@require_safe
def queue(request: SiteRequest) -> HttpResponse:
    found, shown = review_queue(request.actor), _shown(request)
    rows = found.rows
    page = Paginator(_of(rows, shown, request), CASES_A_PAGE).get_page(request.GET.get("page"))
    filters = [(one, len(_of(rows, one, request)), one == shown) for one in Shown]
    context = {
        "rows": page,
        "filters": filters,
        "shown": shown,
        "closed": found.closed,
        "shares": shares_to_review(request.actor),
    }
    return render(request, "workbench/queue.html", context)


def _shown(request: SiteRequest) -> Shown:
    asked = request.GET.get("show", "")
    return Shown(asked) if asked in Shown.values else Shown.ALL


def _of(rows: list[QueueRow], shown: Shown, request: SiteRequest) -> list[QueueRow]:
    member = request.actor.membership
    assert member is not None  # noqa: S101
    return [row for row in rows if row.belongs_to(shown, member)]


@require_http_methods(GET_POST)
def case(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    if not is_opened(request, keys):
        return _ask_why(request, keys)
    context = {"case": keys.case, "page": case_page(request.actor, keys)}
    return render(request, "workbench/case.html", context)


def _ask_why(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    """A lead may read a case that is not hers to work on; the owner is told why."""
    form = OpeningReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note_first_opening(request, keys, form.cleaned_data["reason"])
        return redirect("workbench:case", ref=keys.case.ref)
    return render(request, "workbench/question.html", {"form": form, "case": keys.case})


@require_http_methods(GET_POST)
@recent_secret_required
def assign(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    members = assignable_members(request.actor, keys.case)
    if not members:
        return render(request, "workbench/nobody.html", {"case": keys.case})
    form = AssignForm(request.POST if request.method == "POST" else None, members=members)
    if form.is_valid():
        assign_case(request.actor, keys, form.chosen)
        return redirect("workbench:queue")
    return render(request, "workbench/question.html", {"form": form, "case": keys.case})


@require_http_methods(GET_POST)
@recent_secret_required
def unassign(request: SiteRequest, ref: str, assignment: UUID) -> HttpResponse:
    keys = keys_for(request, ref)
    live = own_assignments(request.actor, [keys.case]).select_related("membership")
    row = get_object_or_404(live, pk=assignment)
    if request.method == "POST":
        unassign_case(request.actor, keys, row)
        return redirect("workbench:queue")
    return render(request, "workbench/unassign.html", {"case": keys.case, "assignment": row})


def _item(request: SiteRequest, keys: HeldKeys, ref: str) -> EvidenceItem:
    rows = EvidenceItem.objects.visible_to(request.actor)
    return get_object_or_404(rows, case=keys.case, ref=ref)


@require_safe
@opened_case_required
def item(request: SiteRequest, keys: HeldKeys, item: str) -> HttpResponse:
    return _item_page(request, keys, _item(request, keys, item), ReasonForm())


def _item_page(
    request: SiteRequest, keys: HeldKeys, row: EvidenceItem, form: ReasonForm
) -> HttpResponse:
    details, is_shown = open_details(keys, row), was_revealed(request, row)
    context = {
        "place": in_case(keys.case, row),
        "item": row,
        "details": details,
        "told": read_out(details),
        "job_state": picture_job_state(row),
        "form": form,
        "picture": evidence.view_copy_address(keys, row) if is_shown else "",
        "looks": looks_to_mention(request),
    }
    return render(request, "workbench/item.html", context)


@require_http_methods(GET_POST)
@opened_case_required
def reveal(request: SiteRequest, keys: HeldKeys, item: str) -> HttpResponse:
    row = _item(request, keys, item)
    if request.method != "POST":
        return redirect("workbench:item", ref=keys.case.ref, item=item)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _item_page(request, keys, row, form)
    evidence.reveal_item(request.actor, keys, row, form.cleaned_data["reason"])
    mark_revealed(request, row)
    return redirect("workbench:item", ref=keys.case.ref, item=item)


@require_http_methods(GET_POST)
@recent_secret_required
@opened_case_required
def download(request: SiteRequest, keys: HeldKeys, item: str) -> HttpResponseBase:
    row = _item(request, keys, item)
    form = DownloadReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"place": in_case(keys.case, row), "item": row, "form": form}
        return render(request, "workbench/download.html", context)
    reason = form.cleaned_data["reason"]
    details, chunks = evidence.download_original(request.actor, keys, row, reason)
    name = f"{keys.case.ref}-{row.label.lower()}.{details.sent_as(row.state)}"
    return attachment(chunks, size=details.size, filename=name)


@require_safe
@opened_case_required
def log(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    page = log_page(request.actor, keys)
    rows = Paginator(page.rows, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": keys.case,
        "alias": alias_for(keys, own_organization(request.actor).id),
        "rows": rows,
        "broken_at": page.broken_at,
    }
    return render(request, "workbench/log.html", context)
