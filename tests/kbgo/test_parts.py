from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from kbgo.parts import blob_storage, broker_options, broker_url, contact, database


def test_without_a_url_the_database_is_a_file(tmp_path: Path) -> None:
    parsed = database("", tmp_path / "db.sqlite3")
    assert parsed["NAME"] == str(tmp_path / "db.sqlite3")
    assert parsed["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert parsed["CONN_MAX_AGE"] == 60


def test_a_url_leads_to_postgresql() -> None:
    parsed = database("postgresql://a@db.example/kbgo", Path("unused"))
    assert parsed["ENGINE"] == "django.db.backends.postgresql"
    assert parsed["HOST"] == "db.example"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("secure_delete", 1), ("trusted_schema", 0), ("foreign_keys", 1), ("auto_vacuum", 1)],
)
def test_sqlite_wipes_what_is_deleted_and_trusts_no_schema(pragma: str, value: int) -> None:
    if connections["default"].vendor != "sqlite":
        return
    for alias in ("default", "shred"):
        with connections[alias].cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")
            assert cursor.fetchone() == (value,)


def test_blobs_lie_in_files_unless_told_otherwise(tmp_path: Path) -> None:
    assert blob_storage("file:", tmp_path)["OPTIONS"]["location"] == str(tmp_path)
    assert blob_storage("file:/srv/blobs", tmp_path)["OPTIONS"]["location"] == "/srv/blobs"


@pytest.mark.parametrize("address", ["s3:bucket/a/b", "s3://bucket/a/b"])
def test_blobs_lie_in_a_bucket_under_a_prefix(address: str) -> None:
    options = blob_storage(f"{address}?endpoint=https://store.example&region=r", Path())["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("bucket", "a/b")
    assert (options["endpoint_url"], options["region_name"]) == ("https://store.example", "r")
    assert options["file_overwrite"] is False


@pytest.mark.parametrize("address", ["", "ftp:x", "s3:"])
def test_an_unknown_place_for_blobs_stops_the_start(address: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        blob_storage(address, Path())


def test_the_redis_that_was_found_is_used_by_every_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert broker_url(tmp_path).startswith("filesystem:")
    (tmp_path / "broker").write_text("redis://127.0.0.1:1/0")
    assert broker_url(tmp_path) == "redis://127.0.0.1:1/0"
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/1")
    assert broker_url(tmp_path) == "redis://redis.example/1"


def test_two_instances_share_a_redis_without_meeting(tmp_path: Path) -> None:
    one, other = (broker_options("redis://h/0", tmp_path, secret) for secret in ("a", "b"))
    assert one["global_keyprefix"] != other["global_keyprefix"]
    assert one["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_whom_to_ask_is_told_in_named_parts() -> None:
    told = contact("name=LBH Contoh; address=Jalan Satu 1, Pekanbaru;key=https://contoh.invalid/k;")
    assert told == {
        "name": "LBH Contoh",
        "address": "Jalan Satu 1, Pekanbaru",
        "key_place": "https://contoh.invalid/k",
    }
    assert contact("") == {}


@pytest.mark.parametrize("text", ["LBH Contoh", "name=", "nama=LBH Contoh", "name=A; B"])
def test_a_contact_that_is_not_understood_stops_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="KBGO_CONTACT"):
        contact(text)
