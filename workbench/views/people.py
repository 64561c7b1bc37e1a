"""Who belongs to the organisation: memberships that end, passwords that are lost, leads who wait
for the organisation's key."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services as accounts
from accounts.enums import MemberRole
from accounts.http import SiteRequest
from accounts.models import Membership
from accounts.reentry import recent_secret_required
from cases.services import end_membership, reset_member
from cases.views.access import GET_POST
from workbench.selectors import former_members, own_members

# Shown once: between the press of the button and the page it stands in the sealed session.
CODE = "password_code"


def _member(request: SiteRequest, member: UUID) -> Membership:
    return get_object_or_404(own_members(request.actor), pk=member)


@require_safe
def people(request: SiteRequest) -> HttpResponse:
    context = {
        "members": own_members(request.actor),
        "former": former_members(request.actor),
        "organization": request.actor.membership and request.actor.membership.organization,
    }
    return render(request, "workbench/people/list.html", context)


@require_http_methods(GET_POST)
@recent_secret_required
def end(request: SiteRequest, member: UUID) -> HttpResponseBase:
    row = _member(request, member)
    if request.method == "POST":
        end_membership(request.actor, row)
        return redirect("workbench:people")
    return render(request, "workbench/people/end.html", {"member": row})


@require_http_methods(GET_POST)
@recent_secret_required
def reset(request: SiteRequest, member: UUID) -> HttpResponseBase:
    row = _member(request, member)
    if request.method == "POST":
        request.session[CODE] = [row.alias, reset_member(request.actor, row)]
        return redirect("workbench:person-code")
    return render(request, "workbench/people/reset.html", {"member": row})


@require_safe
def code(request: SiteRequest) -> HttpResponse:
    if CODE not in request.session:
        return redirect("workbench:people")
    alias, shown = request.session.pop(CODE)
    return render(request, "workbench/people/code.html", {"alias": alias, "code": shown})


@require_http_methods(GET_POST)
@recent_secret_required
def give_key(request: SiteRequest, member: UUID) -> HttpResponseBase:
    """A lead who has a new pair gets the organisation's key again from one who can open it."""
    row = _member(request, member)
    if row.role != MemberRole.LEAD or row.holds_key:
        return redirect("workbench:people")
    if request.method == "POST":
        accounts.give_organization_key(request.actor.keyring, row)
        return redirect("workbench:people")
    return render(request, "workbench/people/give_key.html", {"member": row})
