"""Requests that leave nothing behind, so that no page takes another one away."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.test import Client

FORM = "application/x-www-form-urlencoded"
NOTHING = {"save": "1"}


def undone(client: Client, send: Callable[[], Any]) -> Any:
    """The answer to a request; what it did to the database and to the cookies is undone."""
    jar = {key: morsel.value for key, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = send()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(jar)
    return answer
