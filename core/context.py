"""What every template may count on."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, object]:
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "id" else "id"
    role = request.actor.role if hasattr(request, "actor") else "anonymous"
    return {
        "brand": settings.BRAND,
        "language": language,
        "other_language": other,
        "other_language_url": f"{request.path}?lang={other}",
        "neutral_target": settings.NEUTRAL_TARGET,
        "is_owner": role == "owner",
        "is_staff_member": role not in ("anonymous", "owner"),
        "actor": getattr(request, "actor", None),
    }
