"""Which reason is suggested, where a report goes, and what an answer changes about it."""

import pytest

from cases.destinations import destination_of
from cases.details import IncidentDetails, ReportDetails
from cases.prepared import Told, suggested_kind
from resources.enums import ReportKind
from resources.selectors import platform_by_slug
from resources.services import load_resources

ADULT = {"q02_usia": ["dewasa"]}


@pytest.fixture(autouse=True)
def resources(db: None) -> None:
    load_resources()


def told(answers: dict[str, list[str]], *notes: IncidentDetails) -> Told:
    return Told(answers, notes)


def suggested(slug: str, answers: dict[str, list[str]], *notes: IncidentDetails) -> str:
    return suggested_kind(told(answers, *notes), slug, platform_by_slug(slug)).kind.value


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({}, "underage"),
        ({"q02_usia": ["u18_dulu"], "q10_akun": ["akun_palsu"]}, "underage"),
        ({"q02_usia": ["tidak_tahu"]}, "underage"),
        ({"q02_usia": ["dewasa", "u18_dulu"]}, "underage"),
        (ADULT, "ncii"),
        (ADULT | {"q10_akun": ["akun_palsu"]}, "impersonation"),
        (ADULT | {"q06_tahap": ["ancaman"]}, "threat"),
        (ADULT | {"q06_tahap": ["ancaman", "publik"]}, "ncii"),
        (ADULT | {"q06_tahap": ["publik"], "q09_jenis": ["rekayasa"]}, "ncii"),
    ],
)
def test_answers_suggest_a_reason(answers: dict[str, list[str]], kind: str) -> None:
    assert suggested("instagram", answers) == kind


@pytest.mark.parametrize(
    ("slug", "form", "kind"),
    [
        ("instagram", "impersonasi", "impersonation"),
        ("instagram", "ancaman_sebar", "threat"),
        ("instagram", "ncii", "ncii"),
        ("google-search", "morphing", "deepfake"),
        ("instagram", "morphing", "ncii"),
    ],
)
def test_what_she_noted_on_a_platform_comes_before_her_answers(
    slug: str, form: str, kind: str
) -> None:
    answers = ADULT | ({"q10_akun": ["akun_palsu"]} if form == "ncii" else {})
    assert suggested(slug, answers, IncidentDetails(forms=(form,), platform=slug)) == kind
    elsewhere = IncidentDetails(forms=("impersonasi",), platform="tiktok")
    assert suggested(slug, ADULT, elsewhere) == "ncii"


@pytest.mark.parametrize("kind", ReportKind)
@pytest.mark.parametrize(
    ("age", "slug"), [("dewasa", "stopncii"), ("u18_dulu", "takeitdown-ncmec")]
)
def test_age_decides_who_looks_for_copies(kind: ReportKind, age: str, slug: str) -> None:
    details = ReportDetails(platform="instagram", kind=kind.value)
    way = destination_of(details, platform_by_slug("instagram"), told({"q02_usia": [age]}))
    found = [service.slug for service in way.fingerprints]
    assert found == ([] if kind == ReportKind.IMPERSONATION else [slug])


def test_a_refused_report_goes_to_the_address_for_refusals() -> None:
    refused = ReportDetails(platform="instagram", kind="ncii", earlier_outcome="refused")
    way = destination_of(refused, platform_by_slug("instagram"), told(ADULT))
    assert way.route is not None
    assert way.route.address == "dpo@fb.com"
    telegram = destination_of(refused, platform_by_slug("telegram"), told(ADULT))
    assert telegram.route is not None
    assert telegram.route.address == "abuse@telegram.org"


def test_the_provider_of_a_site_is_found_by_its_name() -> None:
    addresses = ("https://www.situs.example/p?x=1", "situs.example/2", "@akun.palsu", "akun.palsu")
    details = ReportDetails(platform="hosting", kind="ncii", addresses=addresses)
    way = destination_of(details, platform_by_slug("hosting"), told(ADULT))
    assert [one.url for one in way.lookups] == ["https://rdap.org/domain/situs.example"]
    assert destination_of(details, platform_by_slug("x"), told(ADULT)).lookups == ()


@pytest.mark.parametrize(
    ("answers", "form", "is_spread"),
    [
        ({"q06_tahap": ["publik"]}, "", True),
        ({"q06_tahap": ["ancaman"]}, "", False),
        ({}, "ncii", True),
        ({}, "flaming", False),
    ],
)
def test_spread_is_what_she_answered_or_noted(
    answers: dict[str, list[str]], form: str, is_spread: bool
) -> None:
    assert told(answers, IncidentDetails(forms=(form,))).is_spread is is_spread
