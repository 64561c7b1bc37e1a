import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from cases.details import HelpDetails
from cases.models import CaseKeyWrap, Grant, RecordRevision
from core.clock import now
from tests import cast
from tests.cases.pages import make_record, query_count
from tests.workbench.desk import Desk, browser_of, share_another, text_of

QUEUE = reverse("workbench:queue")
DANGER = {"q04_ancaman_fisik": ["kekerasan"]}


def order_of(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/k/(\w{8})/"', page)


def test_a_paralegal_sees_what_was_given_to_her(desk: Desk, budi: Client) -> None:
    share_another(desk.people)
    page = text_of(budi, QUEUE)
    assert order_of(page) == [desk.case.ref]
    assert "Melati" in page
    assert "Surat kampus" in page


def test_a_case_is_called_by_its_alias_and_says_that_its_risk_is_not_mapped(
    desk: Desk, budi: Client
) -> None:
    for address in (QUEUE, desk.page("case")):
        page = text_of(budi, address)
        assert re.search(rf'Melati\s*<span class="ref">{desk.case.ref}</span>', page)
        assert "Risk not mapped yet" in page
    for address in (desk.page("log"), reverse("packets:list-for-team", args=[desk.case.ref])):
        assert re.search(r"<h1>\s*Melati", text_of(budi, address))


def test_a_colleague_without_cases_finds_an_empty_queue(desk: Desk) -> None:
    page = text_of(browser_of(desk.people.citra), QUEUE)
    assert order_of(page) == []
    assert "No case is waiting here." in page


def test_another_organisation_does_not_see_the_case(desk: Desk) -> None:
    assert order_of(text_of(browser_of(desk.people.dewi), QUEUE)) == []


def test_danger_comes_first_then_what_nobody_has_taken_then_the_oldest(
    desk: Desk, lina: Client
) -> None:
    older, newer = share_another(desk.people), share_another(desk.people)
    urgent = share_another(desk.people, answers=DANGER)
    Grant.objects.filter(case=older).update(granted_at=now() - timedelta(days=3))
    page = text_of(lina, QUEUE)
    assert order_of(page) == [urgent.ref, older.ref, newer.ref, desk.case.ref]
    assert page.count("Danger right now") == 1


def test_a_lead_looks_at_what_nobody_has_taken_or_at_her_own(desk: Desk, lina: Client) -> None:
    free, own = share_another(desk.people), share_another(desk.people)
    cast.assign(lead=desk.people.lina, case=own, member=desk.people.lina)
    assert order_of(text_of(lina, f"{QUEUE}?show=untaken")) == [free.ref]
    assert order_of(text_of(lina, f"{QUEUE}?show=mine")) == [own.ref]
    assert len(order_of(text_of(lina, f"{QUEUE}?show=something"))) == 3


def test_what_she_wrote_to_another_organisation_is_not_shown(desk: Desk, budi: Client) -> None:
    other = HelpDetails(organization=str(desk.people.dua.id), alias="Kenanga", need="Lain")
    make_record(owner=desk.people.ani, case=desk.case, details=other)
    page = text_of(budi, QUEUE)
    assert "Kenanga" not in page
    assert "Melati" in page


def test_twenty_six_cases_stand_on_two_pages(desk: Desk, lina: Client) -> None:
    for _ in range(25):
        share_another(desk.people)
    first, second = text_of(lina, QUEUE), text_of(lina, f"{QUEUE}?page=2")
    assert (len(order_of(first)), len(order_of(second))) == (25, 1)
    assert not set(order_of(first)) & set(order_of(second))


def test_a_long_queue_costs_the_queries_of_a_short_one(desk: Desk, lina: Client) -> None:
    share_another(desk.people)
    before = query_count(lina, QUEUE)
    for number in range(18):
        share_another(desk.people, alias=f"Nama {number}")
    assert query_count(lina, QUEUE) == before


def test_a_case_that_does_not_open_takes_no_other_with_it(desk: Desk, lina: Client) -> None:
    lost, spoiled, emptied = (share_another(desk.people) for _ in range(3))
    wraps = CaseKeyWrap.objects.filter(holder__organization=desk.people.satu)
    wraps.filter(case=lost).delete()
    wraps.filter(case=spoiled).update(wrapped=b"x")
    RecordRevision.objects.filter(record__case=emptied).delete()
    page = text_of(lina, QUEUE)
    assert order_of(page) == [desk.case.ref]
    assert "These cases cannot be opened here." in page
    assert all(f"<b>{case.ref}</b>" in page for case in (lost, spoiled, emptied))


def test_opening_the_queue_is_no_opening_of_a_case(desk: Desk, lina: Client) -> None:
    before = len(desk.log())
    text_of(lina, QUEUE)
    assert len(desk.log()) == before


def test_only_members_have_a_queue(desk: Desk, client: Client) -> None:
    for who in ("oka", "eko", "ani"):
        assert browser_of(desk.people.everybody[who]).get(QUEUE).status_code == 404, who
    assert client.get(QUEUE)["Location"] == reverse("accounts:start")


def test_the_queue_is_only_read(desk: Desk, budi: Client) -> None:
    assert budi.post(QUEUE).status_code == 405
