"""What a page may weigh: first view, as sent, with its headers, styles and scripts.

Every route stands in one of the tables here; a new one is missing until somebody gave it a budget.
"""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponseBase
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from accounts.enums import MemberRole
from accounts.models import Membership
from cases.details import IncidentDetails, ReportDetails
from core.dates import ClaimedTime, Precision
from core.routes import all_routes, matrix
from jobs.services import make_worker_key
from resources.services import load_resources
from tests.access.world import World, build_world
from tests.accounts.browsing import session_of
from tests.cases.pages import make_record
from tests.cast import make_member
from tests.jobs.casework import keep_file
from tests.pages import GIVING, NO_PAGE, REACHED, SHOWN_ONCE, VISITORS
from tests.sample_files import png
from tests.workbench.counted import let_count
from tests.workbench.desk import Desk, browser_of, lay_out, share_another

KIB = 1024
QUESTION, UPLOAD, ARTICLE, SUMS, LIST, CASE = (size * KIB for size in (14, 18, 24, 30, 40, 60))
MOST_REQUESTS = 5

PAGES: dict[int, tuple[str, ...]] = {
    QUESTION: (
        *("accounts:" + name for name in ("start", "sign-in", "staff-sign-in", "reenter")),
        *(
            "accounts:" + name
            for name in (
                *("elsewhere", "neutral", "desk", "staff-code", "new-password"),
                "preferences",
            )
        ),
        *("cases:begin" + name for name in ("", "-safety", "-calm", "-whom", "-age", "-sight")),
        *(
            "cases:" + name
            for name in ("begin-words", "enter-with-code", "new-words", "task-list", "log")
        ),
        *("cases:" + name for name in ("incidents", "incident-new", "incident-step")),
        *("cases:" + name for name in ("incident-check", "incident-remove", "incident-redact")),
        *(
            "cases:" + name
            for name in ("contact-check", "contact-step", "risk", "risk-step", "plan-add")
        ),
        *("cases:" + name for name in ("reports", "report-new", "report-step", "report-check")),
        *("cases:" + name for name in ("report-remove", "report-look")),
        *("cases:" + name for name in ("sharing", "help-new", "help-step")),
        *("cases:" + name for name in ("help-check", "help-share", "help-sent", "take-back")),
        "cases:shared-items",
        *("cases:checkup" + name for name in ("", "-apps", "-app")),
        *("cases:" + name for name in ("erase", "erase-all", "restoring")),
        *("evidence:" + name for name in ("chronology", "item", "download", "erase")),
        "evidence:redact",
        *("evidence:rekey", "evidence:rekeying", "evidence:spread"),
        *("packets:" + name for name in ("list", "request", "packet")),
    ),
    UPLOAD: (
        *("evidence:" + name for name in ("add", "add-to", "chat-add", "chat-add-to")),
        *("evidence:fingerprint", "evidence:fingerprint-to", "evidence:compare"),
        *("evidence:address", "evidence:address-to"),
    ),
    ARTICLE: (
        *("resources:" + name for name in ("help-numbers", "first-steps", "articles", "article")),
        "cases:plan",
    ),
    LIST: (
        *("workbench:" + name for name in ("queue", "assign", "unassign", "log")),
        *("workbench:" + name for name in ("item", "download")),
        *("workbench:share" + name for name in ("", "-assign", "-unassign", "-item", "-download")),
        *("workbench:" + name for name in ("key", "key-renew", "sheets", "people")),
        *("workbench:person-" + name for name in ("end", "reset")),
        *("workbench:restoring" + name for name in ("", "-ask", "-approve", "-finish")),
        *("packets:" + name for name in ("list-for-team", "request-for-team", "packet-for-team")),
    ),
    SUMS: ("workbench:statistics",),
    CASE: ("workbench:case", "evidence:messages"),
}


def weight(client: Client, address: str, ready: Callable[[], None] = lambda: None) -> int:
    """Bytes of the page and of all it loads, as a browser without a cache gets them."""
    ready()
    answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    ready()
    page = client.get(address).content.decode()
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert len(assets) < MOST_REQUESTS
    return sent(answer) + sum(sent(asset(client, name)) for name in assets)


def asset(client: Client, address: str) -> HttpResponseBase:
    answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "br"), address
    return answer


def sent(answer: HttpResponseBase) -> int:
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    return head + len(answer.getvalue())


def budgets() -> dict[str, int]:
    return {name: budget for budget, names in PAGES.items() for name in names}


@pytest.fixture
def world(db: None) -> World:
    load_resources()
    built = build_world()
    # The first steps of a request that was sent are settled.
    built.parts["help.step"] = 4
    return built


