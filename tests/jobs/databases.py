"""Databases for sites, of the kind that this run stands on."""

import os
from collections.abc import Iterator

import psycopg
import pytest

NAME = f"kbgo_site_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture
def database() -> Iterator[str]:
    """A PostgreSQL database where this run has a server; else nothing, which is SQLite."""
    server, _, name = os.environ.get("DATABASE_URL", "").rpartition("/")
    if not name:
        yield ""
        return
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {NAME}")
        yield f"{server}/{NAME}"
        admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
