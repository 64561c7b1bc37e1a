"""What pages ask of the curated tables."""

from collections.abc import Sequence
from itertools import groupby

from django.db.models import QuerySet

from resources.enums import LawUse, ReportKind, RouteKind, ServiceKind
from resources.models import Law, Platform, PlatformRoute, Service

# What to try, in order, when a platform has no form for the reason itself.
ROUTES_FOR: dict[ReportKind, tuple[RouteKind, ...]] = {
    ReportKind.NCII: (RouteKind.NCII, RouteKind.PRIVACY, RouteKind.EMAIL),
    ReportKind.IMPERSONATION: (RouteKind.IMPERSONATION, RouteKind.PRIVACY, RouteKind.EMAIL),
    ReportKind.UNDERAGE: (RouteKind.UNDERAGE, RouteKind.NCII, RouteKind.EMAIL),
    ReportKind.THREAT: (RouteKind.NCII, RouteKind.PRIVACY, RouteKind.EMAIL),
}


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


def platform_by_slug(slug: str) -> Platform | None:
    return published_platforms().filter(slug=slug).first()


def report_route(platform: Platform, kind: ReportKind) -> PlatformRoute | None:
    """The form or address that fits best; None where only `platform.in_app_path` is known."""
    routes = list(platform.routes.all())
    for wanted in ROUTES_FOR[kind]:
        for route in routes:
            if route.kind == wanted:
                return route
    return None


def laws_for(use: LawUse) -> list[Law]:
    """Candidates for counsel to choose from, verified or not: see `Law.is_verified`."""
    return [law for law in Law.objects.filter(is_published=True) if law.serves(use)]
