from uuid import UUID

import pytest
from django.db import connection, transaction

from custody.models import CustodyErasure, CustodyEvent, CustodyLog
from custody.reading import check_chain_holds
from custody.services import erase_log
from tests.custody.logs import append, log_of_three, refused, rolled_back

pytestmark = pytest.mark.django_db

COLUMNS = (
    *("seq", "at", "hash", "signature", "epoch", "share"),
    *("sealed_entry", "sealed_details", "log_id"),
)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_entry_is_ever_updated(column: str) -> None:
    key = log_of_three()
    with refused("never changed") as cursor:
        cursor.execute(f"UPDATE custody_event SET {column} = {column} WHERE seq = 2")
    assert check_chain_holds(key.case, {1: key}) == 3


def test_the_columns_tried_are_all_there_are() -> None:
    names = {field.column for field in CustodyEvent._meta.concrete_fields}
    assert names == {*COLUMNS, "id"}


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_no_entry_is_deleted_by_itself(seq: int) -> None:
    key = log_of_three()
    with refused("deleted one by one") as cursor:
        cursor.execute("DELETE FROM custody_event WHERE seq = %s", [seq])
    assert check_chain_holds(key.case, {1: key}) == 3


def test_neither_the_rows_methods_nor_the_querysets_get_around_it() -> None:
    row = CustodyEvent.objects.filter(log__case_id=log_of_three().case)[1]
    for attempt in (
        row.save,
        row.delete,
        CustodyEvent.objects.all().delete,
        CustodyLog.objects.all().delete,
        lambda: CustodyEvent.objects.update(epoch=9),
    ):
        with refused():
            attempt()
    assert CustodyEvent.objects.count() == 3


def test_an_entry_is_not_replaced_by_another_of_its_number() -> None:
    key = log_of_three()
    insert = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    columns = ", ".join(COLUMNS)
    with refused() as cursor:
        cursor.execute(
            f"{insert} INTO custody_event ({columns})"
            f" SELECT {columns} FROM custody_event WHERE seq = 2"
        )
    assert check_chain_holds(key.case, {1: key}) == 3


def test_an_upsert_changes_nothing() -> None:
    key = log_of_three()
    row = CustodyEvent.objects.get(seq=2)
    row.epoch = 9
    with refused():
        CustodyEvent.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["id"], update_fields=["epoch"]
        )
    assert check_chain_holds(key.case, {1: key}) == 3


def test_an_owners_log_is_erased_whole_and_no_other() -> None:
    hers, others = log_of_three(), log_of_three()
    erase_log(hers.case)
    assert not CustodyLog.objects.filter(case_id=hers.case).exists()
    assert CustodyEvent.objects.count() == 3
    assert check_chain_holds(others.case, {1: others}) == 3


def test_an_erased_log_leaves_no_open_door() -> None:
    erase_log(log_of_three().case)
    assert not CustodyErasure.objects.exists()
    key = log_of_three()
    with refused():
        CustodyEvent.objects.all().delete()
    append(key)
    assert check_chain_holds(key.case, {1: key}) == 4


def test_while_one_log_is_erased_no_other_loses_an_entry() -> None:
    hers, others = log_of_three(), log_of_three()
    CustodyErasure.objects.create(log_id=CustodyLog.objects.get(case_id=hers.case).id)
    with refused("deleted one by one"):
        CustodyEvent.objects.filter(log__case_id=others.case, seq=3).delete()
    assert CustodyEvent.objects.filter(log__case_id=hers.case).delete()[0] == 3


def test_an_erasure_that_rolls_back_takes_nothing() -> None:
    key = log_of_three()
    with rolled_back():
        erase_log(key.case)
    assert check_chain_holds(key.case, {1: key}) == 3


def test_erasing_a_log_that_is_not_there_changes_nothing() -> None:
    key = log_of_three()
    erase_log(UUID(int=5))
    assert check_chain_holds(key.case, {1: key}) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_entries_leaves_none_to_the_next(turn: int) -> None:
    assert not CustodyEvent.objects.exists()
    with transaction.atomic():
        log_of_three()
    assert CustodyEvent.objects.count() == 3
