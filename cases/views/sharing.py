from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SiteRequest
from accounts.models import Organization
from accounts.reentry import recent_secret_required
from accounts.sealing import fingerprint_of
from cases import services
from cases.details import HelpDetails
from cases.enums import Consent, GrantScope, RecordKind
from cases.forms.sharing import (
    ConsentForm,
    ExtentForm,
    ItemsConsentForm,
    ItemsForm,
    OrganizationForm,
    SharedItemsForm,
    ShareForm,
    ShareItemsForm,
    TakeBackForm,
)
from cases.journeys import HELP
from cases.models import Grant
from cases.overview import counts_of
from cases.reading import opened_all
from cases.selectors import (
    live_grants,
    organization_names,
    organizations_to_ask,
    pending_restoration,
)
from cases.summaries import FormOptions
from cases.views.access import GET_POST, keys_for
from cases.views.steps import NEW, Walk, begun, check_place, show_step, walk_through

# What a live grant rests on: to change it she takes the grant back first.
SETTLED = (OrganizationForm, ExtentForm, ItemsForm, ConsentForm, ItemsConsentForm)


@require_safe
def sharing(request: SiteRequest, ref: str) -> HttpResponse:
    keys = keys_for(request, ref)
    grants = live_grants(keys.case)
    opened = {str(grant.organization_id) for grant in grants}
    records = keys.case.records.of_kind(RecordKind.HELP_REQUEST)
    names = organization_names()
    rows = [
        (one.record, names.get(one.details.organization, ""), one.details.organization in opened)
        for one in opened_all(keys, records, HelpDetails)
    ]
    context = {
        "ref": ref,
        "grants": grants,
        "may_come_back": any(grant.scope == GrantScope.WHOLE for grant in grants),
        "rows": rows,
        "case": keys.case,
        "restoration": pending_restoration(keys.case),
        "has_files": keys.case.items.exists(),
    }
    return render(request, "cases/sharing/list.html", context)


@require_http_methods(GET_POST)
def step(request: SiteRequest, ref: str, record: str = NEW, step: int = 1) -> HttpResponse:
    walk = walk_through(HELP, keys_for(request, ref), record)
    if walk.at(step).form in SETTLED and _live_grant(walk):
        return redirect(walk.check_url)
    if walk.at(step).form is ItemsForm:
        return _choose_items(request, walk, step)
    if step > 1:
        return show_step(request, walk, step, context=_about(walk))
    opened = {grant.organization_id for grant in live_grants(walk.keys.case)}
    left = [one for one in organizations_to_ask() if one.id not in opened]
    if not left:
        return render(request, "cases/sharing/none.html", {"back_url": walk.home_url})
    return show_step(request, walk, step, {"among": left})


def _choose_items(request: SiteRequest, walk: Walk[HelpDetails], step: int) -> HttpResponse:
    among = services.item_choices(walk.keys)
    if among:
        return show_step(request, walk, step, {"among": among})
    context = {
        "ref": walk.keys.case.ref,
        "back_url": walk.before(step),
        "extent_url": walk.change_url(step - 1),
    }
    return render(request, "cases/sharing/no_items.html", context)


def _live_grant(walk: Walk[HelpDetails]) -> Grant | None:
    asked = walk.details.organization
    found = (one for one in live_grants(walk.keys.case) if str(one.organization_id) == asked)
    return next(found, None)


def _about(walk: Walk[HelpDetails]) -> dict[str, Any]:
    """The organisation asked, the words of its key, and how much there is to open."""
    counts = counts_of(walk.keys.case)
    if not walk.details.organization:
        return {"organization": None, "words": (), "counts": counts}
    organization = get_object_or_404(Organization, pk=walk.details.organization)
    pair = organization.key_pairs.current().first()
    words = fingerprint_of(pair) if pair else ()
    return {"organization": organization, "words": words, "counts": counts}


@require_safe
def check(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(HELP, keys_for(request, ref), record)
    grant = _live_grant(walk)
    chosen = services.item_choices(walk.keys, walk.details.items)
    boxes: FormOptions = {ItemsForm: {"among": chosen}}
    context = {
        **check_place(walk),
        "rows": walk.summary(without_change=SETTLED if grant else (), options=boxes),
        "grant": grant,
        "asks_words": not request.session.has_recent_secret(),
        "may_share": _is_complete(walk.details),
    }
    return render(request, "cases/sharing/check.html", context)


def _is_complete(details: HelpDetails) -> bool:
    is_agreed = bool(details.organization) and Consent.SEEN in details.consents
    return is_agreed and details.names_extent


@recent_secret_required
@require_http_methods(GET_POST)
def share(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    walk = begun(HELP, keys_for(request, ref), record)
    of_items = walk.details.extent == GrantScope.ITEMS
    form_class = ShareItemsForm if of_items else ShareForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.open_to_organization(request.actor, walk.keys, walk.details)
        return redirect("cases:help-sent", ref=ref, record=record)
    context = {
        "form": form,
        "ref": ref,
        "back_url": walk.check_url,
        "of_items": of_items,
        "chosen": services.item_choices(walk.keys, walk.details.items if of_items else ()),
        **_about(walk),
    }
    return render(request, "cases/sharing/share.html", context)


@require_safe
def sent(request: SiteRequest, ref: str, record: str) -> HttpResponse:
    """The receipt: neutral words, for whoever looks over her shoulder."""
    walk = begun(HELP, keys_for(request, ref), record)
    context = {"ref": ref, "grant": _live_grant(walk), "details": walk.details}
    return render(request, "cases/sharing/sent.html", context)


@recent_secret_required
@require_http_methods(GET_POST)
def take_back(request: SiteRequest, ref: str, grant: str) -> HttpResponse:
    keys = keys_for(request, ref)
    row = get_object_or_404(keys.case.grants.live().select_related("organization"), ref=grant)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.revoke_grant(request.actor, keys, row)
        has_files = keys.case.items.kept().exists()
        return redirect("evidence:rekey" if has_files else "cases:sharing", ref=ref)
    back_url = reverse("cases:sharing", args=[ref])
    context = {"form": form, "ref": ref, "grant": row, "back_url": back_url}
    return render(request, "cases/sharing/take_back.html", context)


@require_POST
def count(request: SiteRequest, ref: str, grant: str) -> HttpResponse:
    """Whether an organisation may count the case: one press, without the words, either way."""
    keys = keys_for(request, ref)
    whole = keys.case.grants.live().of_whole_cases().select_related("organization")
    row = get_object_or_404(whole, ref=grant)
    is_allowed = request.POST.get("count") == "yes"
    services.allow_counting(request.actor, keys, row, is_allowed=is_allowed)
    return redirect("cases:sharing", ref=ref)


@recent_secret_required
@require_http_methods(GET_POST)
def shared_items(request: SiteRequest, ref: str, grant: str) -> HttpResponse:
    """Adds files to what an organisation may see, and takes them out."""
    keys = keys_for(request, ref)
    live = keys.case.grants.live().of_items().select_related("organization")
    row = get_object_or_404(live, ref=grant)
    chosen = list(row.shared_items.values_list("item__ref", flat=True))
    among = services.item_choices(keys)
    sent = request.POST if request.method == "POST" else None
    form = SharedItemsForm(sent, among=among, initial={"items": chosen})
    if form.is_valid():
        services.change_shared_items(request.actor, keys, row, form.cleaned_data["items"])
        return redirect("cases:sharing", ref=ref)
    context = {"form": form, "ref": ref, "grant": row}
    return render(request, "cases/sharing/shared_items.html", context)
