import pytest
from django.test import Client

from cases.details import CheckupDetails
from cases.enums import RecordKind
from cases.models import Case
from cases.reading import only
from resources.checkup import checked_apps
from tests.cases.pages import acts, page, query_count
from tests.cast import Cast, client_of, make_case

NUMBERS = {app.id: number for number, app in enumerate(checked_apps(), start=1)}
HOME = {"q02_usia": ["dewasa"], "q12_serumah": ["ya"]}


def address(cast: Cast, app: str) -> str:
    return page(cast.case, "checkup-app", NUMBERS[app])


def kept(cast: Cast) -> CheckupDetails | None:
    found = only(cast.ani.keys(cast.case), RecordKind.CHECKUP, CheckupDetails)
    return found.details if found else None


def names(client: Client, case: Case) -> list[str]:
    rows = client.get(page(case, "checkup")).context["rows"]
    return [name.id for _, name, _ in rows]


def states(client: Client, cast: Cast) -> list[str]:
    return [state for _, _, state in client.get(page(cast.case, "checkup")).context["rows"]]


def test_ani_goes_from_app_to_app_and_back_to_the_list(cast: Cast, ani: Client) -> None:
    """She says what she uses, ticks something off, goes on, and sees how far she is."""
    chosen = ani.post(page(cast.case, "checkup-apps"), {"apps": ["instagram", "telegram"]})
    assert chosen["Location"] == page(cast.case, "checkup")
    first = ani.get(page(cast.case, "checkup")).context["go_on_url"]
    assert first == address(cast, "instagram")
    marked = ani.post(first, {"point": "ig_login", "choice": "done"})
    assert marked["Location"] == first
    assert ani.get(first).context["following_url"] == address(cast, "telegram")
    assert ani.get(address(cast, "phone")).context["following_url"] == ""
    assert states(ani, cast) == ["partly", "todo", "todo"]


def test_skipping_the_question_shows_every_app(cast: Cast, ani: Client) -> None:
    response = ani.post(page(cast.case, "checkup-apps"), {"skip": "1"})
    assert response["Location"] == page(cast.case, "checkup")
    assert len(names(ani, cast.case)) == len(checked_apps())
    assert kept(cast) is None


def test_a_break_keeps_what_she_chose(cast: Cast, ani: Client) -> None:
    response = ani.post(page(cast.case, "checkup-apps"), {"apps": ["x"], "rest": "1"})
    assert response["Location"] == page(cast.case, "task-list")
    assert names(ani, cast.case) == ["X (Twitter)", "HP-mu sendiri"]
    shown = ani.get(page(cast.case, "checkup-apps")).context["form"]
    assert shown["apps"].value() == ("x",)


@pytest.mark.parametrize("apps", [[], ["none", "x"], ["friendster"]])
def test_what_cannot_be_meant_is_asked_again(apps: list[str], cast: Cast, ani: Client) -> None:
    response = ani.post(page(cast.case, "checkup-apps"), {"apps": apps})
    assert "apps" in response.context["form"].errors
    assert kept(cast) is None


@pytest.mark.parametrize("choice", ["done", "later", "skipped"])
def test_she_marks_a_point_and_opens_it_again(choice: str, cast: Cast, ani: Client) -> None:
    whatsapp = address(cast, "whatsapp")
    ani.post(whatsapp, {"point": "wa_linked", "choice": choice})
    assert kept(cast) == CheckupDetails(choices={"wa_linked": choice})
    ani.post(whatsapp, {"point": "wa_linked", "choice": ""})
    assert kept(cast) == CheckupDetails()


@pytest.mark.parametrize(
    ("point", "choice"), [("x_apps", "done"), ("wa_linked", "x"), ("made_up", "done")]
)
def test_what_is_not_on_the_page_is_not_kept(
    point: str, choice: str, cast: Cast, ani: Client
) -> None:
    before = acts(cast.ani, cast.case)
    response = ani.post(address(cast, "whatsapp"), {"point": point, "choice": choice})
    assert response.status_code == 200
    assert acts(cast.ani, cast.case) == before


def test_an_app_that_is_not_hers_leads_to_the_list(cast: Cast, ani: Client) -> None:
    ani.post(page(cast.case, "checkup-apps"), {"apps": ["x"]})
    for number in (NUMBERS["google"], 0, 99):
        response = ani.get(page(cast.case, "checkup-app", number))
        assert response["Location"] == page(cast.case, "checkup")


def test_someone_at_home_is_told_to_plan_first_on_every_page(cast: Cast) -> None:
    """Said before anything else; what others can notice has neither steps nor buttons."""
    case = make_case(owner=cast.ani, gate=HOME)
    phone = client_of(cast.ani)
    for app in checked_apps():
        place = page(case, "checkup-app", NUMBERS[app.id])
        main = phone.get(place).content.decode().split('<main id="main"')[1]
        assert main.index('class="notice care"') < main.index("<h2>")
        for point in app.points:
            has_button = f'value="{point.id}"' in main
            assert has_button is not point.changes, point.id
    overview = phone.get(page(case, "checkup")).content.decode()
    assert overview.index('class="notice care"') < overview.index('class="tasks"')


def test_what_waits_cannot_be_marked(cast: Cast) -> None:
    case = make_case(owner=cast.ani, gate=HOME)
    place = page(case, "checkup-app", NUMBERS["whatsapp"])
    client_of(cast.ani).post(place, {"point": "wa_unlink", "choice": "done"})
    assert only(cast.ani.keys(case), RecordKind.CHECKUP, CheckupDetails) is None


def test_after_a_hacked_account_the_page_says_what_comes_first(cast: Cast) -> None:
    gate = {"q02_usia": ["dewasa"], "q10_akun": ["diretas"]}
    case = make_case(owner=cast.ani, gate=gate)
    phone = client_of(cast.ani)
    assert phone.get(page(case, "checkup")).context["checkup"].is_mail_first
    assert names(phone, case)[0] == "Google dan Gmail"


def test_no_address_and_no_title_names_an_app(cast: Cast, ani: Client) -> None:
    for app in checked_apps():
        place = address(cast, app.id)
        assert place.endswith(f"/{NUMBERS[app.id]}/")
        title = ani.get(place).content.decode().split("</title>")[0]
        assert app.name.id not in title


def test_no_score_stands_on_its_pages(cast: Cast, ani: Client) -> None:
    ani.post(address(cast, "phone"), {"point": "hp_apps", "choice": "done"})
    for place in (page(cast.case, "checkup"), address(cast, "phone")):
        assert "%" not in ani.get(place).content.decode()


def test_more_marks_cost_no_more_queries(cast: Cast, ani: Client) -> None:
    places = (page(cast.case, "checkup"), address(cast, "google"))
    ani.post(address(cast, "google"), {"point": "g_devices", "choice": "done"})
    at_one = [query_count(ani, place) for place in places]
    google = next(app for app in checked_apps() if app.id == "google")
    for point in google.points:
        ani.post(address(cast, "google"), {"point": point.id, "choice": "later"})
    assert [query_count(ani, place) for place in places] == at_one
