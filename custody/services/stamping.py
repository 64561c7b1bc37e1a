"""Asks authorities to stamp checkpoints, and keeps the answers that hold."""

import logging
import time
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID

from django.conf import settings
from django.db.models import F

from core.clock import now
from custody.authorities import NoAnswer, answer_to
from custody.enums import StampFailure, StampState
from custody.models import CheckpointLeaf, TimeStamp, TimeStampQuerySet
from custody.sealing import NotStamped, Stamp, in_der_order, stamp_query, stamp_told

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 20
PAUSE_SECONDS = 0.1
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


def ask_authorities() -> int:
    """Asks for the stamps that are due, each authority by itself; returns how many were granted.

    Outside any transaction: nobody waits for an authority. Of several callers one asks. An answer
    is kept once nonce, imprint, signature, chain and validity held; else its code is, and the next
    try comes later and later.
    """
    due = TimeStamp.objects.due(now()).filter(authority__in=settings.TSA_URLS)
    rows = list(due.select_related("checkpoint")[:MOST_AT_ONCE])
    silent: set[str] = set()
    granted = 0
    for row in rows:
        if row.authority not in silent and _claim(row):
            granted += _ask(row, silent)
    return granted


def wait_for_stamps(case_id: UUID, length: int) -> None:
    """Returns once no authority's first answer is on its way any more, a few seconds later at most.

    For work in the background alone. An authority that failed once is not waited for.
    """
    leaves = CheckpointLeaf.objects.filter(log__case_id=case_id, length__lte=length)
    newest = leaves.order_by("-checkpoint__number").values("checkpoint")[:1]
    awaited = TimeStamp.objects.filter(checkpoint__in=newest, state=StampState.WAITING)
    awaited = awaited.filter(authority__in=settings.TSA_URLS)
    pause, end = Event(), time.monotonic() + settings.TSA_PATIENCE_SECONDS
    while awaited.exists() and time.monotonic() < end:
        pause.wait(PAUSE_SECONDS)


def _claim(row: TimeStamp) -> int:
    """Compare and set: puts the next try off, so that nobody else asks meanwhile."""
    unchanged = TimeStamp.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts)
    return unchanged.update(next_at=now() + _pause(row.attempts), attempts=F("attempts") + 1)


def _pause(attempts: int) -> timedelta:
    doublings: int = 2 ** min(attempts, 16)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def _ask(row: TimeStamp, silent: set[str]) -> int:
    note, query = row.checkpoint.note.encode(), stamp_query(row.checkpoint.note.encode())
    try:
        answer = in_der_order(answer_to(query.der, row.authority))
        stamp = stamp_told(answer, note, query)
    except NoAnswer as error:
        # One that does not answer now is not asked for the other checkpoints either.
        silent.add(row.authority)
        return _refuse(row, error.code)
    except NotStamped as error:
        return _refuse(row, StampFailure(error.code))
    return _keep(row, query.der, answer, stamp)


def _keep(row: TimeStamp, query: bytes, answer: bytes, stamp: Stamp) -> int:
    return _open(row).update(
        state=StampState.GRANTED,
        failure="",
        query=query,
        answer=answer,
        stamped_at=datetime.fromtimestamp(stamp.at, UTC),
        stamped_by=stamp.authority,
    )


def _refuse(row: TimeStamp, code: StampFailure) -> int:
    _open(row).update(state=StampState.REFUSED, failure=code)
    logger.warning("checkpoint %s not stamped: %s", row.checkpoint.number, code.value)
    return 0


def _open(row: TimeStamp) -> TimeStampQuerySet:
    return TimeStamp.objects.filter(pk=row.pk).exclude(state=StampState.GRANTED)
