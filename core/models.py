"""Querysets on case data that refuse to run until somebody's scope was put on them."""

from collections.abc import Iterator, Sequence
from typing import Any, Self, TypeVar

from django.db import connections, models, router
from django.db.models.options import Options

from core.exceptions import Unscoped

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Runs only after `within()`, or as the children of a row that was itself reached by scope.

    Subclasses offer `visible_to(actor)` built on `within()`. Anything else raises `Unscoped`.
    """

    _scoped = False

    def within(self, *conditions: models.Q, **filters: Any) -> Self:
        """These rows and no others; the one door out of the refusing state."""
        scoped = self.filter(*conditions, **filters)
        scoped._scoped = True
        return scoped

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _check(self) -> None:
        if not self._scoped and "instance" not in self._hints:  # type: ignore[attr-defined]
            raise Unscoped(self.model.__name__)

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Any:
        for one in (self, *others):
            one._check()
        return super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]

    def __or__(self, other: Any) -> Any:
        self._check_both(other)
        return super().__or__(other)

    def __and__(self, other: Any) -> Any:
        self._check_both(other)
        return super().__and__(other)

    def _check_both(self, other: "ScopedQuerySet[M]") -> None:
        self._check()
        other._check()

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise Unscoped(self.model.__name__)

    def explain(self, *, format: str | None = None, **options: Any) -> str:
        self._check()
        return super().explain(format=format, **options)

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        self._check()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._check()
        return super().count()

    def exists(self) -> bool:
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()


def update_rows(rows: Sequence[M], *fields: str) -> None:
    """Writes these fields of each row back: one prepared statement, run for all of them.

    `bulk_update` makes a CASE of every row instead, which costs the more per row the more there
    are. No row is looked for: the caller holds them by a scope, and by the transaction's locks.
    """
    if not rows:
        return
    options, connection = rows[0]._meta, connections[router.db_for_write(type(rows[0]))]
    columns = [_column(options, name) for name in (*fields, "pk")]
    quote = connection.ops.quote_name
    named = [quote(str(column.column)) for column in columns]
    changes = ", ".join(f"{name} = %s" for name in named[:-1])
    where = f"{named[-1]} = %s"
    values = [
        [column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns]
        for row in rows
    ]
    with connection.cursor() as cursor:
        statement = f"UPDATE {quote(options.db_table)} SET {changes} WHERE {where}"  # noqa: S608
        cursor.executemany(statement, values)


def _column(options: "Options[Any]", name: str) -> "models.Field[Any, Any]":
    field = options.pk if name == "pk" else options.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101
    return field
