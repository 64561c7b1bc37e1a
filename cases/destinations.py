"""Where a report goes: the form or address that fits, and what she is told before she sends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from cases.details import ReportDetails
from cases.prepared import Told
from resources.enums import Outcome, ReportKind, RouteKind
from resources.models import Platform, PlatformRoute, Service
from resources.selectors import report_route, route_of_kind, services_by_slug

MINISTRY = "aduankonten"
# Makes fingerprints of images; which one depends on the age when the image was made.
FOR_YOUNG, FOR_ADULTS = "takeitdown-ncmec", "stopncii"
# Search engines and hosts: they are asked after something was spread, wherever it stands.
REMOVERS = ("google-search", "bing", "hosting")
MOST_LOOKUPS = 5


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where a site's provider is found."""

    domain: str
    url: str


@dataclass(frozen=True, slots=True)
class Destination:
    """`fingerprints` are services that find copies without getting the image."""

    platform: Platform | None
    route: PlatformRoute | None
    escalation: PlatformRoute | None
    ministry: Service | None
    fingerprints: tuple[Service, ...]
    lookups: tuple[Lookup, ...]
    may_be_young: bool

    @property
    def may_ask_for_identity(self) -> bool:
        of_route = self.route is not None and bool(self.route.id_document_asked)
        return of_route or (self.platform is not None and bool(self.platform.id_document_asked))


def destination_of(details: ReportDetails, platform: Platform | None, told: Told) -> Destination:
    """What was refused goes to the address for refusals, where the platform has one."""
    kind = ReportKind(details.kind or ReportKind.NCII)
    route = report_route(platform, kind) if platform else None
    escalation = route_of_kind(platform, RouteKind.ESCALATION) if platform else None
    if details.earlier_outcome == Outcome.REFUSED and escalation:
        route = escalation
    slug = FOR_YOUNG if told.may_be_young else FOR_ADULTS
    found = {one.slug: one for one in services_by_slug([MINISTRY, slug])}
    has_images = kind != ReportKind.IMPERSONATION
    return Destination(
        platform=platform,
        route=route,
        escalation=escalation,
        ministry=found.get(MINISTRY) if details.is_for_ministry else None,
        fingerprints=(found[slug],) if has_images and slug in found else (),
        lookups=tuple(_lookups(details, platform)),
        may_be_young=told.may_be_young,
    )


def _lookups(details: ReportDetails, platform: Platform | None) -> Iterator[Lookup]:
    """A link for each site among her addresses, where the way begins with finding its provider."""
    route = route_of_kind(platform, RouteKind.LOOKUP) if platform else None
    if route is None:
        return
    domains = dict.fromkeys(_domain(address) for address in details.addresses)
    for domain in [one for one in domains if one][:MOST_LOOKUPS]:
        yield Lookup(domain, route.url.replace("{domain}", domain))


def _domain(address: str) -> str:
    """The name of the site; empty where this is no address on the web, but a name of an account."""
    if "/" not in address:
        return ""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    name = host.removeprefix("www.")
    is_name = "." in name and all(part.replace("-", "").isalnum() for part in name.split("."))
    return name if is_name and name.isascii() else ""
