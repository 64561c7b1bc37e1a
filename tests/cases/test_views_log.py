from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from cases import services
from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.trail import Trail, trail_of
from core.clock import now
from custody.models import CustodyEvent, CustodyLog
from tests.cases.pages import make_item, make_record, page, query_count
from tests.cast import Cast


def open_as_budi(cast: Cast, reason: str) -> None:
    services.note_opening(cast.budi.actor, cast.budi.keys(cast.case), reason)


def trail(cast: Cast) -> Trail:
    return trail_of(cast.ani.keys(cast.case))


def in_english(client: Client, cast: Cast) -> str:
    client.cookies["__Host-l"] = "en"
    return client.get(page(cast.case, "log")).content.decode()


def test_ani_reads_who_opened_her_case_and_why(cast: Cast, ani: Client) -> None:
    open_as_budi(cast, "Membaca sebelum bertemu")
    content = ani.get(page(cast.case, "log")).content.decode()
    assert "LBH Satu · Budi" in content
    assert "Membaca sebelum bertemu" in content


def test_she_is_told_what_stands_in_a_list_that_leaves_no_entry(cast: Cast, ani: Client) -> None:
    assert "situation stand in the list of the organisation" in in_english(ani, cast)


def test_the_newest_stands_first(cast: Cast) -> None:
    for reason in ("satu", "dua"):
        open_as_budi(cast, reason)
    assert [entry.reason for entry in trail(cast).others[:2]] == ["dua", "satu"]


def test_what_she_did_herself_stands_apart(cast: Cast) -> None:
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(forms=("ncii",)))
    found = trail(cast)
    assert [entry.who for entry in found.others] == ["LBH Satu · Lina"]
    assert len(found.own) + len(found.others) == found.length


def test_a_file_is_named_by_its_label(cast: Cast) -> None:
    make_item(owner=cast.ani, case=cast.case)
    assert trail(cast).own[0].label == "B-01"


def test_a_whole_chain_says_so(cast: Cast, ani: Client) -> None:
    shown = ani.get(page(cast.case, "log")).context["trail"]
    assert shown.broken_at == 0
    assert shown.length > 0


def test_a_chain_cut_short_is_not_called_whole(cast: Cast, ani: Client) -> None:
    CustodyLog.objects.filter(case_id=cast.case.id).update(length=99)
    shown = ani.get(page(cast.case, "log")).context["trail"]
    assert shown.broken_at == shown.length + 1


def test_a_file_taken_away_behind_the_log_is_named(cast: Cast, ani: Client) -> None:
    make_item(owner=cast.ani, case=cast.case).delete()
    told = in_english(ani, cast)
    assert trail(cast).gaps.items == ("B-01",)
    assert 'Proof <span class="nr">B-01</span> is gone.' in told
    assert "This record is whole" not in told


def set_back(row: CaseRecord) -> None:
    CaseRecord.objects.within(pk=row.pk).update(revision=1)


def lose_newest(row: CaseRecord) -> None:
    row.revisions.get(revision=2).delete()


def take_out(row: CaseRecord) -> None:
    CaseRecord.objects.within(pk=row.pk).update(removed_at=now())


@pytest.mark.parametrize("change", [set_back, lose_newest, take_out, CaseRecord.delete])
def test_a_note_that_is_not_as_the_log_left_it_is_named(
    cast: Cast, ani: Client, change: Callable[[CaseRecord], object]
) -> None:
    row = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(note="satu"))
    keys, revised = cast.ani.keys(cast.case), IncidentDetails(note="dua")
    services.save_record(cast.ani.actor, keys, RecordKind.INCIDENT, revised, row)
    assert "This record is whole" in in_english(ani, cast)
    change(row)
    told = in_english(ani, cast)
    assert "Note changed on" in told
    assert "not as this step left them" in told
    assert "This record is whole" not in told


def test_a_note_taken_out_by_her_is_no_gap_until_it_comes_back_by_itself(cast: Cast) -> None:
    row = make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(note="satu"))
    services.remove_record(cast.ani.actor, cast.ani.keys(cast.case), row)
    assert not trail(cast).gaps
    CaseRecord.objects.within(pk=row.pk).update(removed_at=None)
    assert len(trail(cast).gaps.records) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the trigger is dropped for one test")
def test_a_note_whose_entries_were_cut_off_is_told_of(cast: Cast, ani: Client) -> None:
    log = CustodyLog.objects.get(case_id=cast.case.id)
    make_record(owner=cast.ani, case=cast.case, details=IncidentDetails(note="satu"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    CustodyEvent.objects.filter(log=log, seq__gt=log.length).delete()
    log.save()
    found = trail(cast)
    assert (found.broken_at, found.gaps.has_unlogged) == (0, True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the trigger is dropped for one test")
def test_an_entry_changed_from_outside_is_found(cast: Cast) -> None:
    whole = trail(cast).length
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE custody_event SET sealed_entry = x'00' WHERE seq = %s", [whole])
    found = trail(cast)
    assert found.broken_at == whole
    assert len(found.own) + len(found.others) == whole - 1


def test_many_entries_cost_no_more_queries(cast: Cast, ani: Client) -> None:
    open_as_budi(cast, "satu")
    at_one = query_count(ani, page(cast.case, "log"))
    for _ in range(19):
        open_as_budi(cast, "lagi")
    assert query_count(ani, page(cast.case, "log")) == at_one
