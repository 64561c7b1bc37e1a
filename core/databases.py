"""What is deleted from a database leaves the disk, also where the database writes a log ahead."""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Whoever writes meanwhile waits as long for whoever reads.
PATIENCE_MS = 100


def clear_traces() -> None:
    """Of every database of this instance. Called after each erasing, and once a minute."""
    for alias in connections:
        clear_traces_in(connections[alias])


def clear_traces_in(connection: BaseDatabaseWrapper) -> bool:
    """Empties SQLite's write-ahead log into its file, whose deleted parts are overwritten: the log
    holds them else for as long as connections are kept open. False where somebody reads from it in
    this moment, or inside of a transaction: the next call does it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    with connection.cursor() as cursor:
        [(patience,)] = cursor.execute("PRAGMA busy_timeout").fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            [(is_busy, *_)] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
    return not is_busy
