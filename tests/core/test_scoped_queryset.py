"""A queryset on case data runs only inside somebody's scope, whatever is asked of it."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Case
from core.exceptions import Unscoped
from tests import cast

pytestmark = pytest.mark.django_db

WAYS: dict[str, Callable[[Any], Any]] = {
    "iterated": list,
    "counted": lambda rows: rows.count(),
    "asked for one": lambda rows: rows.get(ref="a"),
    "asked for the first": lambda rows: rows.first(),
    "asked whether any": lambda rows: rows.exists(),
    "as values": lambda rows: list(rows.values_list("ref")),
    "in bulk": lambda rows: rows.in_bulk(),
    "iterator": lambda rows: list(rows.iterator()),
    "aggregated": lambda rows: rows.aggregate(),
    "updated": lambda rows: rows.update(state="closed"),
    "deleted": lambda rows: rows.delete(),
    "explained": lambda rows: rows.explain(),
    "raw": lambda rows: list(rows.raw("SELECT * FROM case")),
    "or": lambda rows: list(rows.within(pk=None) | rows),
    "and": lambda rows: list(rows.within(pk=None) & rows),
    "union": lambda rows: list(rows.within(pk=None).union(rows)),
}


@pytest.mark.parametrize("way", WAYS)
def test_without_a_scope_nothing_runs(way: str) -> None:
    with pytest.raises(Unscoped):
        WAYS[way](Case.objects.all())


def test_a_scope_is_kept_by_what_follows() -> None:
    ani = cast.make_owner()
    case = cast.make_case(owner=ani)
    rows = Case.objects.visible_to(ani.actor).filter(ref=case.ref).order_by("ref")
    assert list(rows.values_list("ref", flat=True)) == [case.ref]


def test_children_of_a_row_that_was_reached_need_no_further_scope() -> None:
    case = cast.make_case(owner=cast.make_owner())
    assert case.records.count() == 1
