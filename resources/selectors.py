"""What pages ask of the curated tables."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.db.models import QuerySet

from resources.enums import LawUse, Place, ReportKind, RouteKind, ServiceKind
from resources.models import Law, Platform, PlatformRoute, Service

# What to try, in order, when a platform has no form for the reason itself.
ROUTES_FOR: dict[ReportKind, tuple[RouteKind, ...]] = {
    ReportKind.NCII: (RouteKind.NCII, RouteKind.PRIVACY, RouteKind.EMAIL),
    ReportKind.IMPERSONATION: (RouteKind.IMPERSONATION, RouteKind.PRIVACY, RouteKind.EMAIL),
    ReportKind.UNDERAGE: (RouteKind.UNDERAGE, RouteKind.NCII, RouteKind.EMAIL),
    ReportKind.THREAT: (RouteKind.NCII, RouteKind.PRIVACY, RouteKind.EMAIL),
    ReportKind.DEEPFAKE: (
        RouteKind.DEEPFAKE,
        RouteKind.NCII,
        RouteKind.PRIVACY,
        RouteKind.EMAIL,
    ),
}
# Platforms as places: what most people use comes first; these are only ways to report.
USUAL_PLACES = ("whatsapp", "instagram", "facebook", "telegram", "tiktok", "x")
NO_PLACES = frozenset({"google-search", "google-drive", "bing", "github", "hosting"})


def published_services() -> QuerySet[Service]:
    return Service.objects.filter(is_published=True).prefetch_related("channels")


def services_by_kind() -> list[tuple[ServiceKind, list[Service]]]:
    """The published services in the sections of the help page, empty sections left out."""
    order = list(ServiceKind.values)
    services = sorted(published_services(), key=lambda service: order.index(service.kind))
    return [
        (ServiceKind(kind), list(group))
        for kind, group in groupby(services, key=lambda service: service.kind)
    ]


def services_by_slug(slugs: Sequence[str]) -> list[Service]:
    """The published ones among them, in the order asked for."""
    found = {service.slug: service for service in published_services().filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]


def published_platforms() -> QuerySet[Platform]:
    return Platform.objects.filter(is_published=True).prefetch_related("routes")


def platform_choices() -> list[tuple[str, str]]:
    """Slug and name in the active language, for a form."""
    return [(platform.slug, str(platform.name)) for platform in published_platforms()]


def place_choices(platforms: Mapping[str, str]) -> list[tuple[str, str]]:
    """Where something can happen, by plain names: the usual ones first, then those that are no
    platform. What only takes reports, as a search engine does, is no place."""
    known = [slug for slug in USUAL_PLACES if slug in platforms]
    others = [slug for slug in platforms if slug not in known and slug not in NO_PLACES]
    named = [(slug, platforms[slug].partition(" (")[0]) for slug in (*known, *others)]
    return [*named, *((place.value, str(place.label)) for place in Place)]


def platform_by_slug(slug: str) -> Platform | None:
    return published_platforms().filter(slug=slug).first()


def report_route(platform: Platform, kind: ReportKind) -> PlatformRoute | None:
    """The form or address that fits best; None where only `platform.in_app_path` is known."""
    found = (route_of_kind(platform, wanted) for wanted in ROUTES_FOR[kind])
    return next((route for route in found if route), None)


def route_of_kind(platform: Platform, kind: RouteKind) -> PlatformRoute | None:
    """The platform's first way of this very kind."""
    return next((route for route in platform.routes.all() if route.kind == kind), None)


def laws_for(use: LawUse) -> list[Law]:
    """Candidates for counsel to choose from, verified or not: see `Law.is_verified`."""
    return [law for law in Law.objects.filter(is_published=True) if law.serves(use)]
