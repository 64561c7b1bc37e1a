"""Two answers for whoever watches over the machine; neither says anything about a person."""

from collections.abc import Callable

from django.core.files.storage import storages
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse

from jobs.models import WorkerKey
from kbgo.celery import app

BROKER_SECONDS = 2


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the names of what is not ready, else 200; whatever fails only counts as a no."""
    missing = [name for name, is_ready in PARTS.items() if not _answers(is_ready)]
    return JsonResponse({"not_ready": missing}, status=503 if missing else 200)


def database_is_ready() -> bool:
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    return True


def blobs_are_ready() -> bool:
    """A name that is not there gets a plain no from a store that works."""
    return not storages["blobs"].exists("00/readiness")


def broker_is_ready() -> bool:
    with app.connection_for_write(connect_timeout=BROKER_SECONDS) as connection:
        connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
        return True


def worker_is_ready() -> bool:
    """One that takes keyed work; what lives without that builds nothing."""
    return WorkerKey.objects.alive().exists()


def _answers(is_ready: Callable[[], bool]) -> bool:
    try:
        return is_ready()
    except Exception:  # noqa: BLE001  each store has errors of its own; all of them mean no
        return False


PARTS: dict[str, Callable[[], bool]] = {
    "database": database_is_ready,
    "blobs": blobs_are_ready,
    "broker": broker_is_ready,
    "worker": worker_is_ready,
}
