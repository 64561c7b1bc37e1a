import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.details import IncidentDetails
from cases.models import CaseKeyWrap, Grant
from core.clock import today
from core.quarters import quarter_of
from custody.enums import CustodyAction, CustodyRole
from custody.reading import opened_events
from tests.accounts.browsing import session_of
from tests.workbench.counted import let_count
from tests.workbench.desk import Desk, browser_of, text_of

NUMBERS = reverse("workbench:statistics")
WRITTEN = [IncidentDetails(("ncii",), "telegram", relation="mantan"), IncidentDetails(("doxing",))]


def counted(client: Client) -> str:
    answer = client.post(NUMBERS)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(page: str) -> dict[str, list[str]]:
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page)
    return {label: re.findall(r'<td class="num">(.*?)</td>', cells) for label, cells in found}


def entries(desk: Desk, case: object) -> list[object]:
    keys = desk.people.lina.keys(case)  # type: ignore[arg-type]
    events = opened_events(keys.case.id, keys.logs)
    return [event for event in events if event.act == CustodyAction.CASE_COUNTED]


def test_before_ten_cases_there_is_no_number_and_nothing_to_press(desk: Desk, lina: Client) -> None:
    cases = let_count(desk.people.satu, count=9)
    for page in (text_of(lina, NUMBERS), counted(lina)):
        assert "There are numbers once 10 cases can be counted." in page
        assert "<form" not in page.partition("<main")[2]
        assert not re.search(r"\b9\b", page.partition("<main")[2])
    assert not any(entries(desk, case) for case in cases)


def test_how_many_agreed_is_told_roughly_and_nothing_is_opened(desk: Desk, lina: Client) -> None:
    cases = let_count(desk.people.satu, count=13)
    assert "At least 10 cases can be counted now." in text_of(lina, NUMBERS)
    assert not any(entries(desk, case) for case in cases)


def test_a_lead_counts_cases_and_acts_apart(desk: Desk, lina: Client) -> None:
    let_count(desk.people.satu, count=7, details=WRITTEN)
    let_count(desk.people.satu, count=5, details=WRITTEN[:1] * 3)
    page = counted(lina)
    assert "12 cases, 29 acts" in page
    rows = rows_of(page)
    assert rows["Intimate content spread without consent (NCII)"] == ["&gt;7", "–"]
    assert rows["Personal data spread (gender-based doxing)"] == ["7", "7"]
    assert rows["Telegram"] == rows["A former partner"] == ["&gt;7"]
    assert "No case had to be left out." in page


def test_each_owner_reads_that_a_lead_counted(desk: Desk, lina: Client) -> None:
    cases = let_count(desk.people.satu, count=10)
    counted(lina)
    for case in cases:
        (event,) = entries(desk, case)
        assert (event.role, event.who) == (CustodyRole.LEAD, "LBH Satu · Lina")  # type: ignore[attr-defined]
    assert desk.log(CustodyAction.CASE_COUNTED) == []


def test_the_file_tells_the_same_and_how_it_was_counted(desk: Desk, lina: Client) -> None:
    let_count(desk.people.satu, count=12, details=WRITTEN)
    answer = lina.post(NUMBERS, {"file": "csv"})
    assert answer["Content-Disposition"] == f'attachment; filename="angka-{today()}.csv"'
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert ["All together", "", "Cases", "12"] in lines
    assert ["Where it happened", "Telegram", "Cases", ">7"] in lines
    assert ["Where it happened", "Instagram", "Cases", "<5"] in lines
    assert ["Age of the person", "Not answered", "Cases", "hidden"] in lines
    assert len([line for line in lines if line[0] == "How it was counted"]) > 5
    assert {len(line) for line in lines} == {4}


@pytest.mark.parametrize("count", [1, 5])
def test_what_does_not_open_is_left_out_and_told_roughly(
    desk: Desk, lina: Client, count: int
) -> None:
    cases = let_count(desk.people.satu, count=16)
    lost = CaseKeyWrap.objects.filter(holder__organization=desk.people.satu)
    lost.filter(case__in=cases[:count]).delete()
    page = counted(lina)
    assert f">{16 - count} cases</p>" in page
    told = "5 cases could not be opened" if count == 5 else "Some cases could not be opened"
    assert told in page


def test_what_was_taken_back_or_is_not_due_yet_is_not_counted(desk: Desk, lina: Client) -> None:
    cases = let_count(desk.people.satu, count=13)
    later = Grant.objects.filter(case=cases[0])
    later.update(counted_from=today() + timedelta(days=1))
    Grant.objects.filter(case=cases[1]).update(revoked_at="2026-01-01T00:00Z")
    Grant.objects.filter(case=cases[2]).update(counted_from=None)
    assert ">10 cases</p>" in counted(lina)


def test_a_row_alone_lets_nobody_count(desk: Desk, lina: Client) -> None:
    """Whoever can write to the database cannot agree for her: her sealed request says it too."""
    let_count(desk.people.satu, count=10)
    Grant.objects.filter(case=desk.case).update(counted_from=quarter_of(today()))
    page = counted(lina)
    assert ">10 cases</p>" in page
    assert "Some cases could not be opened" in page
    assert desk.log(CustodyAction.CASE_COUNTED) == []


def test_the_cases_of_another_organisation_are_not_counted(desk: Desk) -> None:
    let_count(desk.people.satu, count=12)
    page = browser_of(desk.people.dewi).post(NUMBERS).content.decode()
    assert "There are numbers once 10 cases can be counted." in page


def test_nobody_but_a_lead_counts(desk: Desk) -> None:
    for who in ("budi", "citra", "oka", "eko", "ani"):
        browser = browser_of(desk.people.everybody[who])
        assert browser.get(NUMBERS).status_code == 404, who
        assert browser.post(NUMBERS).status_code == 404, who
        assert "/k/angka/" not in browser.get(reverse("workbench:queue")).content.decode()


def test_nothing_of_a_counting_is_kept(desk: Desk, lina: Client) -> None:
    let_count(desk.people.satu, count=12, details=WRITTEN)
    before = dict(session_of(lina))
    answer = lina.post(NUMBERS)
    assert "no-store" in answer["Cache-Control"]
    assert dict(session_of(lina)) == before


def test_many_cases_cost_the_queries_of_few_but_for_their_logs(desk: Desk, lina: Client) -> None:
    """Noting a case costs five: one for its lock, one for its newest epoch, three for its entry."""
    let_count(desk.people.satu, count=10, details=WRITTEN)
    counted(lina)
    few = _queries(lina)
    let_count(desk.people.satu, count=10, details=WRITTEN)
    assert _queries(lina) - few == 50


def _queries(client: Client) -> int:
    main, shred = (CaptureQueriesContext(connections[name]) for name in ("default", "shred"))
    with main, shred:
        counted(client)
    return len(main) + len(shred)
