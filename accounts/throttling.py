"""Slows a guesser down without locking anybody out for good and without keeping an address."""

from datetime import timedelta

from django.db import transaction

from accounts.exceptions import SlowDown
from accounts.models import Throttle
from accounts.sealing import client_bucket
from core.clock import now, today

FREE_TRIES = 5
FIRST_DELAY = 5
LONGEST_DELAY = 300


@transaction.atomic
def check_may_try(client: str) -> None:
    """Raises SlowDown while this client still has to wait."""
    row = Throttle.objects.select_for_update().filter(bucket=_bucket(client)).first()
    if row is not None and row.open_at > now():
        raise SlowDown(int((row.open_at - now()).total_seconds()) + 1)


@transaction.atomic
def begin_try(client: str) -> None:
    """Counts the try as failed before it is heard, so that tries sent together all count.

    Raises SlowDown while this client still has to wait; a good try forgets its failures.
    """
    check_may_try(client)
    count_failure(client)


@transaction.atomic
def count_failure(client: str) -> None:
    """After five failures each further one doubles the wait, from 5 s up to 5 minutes."""
    row, _ = Throttle.objects.select_for_update().get_or_create(
        bucket=_bucket(client), defaults={"open_at": now()}
    )
    row.failures += 1
    row.open_at = now() + timedelta(seconds=delay_after(row.failures))
    row.save()


def forget_failures(client: str) -> None:
    Throttle.objects.filter(bucket=_bucket(client)).delete()


def delay_after(failures: int) -> int:
    if failures < FREE_TRIES:
        return 0
    return min(LONGEST_DELAY, FIRST_DELAY << min(failures - FREE_TRIES, 10))


def sweep() -> None:
    """Yesterday's buckets cannot be matched to anybody any more; they go."""
    Throttle.objects.filter(open_at__lt=now() - timedelta(days=1)).delete()


def _bucket(client: str) -> bytes:
    return client_bucket(today().isoformat(), client)
