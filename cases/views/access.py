"""The way in to every page of a case: her own, and with its keys."""

from django.shortcuts import get_object_or_404

from accounts.http import SiteRequest
from cases.models import Case
from cases.sealing import HeldKeys, keys_of
from cases.services import renew_keys_if_due

GET_POST = ["GET", "HEAD", "POST"]


def keys_for(request: SiteRequest, ref: str) -> HeldKeys:
    """The case's keys, or 404 like any address that does not exist.

    Where somebody who held them has left, this is where new ones are made.
    """
    case = get_object_or_404(Case.objects.visible_to(request.actor), ref=ref)
    keys = keys_of(request.actor, case)
    if case.epoch_is_due:
        renew_keys_if_due(request.actor, keys)
    return keys
