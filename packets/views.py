"""Packets as their requester sees them: asked for, waited for, downloaded.

The owner and the organisation have routes and pages of their own over the same few acts. Members
of the organisation come to theirs only after they opened the case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SiteRequest
from accounts.reentry import recent_secret_required
from cases.details import IncidentDetails
from cases.reading import Opened, alias_for, incidents_of
from cases.sealing import HeldKeys
from cases.views.access import GET_POST, keys_for
from cases.views.team import opened_case_required
from core.downloads import attachment
from evidence.chronology import shown_items
from jobs.enums import JobState
from packets import services
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.permissions import check_user_can_request_packet, user_can_request_packet
from packets.selectors import job_state, job_states

View = Callable[..., HttpResponseBase]
# The tick by which an owner wants nothing covered.
ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class Audience:
    """Where one side's pages and routes are."""

    folder: str
    suffix: str

    def template(self, page: str) -> str:
        return f"packets/{self.folder}/{page}.html"

    def route(self, name: str) -> str:
        return f"packets:{name}{self.suffix}"


OWNER = Audience("owner", "")
TEAM = Audience("team", "-for-team")


def _own(view: View) -> View:
    """Gives the view the case's keys in place of its reference."""

    @wraps(view)
    def with_keys(request: SiteRequest, ref: str, **kwargs: object) -> HttpResponseBase:
        return view(request, keys_for(request, ref), **kwargs)

    return with_keys


def _packet(request: SiteRequest, keys: HeldKeys, ref: str) -> ReportPacket:
    rows = ReportPacket.objects.visible_to(request.actor).select_related("holder")
    return get_object_or_404(rows, case=keys.case, ref=ref)


def _list(request: SiteRequest, keys: HeldKeys, audience: Audience) -> HttpResponse:
    packets = list(ReportPacket.objects.visible_to(request.actor).filter(case=keys.case))
    states = job_states(packets)
    member = request.actor.membership
    context = {
        "case": keys.case,
        "alias": alias_for(keys, member.organization_id) if member else "",
        "rows": [(packet, states[packet.id]) for packet in packets],
        "may_request": user_can_request_packet(request.actor, keys.case),
    }
    return render(request, audience.template("list"), context)


def _request(request: SiteRequest, keys: HeldKeys, audience: Audience) -> HttpResponse:
    check_user_can_request_packet(request.actor, keys.case)
    if request.method == "POST":
        wants_originals = audience is OWNER and ORIGINALS in request.POST
        packet = services.request_packet(
            request.actor, keys, PacketKind.POLICE, uses_originals=wants_originals
        )
        return redirect(audience.route("packet"), ref=keys.case.ref, packet=packet.ref)
    items = shown_items(keys, with_previews=False)
    context = {
        "case": keys.case,
        "items": items,
        "intimate": [
            item for item in items if item.details.is_intimate and not item.details.is_locked
        ],
        "locked": [item for item in items if item.details.is_locked],
        "covered": [item for item in items if item.details.covers and item.details.may_leave],
        "to_look_at": _to_look_at(keys) if audience is OWNER else [],
    }
    return render(request, audience.template("request"), context)


def _to_look_at(keys: HeldKeys) -> list[Opened[IncidentDetails]]:
    """Her notes in which a change of hers covered something that she has not seen since."""
    return [one for one in incidents_of(keys) if one.details.to_look_at]


def _show(request: SiteRequest, keys: HeldKeys, packet: str, audience: Audience) -> HttpResponse:
    row = _packet(request, keys, packet)
    state = job_state(row)
    is_there = state == JobState.READY and not row.is_expired
    context = {
        "case": keys.case,
        "packet": row,
        "state": state,
        "outcome": services.outcome_of(keys, row) if is_there else None,
    }
    return render(request, audience.template("packet"), context)


def _continue(
    request: SiteRequest, keys: HeldKeys, packet: str, audience: Audience
) -> HttpResponse:
    row = _packet(request, keys, packet)
    if request.method == "POST":
        services.continue_packet(request.actor, keys, row)
    return redirect(audience.route("packet"), ref=keys.case.ref, packet=packet)


def _download(
    request: SiteRequest, keys: HeldKeys, packet: str, audience: Audience
) -> HttpResponseBase:
    row = _packet(request, keys, packet)
    if request.method != "POST":
        return redirect(audience.route("packet"), ref=keys.case.ref, packet=packet)
    outcome, chunks = services.download_packet(request.actor, keys, row)
    return attachment(chunks, size=outcome.size, filename=f"catatan-{row.ref}.zip")


@require_safe
@_own
def packet_list(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    return _list(request, keys, OWNER)


@require_http_methods(GET_POST)
@recent_secret_required
@_own
def request_packet(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    return _request(request, keys, OWNER)


@require_safe
@_own
def packet(request: SiteRequest, keys: HeldKeys, packet: str) -> HttpResponse:
    return _show(request, keys, packet, OWNER)


@require_http_methods(GET_POST)
@_own
def continue_packet(request: SiteRequest, keys: HeldKeys, packet: str) -> HttpResponse:
    return _continue(request, keys, packet, OWNER)


@require_http_methods(GET_POST)
@recent_secret_required
@_own
def download(request: SiteRequest, keys: HeldKeys, packet: str) -> HttpResponseBase:
    return _download(request, keys, packet, OWNER)


@require_safe
@opened_case_required
def packet_list_for_team(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    return _list(request, keys, TEAM)


@require_http_methods(GET_POST)
@recent_secret_required
@opened_case_required
def request_packet_for_team(request: SiteRequest, keys: HeldKeys) -> HttpResponse:
    return _request(request, keys, TEAM)


@require_safe
@opened_case_required
def packet_for_team(request: SiteRequest, keys: HeldKeys, packet: str) -> HttpResponse:
    return _show(request, keys, packet, TEAM)


@require_http_methods(GET_POST)
@opened_case_required
def continue_packet_for_team(request: SiteRequest, keys: HeldKeys, packet: str) -> HttpResponse:
    return _continue(request, keys, packet, TEAM)


@require_http_methods(GET_POST)
@recent_secret_required
@opened_case_required
def download_for_team(request: SiteRequest, keys: HeldKeys, packet: str) -> HttpResponseBase:
    return _download(request, keys, packet, TEAM)