def test_every_route_has_a_budget_or_is_no_page() -> None:
    tables = [*budgets(), *REACHED, *SHOWN_ONCE, GIVING, *NO_PAGE]
    assert sorted(tables) == sorted(name for name, _ in all_routes())


def test_every_page_stays_inside_its_budget(world: World) -> None:
    visitors = {visitor.name: visitor for visitor in world.visitors}
    too_heavy: dict[str, int] = {}
    for name, entry in all_routes():
        if name not in budgets():
            continue
        visitor = visitors[VISITORS[matrix().routes[name]]]
        if visitor.name == "Lina":
            visitor.client.post(reverse("workbench:case", args=[world.case.ref]), {"reason": "a"})
        found = weight(visitor.client, world.address(visitor, name, entry))
        if found > budgets()[name]:
            too_heavy[name] = found
    assert too_heavy == {}


def test_all_that_a_page_ever_loads_to_take_a_file_stays_inside_its_budget(world: World) -> None:
    """Without headers: what comes only once a file is sent as well, the worker included."""
    ani = next(one for one in world.visitors if one.name == "Ani")
    address = reverse("evidence:add", args=[world.case.ref])
    page = ani.client.get(address, headers={"Accept-Encoding": "gzip, br"}).getvalue()
    files = ["css/a.css", *(f"js/{name}.js" for name in "xhfamugws")]
    loaded = sum(len(asset(ani.client, static(name)).getvalue()) for name in files)
    assert len(page) + loaded <= UPLOAD


@pytest.mark.parametrize("name", REACHED)
def test_a_page_behind_a_press_stays_inside_its_budget(db: None, name: str) -> None:
    client = Client()
    REACHED[name](client)
    assert weight(client, reverse(name)) <= QUESTION


@pytest.fixture
def desk(db: None) -> Desk:
    load_resources()
    return lay_out()


@pytest.mark.parametrize("name", SHOWN_ONCE)
def test_a_page_that_shows_something_once_stays_inside_its_budget(desk: Desk, name: str) -> None:
    lina = browser_of(desk.people.lina)

    def ready() -> None:
        session = session_of(lina)
        key, shown = SHOWN_ONCE[name]
        session[key] = shown
        session.save()

    assert weight(lina, reverse(name), ready) <= LIST


def test_the_page_that_gives_somebody_the_key_stays_inside_its_budget(desk: Desk) -> None:
    mira = make_member(name="Mira", organization=desk.people.satu)
    Membership.objects.filter(pk=mira.membership.pk).update(role=MemberRole.LEAD)
    lina = browser_of(desk.people.lina)
    assert weight(lina, reverse(GIVING, args=[mira.membership.pk])) <= LIST


def test_a_full_queue_stays_inside_its_budget(desk: Desk) -> None:
    for number in range(24):
        share_another(desk.people, alias=f"Nama rahasia {number}")
    assert weight(browser_of(desk.people.lina), reverse("workbench:queue")) <= LIST


def test_the_numbers_of_many_cases_stay_inside_their_budget(desk: Desk) -> None:
    let_count(desk.people.satu, count=12, details=[IncidentDetails(("ncii",), "telegram")])
    lina, address = browser_of(desk.people.lina), reverse("workbench:statistics")
    answer = lina.post(address, headers={"Accept-Encoding": "gzip, br"})
    page, shown = weight(lina, address), lina.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert page - sent(shown) + sent(answer) <= SUMS


def test_a_case_with_twenty_pictures_stays_inside_its_budget(desk: Desk) -> None:
    owner, case = desk.people.ani, desk.case
    make_worker_key()
    for number in range(36):
        when = ClaimedTime(Precision.DAY, 2026, 1 + number % 9, 1 + number % 28)
        addresses = tuple(f"https://contoh.example/p/{number}/{part}" for part in range(3))
        details = IncidentDetails(
            ("ncii",), "telegram", addresses, ("@akun",), when.to_json(), note="Dia menulis lagi."
        )
        make_record(owner=owner, case=case, details=details)
    for number in range(20):
        keep_file(owner, case, png(400, 300, seed=number))
        report = ReportDetails(platform="telegram", ticket=f"TK-{number}", status="sent")
        make_record(owner=owner, case=case, details=report)
    budi = browser_of(desk.people.budi)
    assert budi.get(desk.page("case")).content.count(b"data:image/webp") == 20
    assert weight(budi, desk.page("case")) <= CASE
    assert weight(budi, desk.page("log")) <= LIST
