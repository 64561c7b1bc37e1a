import re

import pytest
from django.test import Client

from cases.services import note_opening
from custody.models import CustodyEvent
from tests import cast
from tests.cases.pages import page as case_page
from tests.cases.pages import query_count
from tests.jobs.casework import write_note
from tests.workbench.desk import Desk, browser_of, text_of


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'data-label="#">(\d+)<', page)]


def test_every_entry_stands_there_newest_first(desk: Desk, budi: Client) -> None:
    page = text_of(budi, desk.page("log"))
    events = desk.log()
    assert numbers(page) == [event.seq for event in reversed(events)]
    assert all(event.hash.hex()[:12] in page for event in events)
    assert "LBH Satu · Budi" in page
    assert ">Owner<" in page


def test_it_says_that_the_log_is_whole(desk: Desk, budi: Client) -> None:
    page = text_of(budi, desk.page("log"))
    assert f"The log is whole: {len(desk.log())} entries" in page


def test_items_are_named_as_papers_name_them(desk: Desk, budi: Client) -> None:
    assert f'Proof put into the vault · <span class="nr">{desk.item.label}</span>' in text_of(
        budi, desk.page("log")
    )


def test_who_of_another_organisation_read_it_and_why_is_for_the_owner(
    desk: Desk, budi: Client
) -> None:
    people = desk.people
    cast.share(owner=people.ani, case=desk.case, organization=people.dua)
    note_opening(people.dewi.actor, people.dewi.keys(desk.case), "ALASAN-DUA")
    note_opening(people.lina.actor, people.lina.keys(desk.case), "ALASAN-SATU")
    page = text_of(budi, desk.page("log"))
    assert "ALASAN-DUA" not in page
    assert "LBH Dua" not in page
    assert "Another organisation" in page
    assert "ALASAN-SATU" in page
    assert "ALASAN-DUA" in text_of(browser_of(people.ani), case_page(desk.case, "log"))


@pytest.mark.parametrize("column", ["sealed_entry", "sealed_details", "hash"])
def test_a_changed_entry_is_named_and_the_page_still_opens(
    desk: Desk, budi: Client, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    budi.get(desk.page("log"))
    init = CustodyEvent.from_db.__func__

    def changed(cls: type[CustodyEvent], *row: object) -> CustodyEvent:
        event = init(cls, *row)
        if event.seq == 3:
            setattr(event, column, bytes(len(getattr(event, column))))
        return event

    monkeypatch.setattr(CustodyEvent, "from_db", classmethod(changed))
    page = text_of(budi, desk.page("log"))
    assert "The log is not whole from entry 3 on" in page
    assert "is whole" not in page


def test_a_long_log_has_pages_and_costs_the_queries_of_a_short_one(
    desk: Desk, budi: Client
) -> None:
    before = query_count(budi, desk.page("log"))
    for _ in range(60):
        write_note(desk.people.ani, desk.case, "catatan")
    assert query_count(budi, desk.page("log")) == before
    first, last = text_of(budi, desk.page("log")), text_of(budi, f"{desk.page('log')}?page=2")
    assert len(numbers(first)) == 50
    assert numbers(first) + numbers(last) == list(range(len(desk.log()), 0, -1))
