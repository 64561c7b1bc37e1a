"""Requests that leave nothing behind, so that no page takes another one away."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

FORM = "application/x-www-form-urlencoded"
NOTHING = {"save": "1"}


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """What is done in it to any of the databases is undone."""
    with ExitStack() as held:
        for database in settings.DATABASES:
            held.enter_context(transaction.atomic(using=database))
        yield
        for database in settings.DATABASES:
            transaction.set_rollback(True, using=database)


def undone(client: Client, send: Callable[[], Any]) -> Any:
    """The answer to a request; what it did to the database and to the cookies is undone."""
    jar = {key: morsel.value for key, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = send()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(jar)
    return answer
