"""Databases for sites, of the kind that this run stands on."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

NAME = "kbgo_site"


@pytest.fixture
def database() -> Iterator[str]:
    """A PostgreSQL database where this run has a server; else nothing, which is SQLite.

    One at a time for all processes of the run: the server takes sixty connections, a test fifty.
    """
    server, _, name = os.environ.get("DATABASE_URL", "").rpartition("/")
    if not name:
        yield ""
        return
    lock = Path(os.environ["KBGO_TESTS_ROOT"]) / "site.lock"
    with lock.open("w") as held, psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        fcntl.flock(held, fcntl.LOCK_EX)
        admin.execute(f"CREATE DATABASE {NAME}")
        yield f"{server}/{NAME}"
        admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
