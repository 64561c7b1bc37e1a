"""What is deleted leaves the disk, though connections to SQLite are kept open."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from core.databases import clear_traces_in
from kbgo.parts import database

SECRET = b"tujuh kata yang tidak boleh tertinggal"


@pytest.fixture
def handler(tmp_path: Path) -> ConnectionHandler:
    return ConnectionHandler({"default": database("", tmp_path / "db.sqlite3")})


@pytest.fixture
def connection(handler: ConnectionHandler) -> Iterator[BaseDatabaseWrapper]:
    with closing(handler.create_connection("default")) as kept:
        run(kept, "CREATE TABLE words (held BLOB)")
        yield kept


def run(connection: BaseDatabaseWrapper, statement: str, *values: object) -> list[tuple[object]]:
    with connection.cursor() as cursor:
        return cursor.execute(statement, values).fetchall()


def on_the_disk(folder: Path) -> bool:
    return any(SECRET in path.read_bytes() for path in folder.iterdir())


@pytest.mark.django_db
def test_what_was_deleted_is_nowhere_in_the_files(
    connection: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    run(connection, "INSERT INTO words VALUES (%s)", SECRET)
    run(connection, "DELETE FROM words")
    assert on_the_disk(tmp_path)
    assert clear_traces_in(connection)
    assert not on_the_disk(tmp_path)


@pytest.mark.django_db
def test_while_somebody_reads_it_waits_for_the_next_time(
    connection: BaseDatabaseWrapper, handler: ConnectionHandler, tmp_path: Path
) -> None:
    run(connection, "INSERT INTO words VALUES (%s)", SECRET)
    with closing(handler.create_connection("default")) as reader:
        run(reader, "BEGIN DEFERRED")
        assert run(reader, "SELECT COUNT(*) FROM words") == [(1,)]
        run(connection, "DELETE FROM words")
        assert not clear_traces_in(connection)
        run(reader, "COMMIT")
        assert clear_traces_in(connection)
    assert not on_the_disk(tmp_path)


@pytest.mark.django_db
def test_it_leaves_the_patience_of_the_connection_as_it_was(
    connection: BaseDatabaseWrapper,
) -> None:
    clear_traces_in(connection)
    assert run(connection, "PRAGMA busy_timeout") == [(20_000,)]


@pytest.mark.django_db
def test_inside_of_a_transaction_it_does_nothing(connection: BaseDatabaseWrapper) -> None:
    connection.in_atomic_block = True
    assert not clear_traces_in(connection)
    connection.in_atomic_block = False
