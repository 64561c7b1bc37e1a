"""Lets any test commit: what it wrote into custody logs goes by the same door as an owner's log.

After a test that commits, Django empties every table row by row, and the triggers of the custody
log refuse. So its logs are erased first, and the tables are emptied of what is left. Checkpoints
have no such door: they go while their triggers are away.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

# The migrations that make the triggers.
LOGS, CHECKPOINTS = "0002_append_only", "0004_checkpoints_append_only"


@pytest.fixture(autouse=True)
def logs_erased_before_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    if not commits(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    erase_logs()


def commits(request: pytest.FixtureRequest) -> bool:
    """Whether the test asked for a database on which its transactions end."""
    mark = request.node.get_closest_marker("django_db")
    by_mark = mark is not None and bool(mark.kwargs.get("transaction"))
    fixtures = {"transactional_db", "django_db_reset_sequences", "live_server"}
    return by_mark or not fixtures.isdisjoint(request.fixturenames)


def erase_logs() -> None:
    from custody.models import Checkpoint, CheckpointLeaf, CustodyLog, TimeStamp
    from custody.services import erase_log

    with transaction.atomic():
        for case_id in CustodyLog.objects.values_list("case_id", flat=True):
            erase_log(case_id)
    if Checkpoint.objects.exists():
        with transaction.atomic(), unguarded(CHECKPOINTS):
            for rows in (TimeStamp, CheckpointLeaf, Checkpoint):
                rows.objects.all().delete()


@contextmanager
def unguarded(triggers: str) -> Iterator[None]:
    """As somebody who may change the database's structure: these triggers are gone."""
    guard = importlib.import_module(f"custody.migrations.{triggers}")
    with connection.cursor() as cursor:
        for statement in guard.UNDO[connection.vendor]:
            cursor.execute(statement)
        yield
        for statement in guard.DO[connection.vendor]:
            cursor.execute(statement)
