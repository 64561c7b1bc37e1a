"""The way in to every page of a case: her own, and with its keys."""

from django.shortcuts import get_object_or_404

from accounts.http import SiteRequest
from cases.models import Case
from cases.sealing import HeldKeys, keys_of

GET_POST = ["GET", "HEAD", "POST"]


def keys_for(request: SiteRequest, ref: str) -> HeldKeys:
    """The case's keys, or 404 like any address that does not exist."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), ref=ref)
    return keys_of(request.actor, case)
