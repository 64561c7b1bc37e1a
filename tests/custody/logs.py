"""Small logs without a case around them: a chain asks for a key and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from core.ids import new_id
from custody.enums import CustodyAction, CustodyRole
from custody.models import CustodyEvent
from custody.reading import OpenedEvent, opened_events
from custody.sealing import LogKey
from custody.services import LogActor, open_log, record
from vault.primitives import random_bytes

OWNER = LogActor(UUID(int=7), CustodyRole.OWNER, "Melati yang tidak boleh terbaca")


def begin_log() -> LogKey:
    case = new_id()
    open_log(case)
    return LogKey(case, 1, random_bytes(32))


def append(
    key: LogKey, act: CustodyAction = CustodyAction.RECORD_ADDED, **details: str
) -> CustodyEvent:
    return record(key, OWNER, act, new_id(), details)


def log_of_three() -> LogKey:
    key = begin_log()
    for number in range(3):
        append(key, number=str(number))
    return key


def read(key: LogKey) -> list[OpenedEvent]:
    return list(opened_events(key.case, {key.epoch: key}))


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction that fails at its very end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def refused(match: str = ".") -> Iterator[Any]:
    """What the database itself does not let through, whoever asks."""
    raised = pytest.raises(DatabaseError, match=match)
    with raised, transaction.atomic(), connection.cursor() as cursor:
        yield cursor
