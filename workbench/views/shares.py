"""The pages about chosen items: what was shared, an item of it, and who works on it.

The owner reads who opened what and why, as she does of a whole case. No packets are made here.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases.exceptions import NoKey
from cases.models import Grant
from cases.sealing import ShareKeys, share_keys_of
from cases.services import (
    assign_share,
    note_endings_if_due,
    note_share_opening,
    unassign_share,
)
from cases.views.access import GET_POST
from core.downloads import attachment
from evidence import services as evidence
from evidence.forms.reasons import DownloadReasonForm, ReasonForm
from evidence.models import SharedItem
from evidence.readout import read_out
from evidence.sealing import open_shared_details
from evidence.selectors import picture_job_state
from workbench.forms import AssignForm, ShareReasonForm
from workbench.places import in_share
from workbench.selectors import assignable_to_share, own_share_assignments
from workbench.sharepage import share_page
from workbench.views.looks import looks_to_mention, mark_revealed, was_revealed

OPENED = "opened_shares"
View = Callable[..., HttpResponseBase]


def share_for(request: SiteRequest, ref: str) -> ShareKeys:
    """The share's keys, or 404 like any address that does not exist."""
    grants = Grant.objects.shared_with(request.actor).select_related("case")
    grant = get_object_or_404(grants, ref=ref)
    keys = share_keys_of(request.actor, [grant])
    if grant.id not in keys:
        raise NoKey
    if grant.endings_are_due:
        note_endings_if_due(keys[grant.id])
    return keys[grant.id]


def opened_share_required(view: View) -> View:
    """Gives the view the share's keys in place of its reference; a lead who is not assigned is led
    to the share's own page, where she says why."""

    @wraps(view)
    def guarded(request: SiteRequest, ref: str, **kwargs: object) -> HttpResponseBase:
        share = share_for(request, ref)
        if not _is_opened(request, share):
            return redirect("workbench:share", ref=ref)
        return view(request, share, **kwargs)

    return guarded


def _is_opened(request: SiteRequest, share: ShareKeys) -> bool:
    """Whether this session has its entry in the log; one who is assigned gets it here."""
    if share.grant.ref in request.session.get(OPENED, []):
        return True
    mine = share.grant.assignments.live().filter(membership=request.actor.membership)
    if not mine.exists():
        return False
    _note_opening(request, share)
    return True


def _note_opening(request: SiteRequest, share: ShareKeys, reason: str = "") -> None:
    note_share_opening(request.actor, share, reason)
    request.session[OPENED] = [*request.session.get(OPENED, []), share.grant.ref]


@require_http_methods(GET_POST)
def share(request: SiteRequest, ref: str) -> HttpResponse:
    keys = share_for(request, ref)
    if not _is_opened(request, keys):
        return _ask_why(request, keys)
    context = {"grant": keys.grant, "page": share_page(keys)}
    return render(request, "workbench/shares/share.html", context)


def _ask_why(request: SiteRequest, keys: ShareKeys) -> HttpResponse:
    form = ShareReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _note_opening(request, keys, form.cleaned_data["reason"])
        return redirect("workbench:share", ref=keys.grant.ref)
    return render(request, "workbench/shares/question.html", {"form": form, "grant": keys.grant})


def _row(request: SiteRequest, keys: ShareKeys, item: str) -> SharedItem:
    rows = SharedItem.objects.visible_to(request.actor).select_related("item")
    return get_object_or_404(rows, grant=keys.grant, item__ref=item)


@require_safe
@opened_share_required
def item(request: SiteRequest, keys: ShareKeys, item: str) -> HttpResponse:
    return _item_page(request, keys, _row(request, keys, item), ReasonForm())


def _item_page(
    request: SiteRequest, keys: ShareKeys, row: SharedItem, form: ReasonForm
) -> HttpResponse:
    details, is_shown = open_shared_details(keys, row), was_revealed(request, row.item)
    context = {
        "place": in_share(keys.grant, row.item),
        "item": row.item,
        "details": details,
        "told": read_out(details),
        "job_state": picture_job_state(row.item),
        "form": form,
        "picture": evidence.shared_view_address(keys, row) if is_shown else "",
        "looks": looks_to_mention(request),
    }
    return render(request, "workbench/item.html", context)


@require_POST
@opened_share_required
def reveal(request: SiteRequest, keys: ShareKeys, item: str) -> HttpResponse:
    row = _row(request, keys, item)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _item_page(request, keys, row, form)
    evidence.reveal_shared(request.actor, keys, row, form.cleaned_data["reason"])
    mark_revealed(request, row.item)
    return redirect("workbench:share-item", ref=keys.grant.ref, item=item)


@require_http_methods(GET_POST)
@recent_secret_required
@opened_share_required
def download(request: SiteRequest, keys: ShareKeys, item: str) -> HttpResponseBase:
    row = _row(request, keys, item)
    form = DownloadReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        place = in_share(keys.grant, row.item)
        context = {"place": place, "item": row.item, "form": form}
        return render(request, "workbench/download.html", context)
    reason = form.cleaned_data["reason"]
    details, chunks = evidence.download_shared(request.actor, keys, row, reason)
    name = f"{keys.grant.ref}-{row.item.label.lower()}.{details.sent_as(row.item.state)}"
    return attachment(chunks, size=details.size, filename=name)


@require_http_methods(GET_POST)
@recent_secret_required
def assign(request: SiteRequest, ref: str) -> HttpResponse:
    keys = share_for(request, ref)
    members = assignable_to_share(request.actor, keys.grant)
    if not members:
        return render(request, "workbench/shares/nobody.html", {"grant": keys.grant})
    form = AssignForm(request.POST if request.method == "POST" else None, members=members)
    if form.is_valid():
        assign_share(request.actor, keys, form.chosen)
        return redirect("workbench:queue")
    return render(request, "workbench/shares/question.html", {"form": form, "grant": keys.grant})


@require_http_methods(GET_POST)
@recent_secret_required
def unassign(request: SiteRequest, ref: str, assignment: UUID) -> HttpResponse:
    keys = share_for(request, ref)
    live = own_share_assignments(request.actor, keys.grant)
    row = get_object_or_404(live, pk=assignment)
    if request.method == "POST":
        unassign_share(request.actor, keys, row)
        return redirect("workbench:queue")
    context = {"grant": keys.grant, "assignment": row}
    return render(request, "workbench/shares/unassign.html", context)
