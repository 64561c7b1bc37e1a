import pytest
from django.test import Client

from cases.details import IncidentDetails, ReportDetails
from cases.views.steps import NEW
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from tests.accounts.browsing import session_of
from tests.cases.pages import make_item, make_record, page, query_count
from tests.cast import Cast, client_of, make_case


def states(client: Client, cast: Cast) -> dict[str, str]:
    tasks = client.get(page(cast.case, "task-list")).context["tasks"]
    return {task.letter: task.state for task in tasks}


def test_seven_tasks_wait_for_her(cast: Cast, ani: Client) -> None:
    cast.case.grants.all().delete()
    assert states(ani, cast) == dict.fromkeys("ABCDEFG", "todo")


def test_states_follow_what_she_did(cast: Cast, ani: Client) -> None:
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    make_record(owner=cast.ani, case=cast.case, details=ReportDetails(platform="tiktok"))
    ani.post(page(cast.case, "contact-step", 1), {"still_in_contact": "yes"})
    ani.post(page(cast.case, "risk-step", 2), {"answer": ["alamat"]})
    ani.post(page(cast.case, "checkup-apps"), {"apps": ["whatsapp"]})
    partly = dict.fromkeys("ABCDG", "partly")
    assert states(ani, cast) == partly | {"E": "done", "F": "todo"}


def test_a_file_and_a_note_make_the_first_task_done(cast: Cast, ani: Client) -> None:
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    make_item(owner=cast.ani, case=cast.case)
    assert states(ani, cast)["A"] == "done"


def test_sent_reports_settle_their_task(cast: Cast, ani: Client) -> None:
    make_record(owner=cast.ani, case=cast.case, details=ReportDetails(status="sent"))
    assert states(ani, cast)["D"] == "done"


@pytest.mark.parametrize(("is_followed", "state"), [(True, "done"), (False, "partly")])
def test_a_refused_report_is_settled_once_another_goes_on(
    is_followed: bool, state: str, cast: Cast, ani: Client
) -> None:
    refused = ReportDetails(status="refused", is_followed=is_followed)
    make_record(owner=cast.ani, case=cast.case, details=refused)
    assert states(ani, cast)["D"] == state


def test_no_score_and_no_percentage_stand_there(cast: Cast, ani: Client) -> None:
    assert "%" not in ani.get(page(cast.case, "task-list")).content.decode()


def test_danger_puts_help_first(cast: Cast) -> None:
    case = make_case(owner=cast.ani, gate={"q02_usia": ["dewasa"], "q03_aman": ["tidak"]})
    tasks = client_of(cast.ani).get(page(case, "task-list")).context["tasks"]
    assert "".join(task.letter for task in tasks) == "ECABDFG"


def test_she_finds_back_to_her_last_open_question(cast: Cast, ani: Client) -> None:
    assert ani.get(page(cast.case, "task-list")).context["last"] is None
    ani.post(page(cast.case, "incident-step", NEW, 1), {"forms": ["ncii"]})
    last = ani.get(page(cast.case, "task-list")).context["last"]
    assert last.number == 2
    assert ani.get(last.url).status_code == 200


@pytest.mark.parametrize(
    ("name", "place", "answer"),
    [
        ("contact-step", (1,), {"still_in_contact": "no"}),
        ("risk-step", (1,), {"answer": ["kerja"]}),
        ("report-step", (NEW, 1), {"platform": "tiktok"}),
        ("incident-step", (NEW, 7), {"note": "cukup"}),
        ("checkup-apps", (), {"apps": "whatsapp"}),
    ],
)
def test_each_task_can_be_the_last(
    name: str, place: tuple[object, ...], answer: dict[str, str], cast: Cast, ani: Client
) -> None:
    ani.post(page(cast.case, name, *place), answer)
    last = ani.get(page(cast.case, "task-list")).context["last"]
    assert ani.get(last.url).status_code == 200


def test_a_damaged_file_is_named(cast: Cast, ani: Client) -> None:
    item = make_item(owner=cast.ani, case=cast.case)
    EvidenceItem.objects.for_upkeep().filter(pk=item.pk).update(state=ItemState.DAMAGED)
    response = ani.get(page(cast.case, "task-list"))
    assert response.context["damaged"] == [(item.ref, "B-01")]
    assert b"B-01" in response.content


def test_another_session_that_ended_is_told_once(cast: Cast, ani: Client) -> None:
    session = session_of(ani)
    session["ended_another"] = True
    session.save()
    address = page(cast.case, "task-list")
    assert ani.get(address).context["ended_another"] is True
    assert ani.get(address).context["ended_another"] is False


def test_many_rows_cost_no_more_queries(cast: Cast, ani: Client) -> None:
    details = (IncidentDetails(forms=("ncii",)), ReportDetails(platform="tiktok"))
    for one in details:
        make_record(owner=cast.ani, case=cast.case, details=one)
    at_one = query_count(ani, page(cast.case, "task-list"))
    for one in details * 19:
        make_record(owner=cast.ani, case=cast.case, details=one)
    assert query_count(ani, page(cast.case, "task-list")) == at_one
