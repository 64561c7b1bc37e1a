"""What every template may count on."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, object]:
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "id" else "id"
    actor = getattr(request, "actor", None)
    role = actor.role if actor else "anonymous"
    is_staff = role not in ("anonymous", "owner")
    return {
        "brand": settings.BRAND,
        "language": language,
        "other_language": other,
        "other_language_url": f"{request.path}?lang={other}",
        "neutral_target": settings.NEUTRAL_TARGET,
        "is_owner": role == "owner",
        "is_staff_member": is_staff,
        "actor": actor,
        "frame": "workbench/page.html" if is_staff else "public.html",
        "home_url": reverse(actor.home) if actor else "/",
    }
