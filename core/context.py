"""What every template may count on."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from core.preferences import USUAL, Preferences


def site(request: HttpRequest) -> dict[str, object]:
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "id" else "id"
    actor = getattr(request, "actor", None)
    role = actor.role if actor else "anonymous"
    is_staff = role not in ("anonymous", "owner")
    chosen: Preferences = getattr(request, "preferences", USUAL)
    return {
        "brand": chosen.name or settings.BRAND,
        "preferences": chosen,
        "language": language,
        "other_language": other,
        "other_language_url": f"{request.path}?lang={other}",
        "neutral_target": settings.NEUTRAL_TARGET,
        "is_owner": role == "owner",
        "is_covered": chosen.covers == "all" or chosen.covers == _shows(request),
        "is_staff_member": is_staff,
        "actor": actor,
        "frame": "workbench/page.html" if is_staff else "public.html",
        "home_url": reverse(actor.home) if actor else "/",
    }


def _shows(request: HttpRequest) -> str:
    """What a page holds, as the preference to cover it names it."""
    match = request.resolver_match
    return "proof" if match is not None and match.app_name == "evidence" else ""
