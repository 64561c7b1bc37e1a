import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Assignment, CaseKeyWrap
from cases.services import grant_access
from custody.enums import CustodyAction
from tests import cast
from tests.accounts.browsing import let_secret_grow_old
from tests.workbench.desk import Desk, browser_of, text_of


@pytest.fixture
def assignment(desk: Desk) -> Assignment:
    return Assignment.objects.live().get(case=desk.case)


def test_a_lead_gives_the_case_to_a_colleague(desk: Desk, lina: Client) -> None:
    citra = desk.people.citra
    answer = lina.post(desk.page("assign"), {"member": citra.membership.id})
    assert answer["Location"] == reverse("workbench:queue")
    assert "Dia mengancam." in text_of(browser_of(citra), desk.page("case"))
    assert desk.log(CustodyAction.CASE_ASSIGNED)[-1].details["member"] == "Citra"


def test_only_colleagues_without_the_case_can_be_chosen(desk: Desk, lina: Client) -> None:
    page = text_of(lina, desk.page("assign"))
    assert "Citra" in page
    assert "Lina" in page
    assert "Budi" not in page
    assert "Dewi" not in page
    assert "Oka" not in page


def test_nobody_of_another_organisation_can_be_smuggled_in(desk: Desk, lina: Client) -> None:
    before = Assignment.objects.count()
    answer = lina.post(desk.page("assign"), {"member": desk.people.dewi.membership.id})
    assert answer.status_code == 200
    assert Assignment.objects.count() == before


def test_where_everybody_works_on_it_the_page_says_so(desk: Desk, lina: Client) -> None:
    for person in (desk.people.citra, desk.people.lina):
        cast.assign(lead=desk.people.lina, case=desk.case, member=person)
    assert "There is nobody to assign" in text_of(lina, desk.page("assign"))
    assert lina.post(desk.page("assign"), {"member": ""}).status_code == 200


def test_ending_an_assignment_takes_the_key_away(
    desk: Desk, lina: Client, budi: Client, assignment: Assignment
) -> None:
    epoch, where = desk.case.epoch, desk.page("unassign", assignment.id)
    assert "End the assignment of Budi" in text_of(lina, where)
    assert lina.post(where)["Location"] == reverse("workbench:queue")
    desk.case.refresh_from_db()
    assert desk.case.epoch == epoch + 1
    wraps = CaseKeyWrap.objects.filter(case=desk.case, holder__user=desk.people.budi.user)
    assert not wraps.exists()
    assert budi.get(desk.page("case")).status_code == 404
    assert desk.log(CustodyAction.CASE_UNASSIGNED)[0].details["member"] == "Budi"


def test_an_ended_assignment_does_not_exist_any_more(
    desk: Desk, lina: Client, assignment: Assignment
) -> None:
    where = desk.page("unassign", assignment.id)
    lina.post(where)
    assert lina.get(where).status_code == 404
    assert lina.post(where).status_code == 404


def test_a_lead_neither_sees_nor_ends_what_another_organisation_assigned(
    desk: Desk, lina: Client
) -> None:
    people = desk.people
    grant_access(people.ani.actor, people.ani.keys(desk.case), people.dua, may_build_packets=False)
    cast.assign(lead=people.dewi, case=desk.case, member=people.dewi)
    theirs = Assignment.objects.get(case=desk.case, membership=people.dewi.membership)
    assert lina.get(desk.page("unassign", theirs.id)).status_code == 404
    assert lina.post(desk.page("unassign", theirs.id)).status_code == 404


@pytest.mark.parametrize("name", ["assign", "unassign"])
def test_after_five_minutes_the_password_is_asked_for_again(
    desk: Desk, lina: Client, assignment: Assignment, name: str
) -> None:
    let_secret_grow_old(lina)
    where = desk.page(name, *([assignment.id] if name == "unassign" else []))
    data = {"member": desk.people.citra.membership.id}
    assert lina.post(where, data)["Location"] == reverse("accounts:reenter")
    assert Assignment.objects.live().get(case=desk.case) == assignment
