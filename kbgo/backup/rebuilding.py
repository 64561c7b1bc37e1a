"""Makes a database anew by its migrations, every guard in its place: for rows no guard lets go."""

from typing import Any

from django.core.management import call_command
from django.db import connections


def rebuild(alias: str) -> None:
    """Everything in it is gone when this returns. Not for the inside of a transaction."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        _run(connection, ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"])
    else:
        tables = map(connection.ops.quote_name, connection.introspection.table_names())
        with connection.constraint_checks_disabled():
            _run(connection, [f"DROP TABLE {table}" for table in tables])
    call_command("migrate", database=alias, interactive=False, verbosity=0)


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
