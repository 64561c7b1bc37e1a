from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from core.clock import now
from jobs.models import WorkerKey
from jobs.services import make_worker_key
from kbgo import health

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_any_detail(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_readyz_names_a_worker_that_is_not_there(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"not_ready": ["worker"]}


def test_readyz_is_content_when_all_is_there(client: Client) -> None:
    make_worker_key()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"not_ready": []})


def test_a_worker_that_fell_silent_is_not_ready(client: Client) -> None:
    make_worker_key()
    WorkerKey.objects.update(seen_at=now() - timedelta(minutes=2))
    assert client.get("/readyz").json() == {"not_ready": ["worker"]}


def test_a_part_that_raises_counts_as_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> bool:
        raise OSError("the details stay inside")

    make_worker_key()
    monkeypatch.setitem(health.PARTS, "blobs", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b'{"not_ready": ["blobs"]}'


def test_blobs_are_not_ready_when_their_place_is_no_folder(
    client: Client, settings: Settings
) -> None:
    make_worker_key()
    missing = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": ""}}
    settings.STORAGES = settings.STORAGES | {"blobs": missing}
    assert client.get("/readyz").json() == {"not_ready": ["blobs"]}
