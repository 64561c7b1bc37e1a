"""The questions that every page of a case answers alike."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.details import HelpDetails, IncidentDetails, ReportDetails
from cases.views.steps import NEW
from core.routes import matrix
from tests.cases.pages import acts, make_item, make_record, page
from tests.cast import (
    Cast,
    client_of,
    make_case,
    make_organization,
    make_owner,
    make_staff,
    share_items,
)

# The page's name and what stands in its address after the case: records by their kind.
PAGES: dict[str, tuple[object, ...]] = {
    "task-list": (),
    "incidents": (),
    "incident-new": (),
    "incident-step": ("incident", 4),
    "incident-check": ("incident",),
    "incident-remove": ("incident",),
    "incident-redact": ("incident",),
    "contact-check": (),
    "contact-step": (2,),
    "risk": (),
    "risk-step": (1,),
    "plan": (),
    "plan-add": (),
    "reports": (),
    "report-new": (),
    "report-step": ("report", 6),
    "report-check": ("report",),
    "report-remove": ("report",),
    "report-look": ("report",),
    "sharing": (),
    "help-new": (),
    "help-step": ("help", 3),
    "help-check": ("help",),
    "help-share": ("help",),
    "help-sent": ("help",),
    "take-back": ("grant",),
    "shared-items": ("share",),
    "restoring": (),
    "checkup": (),
    "checkup-apps": (),
    "checkup-app": (1,),
    "log": (),
    "erase": (),
}
# One press and no page; nobody but her gets there, as the walk of all routes shows.
ONLY_POST = {"restoring-refuse", "counting", "report-again", "report-further"}
READ_ONLY = {
    "task-list", "incidents", "incident-check", "contact-check", "risk", "reports",
    "report-check", "sharing", "help-check", "help-sent", "checkup", "log",
}  # fmt: skip
WITH_RECORD = [name for name, place in PAGES.items() if place and isinstance(place[0], str)]


@pytest.fixture
def refs(cast: Cast) -> dict[str, str]:
    owner, case = cast.ani, cast.case
    incident = IncidentDetails(forms=("ncii",), platform="tiktok", addresses=("https://a.example",))
    report = ReportDetails(platform="instagram", kind="ncii", text="Kepada tim")
    asked = HelpDetails(organization=str(cast.dua.id), extent="whole", consents=("seen",))
    return {
        "incident": make_record(owner=owner, case=case, details=incident).ref,
        "report": make_record(owner=owner, case=case, details=report).ref,
        "help": make_record(owner=owner, case=case, details=asked).ref,
        "grant": case.grants.get().ref,
        "share": share_items(
            owner=owner,
            case=case,
            organization=make_organization(name="LBH Tiga", lead=make_staff(name="Tuti")),
            items=[make_item(owner=owner, case=case)],
        ).ref,
    }


def address(cast: Cast, refs: dict[str, str], name: str) -> str:
    place = [refs[one] if isinstance(one, str) else one for one in PAGES[name]]
    return page(cast.case, name, *place)


def test_no_page_is_left_out() -> None:
    guarded = {name for name, policy in matrix().routes.items() if policy == "own_case"}
    ours = {name.removeprefix("cases:") for name in guarded if name.startswith("cases:")}
    assert set(PAGES) | ONLY_POST == ours


@pytest.mark.parametrize("name", PAGES)
def test_it_shows_one_question_and_writes_nothing(
    name: str, cast: Cast, ani: Client, refs: dict[str, str]
) -> None:
    before = acts(cast.ani, cast.case)
    response = ani.get(address(cast, refs, name))
    assert response.status_code == 200
    main = response.content.split(b'<main id="main"')[1]
    assert main.count(b"<h1>") == 1
    assert acts(cast.ani, cast.case) == before


@pytest.mark.parametrize("name", PAGES)
def test_it_refuses_the_wrong_method(
    name: str, cast: Cast, ani: Client, refs: dict[str, str]
) -> None:
    assert ani.delete(address(cast, refs, name)).status_code == 405
    if name in READ_ONLY:
        assert ani.post(address(cast, refs, name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_nobody_signed_out_learns_anything(
    name: str, cast: Cast, client: Client, refs: dict[str, str]
) -> None:
    response = client.get(address(cast, refs, name))
    assert (response.status_code, response["Location"]) == (302, reverse("accounts:start"))


@pytest.mark.parametrize("who", ["another owner", "budi", "lina", "eko"])
def test_everybody_else_gets_404(who: str, cast: Cast, refs: dict[str, str]) -> None:
    stranger = make_owner() if who == "another owner" else cast.everybody[who]
    browser = client_of(stranger)
    for name in PAGES:
        assert browser.get(address(cast, refs, name)).status_code == 404, name
        if name not in READ_ONLY:
            assert browser.post(address(cast, refs, name)).status_code == 404, name


@pytest.mark.parametrize("name", WITH_RECORD)
def test_a_record_of_another_case_does_not_exist_here(
    name: str, cast: Cast, refs: dict[str, str]
) -> None:
    other = make_owner()
    case = make_case(owner=other)
    place = [refs[one] if isinstance(one, str) else one for one in PAGES[name]]
    assert client_of(other).get(page(case, name, *place)).status_code == 404


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("incident-step", (NEW, 8)),
        ("incident-step", (NEW, 0)),
        ("contact-step", (9,)),
        ("report-step", (NEW, 9)),
        ("help-step", (NEW, 10)),
        ("incident-check", ("00000000",)),
        ("incident-remove", (NEW,)),
        ("incident-redact", (NEW,)),
        ("help-share", (NEW,)),
        ("help-sent", (NEW,)),
    ],
)
def test_a_page_that_is_not_there_is_404(
    name: str, place: tuple[object, ...], cast: Cast, ani: Client
) -> None:
    assert ani.get(page(cast.case, name, *place)).status_code == 404
