import pytest
from django.utils import translation

from resources import selectors
from resources.enums import LawUse, ReportKind, ServiceKind
from resources.models import Platform, Service, ServiceChannel
from resources.services import load_resources

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(db):
    load_resources()


def test_only_published_services_are_offered():
    found = selectors.services_by_slug(["polri-110", "112", "sapa129", "tidak-ada"])
    assert [service.slug for service in found] == ["polri-110", "sapa129"]


def test_sections_begin_with_danger_and_leave_empty_ones_out():
    sections = selectors.services_by_kind()
    kinds = [kind for kind, _ in sections]
    assert kinds[0] is ServiceKind.EMERGENCY
    assert ServiceKind.MONEY not in kinds
    assert sum(len(services) for _, services in sections) == 17


def test_an_admins_new_service_joins_its_section():
    Service.objects.create(
        slug="rumah", kind="emergency", is_published=True, name_id="Rumah", name_en="House"
    )
    sections = dict(selectors.services_by_kind())
    assert [service.slug for service in sections[ServiceKind.EMERGENCY]][-1] == "rumah"


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    with django_assert_num_queries(2):
        for _, services in selectors.services_by_kind():
            assert all(list(service.channels.all()) for service in services)


@pytest.mark.parametrize(("language", "name"), [("id", "Situs lain"), ("en", "Other sites")])
def test_platform_choices_are_in_the_active_language(language, name):
    with translation.override(language):
        choices = dict(selectors.platform_choices())
    assert len(choices) == 22
    assert choices["hosting"].startswith(name)


def test_a_platform_that_is_not_published_is_not_found():
    Platform.objects.filter(slug="bumble").update(is_published=False)
    assert selectors.platform_by_slug("bumble") is None
    assert selectors.platform_by_slug("line").name.id == "LINE"


@pytest.mark.parametrize(
    ("slug", "kind", "leads_to"),
    [
        ("facebook", ReportKind.NCII, "https://www.facebook.com/help/contact/634636250523119"),
        (
            "instagram",
            ReportKind.IMPERSONATION,
            "https://help.instagram.com/contact/636276399721841",
        ),
        ("telegram", ReportKind.UNDERAGE, "stopCA@telegram.org"),
        ("telegram", ReportKind.THREAT, "abuse@telegram.org"),
        (
            "google-search",
            ReportKind.UNDERAGE,
            "https://support.google.com/websearch/answer/3143948",
        ),
        (
            "google-search",
            ReportKind.DEEPFAKE,
            "https://support.google.com/websearch/answer/9116649",
        ),
        ("tiktok", ReportKind.DEEPFAKE, "https://www.tiktok.com/legal/report/privacy"),
        ("threads", ReportKind.UNDERAGE, "https://www.facebook.com/help/contact/634636250523119"),
    ],
)
def test_the_route_that_fits_best(slug, kind, leads_to):
    route = selectors.report_route(selectors.platform_by_slug(slug), kind)
    assert (route.url or route.address) == leads_to


@pytest.mark.parametrize("slug", ["x", "whatsapp", "hosting"])
def test_without_a_known_form_there_is_no_route(slug):
    assert selectors.report_route(selectors.platform_by_slug(slug), ReportKind.NCII) is None


def test_an_escalation_address_is_never_the_first_way():
    for platform in selectors.published_platforms():
        for kind in ReportKind:
            route = selectors.report_route(platform, kind)
            assert route is None or route.address != "dpo@fb.com"


def test_laws_are_candidates_and_say_that_nobody_verified_them():
    laws = selectors.laws_for(LawUse.SEXTORTION)
    assert {"tpks-14-2", "ite-27b-1", "ite-27b-2"} <= {law.slug for law in laws}
    assert "tpks-23" in {law.slug for law in laws}
    assert "pdp-65" not in {law.slug for law in laws}
    assert not any(law.is_verified for law in laws)


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        ("phone", "021-129", "tel:021129"),
        ("phone", "119 ext 8", "tel:119,8"),
        ("phone", "+62 21 129", "tel:+6221129"),
        ("whatsapp", "08111129129", "https://wa.me/628111129129"),
        ("email", "a@example.org", "mailto:a@example.org"),
        ("web", "https://example.org", "https://example.org"),
        ("social", "@awaskbgo", ""),
        ("phone", "", ""),
    ],
)
def test_what_a_press_on_a_channel_opens(kind, value, link):
    assert ServiceChannel(kind=kind, value=value).link == link


def test_a_web_address_is_shown_short():
    assert ServiceChannel(kind="web", value="https://www.example.org").shown == "example.org"
    assert ServiceChannel(kind="phone", value="021-129").shown == "021-129"
