"""Turns addresses from the environment into what Django and Celery are told about them."""

import hashlib
import hmac
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from kbgo.environment import env_secret, env_text

SQLITE_PRAGMAS = (
    "PRAGMA auto_vacuum=FULL",  # first: it only takes hold in a file without tables
    "PRAGMA journal_mode=WAL",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
)
CONTACT_PARTS = {
    "name": "name",
    "person": "person",
    "address": "address",
    "email": "email",
    "phone": "phone",
    "key": "key_place",
}
KEPT_SECONDS = 60
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ";".join(SQLITE_PRAGMAS),
}


def database(url: str, sqlite_file: Path) -> dict[str, Any]:
    """The database behind the URL, or the SQLite file of the embedded default."""
    parsed = dict(dj_database_url.parse(url or f"sqlite:///{sqlite_file}"))
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["OPTIONS"] = SQLITE_OPTIONS
    # Kept open between requests, also of SQLite: whoever closes the last one writes the whole log
    # into the file, which costs a page more than all it asks. See `core.databases` for what is left
    # in the log meanwhile.
    return parsed | {"CONN_MAX_AGE": KEPT_SECONDS, "CONN_HEALTH_CHECKS": True}


def blob_storage(address: str, default_folder: Path) -> dict[str, Any]:
    """`file:` or `file:/folder`; `s3:bucket/prefix?endpoint=https://host&region=name`."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return file_storage(Path(parts.path) if parts.path else default_folder)
    if parts.scheme == "s3":
        bucket, _, prefix = f"{parts.netloc}{parts.path}".strip("/").partition("/")
        return s3_storage(bucket, prefix, dict(parse_qsl(parts.query)))
    raise ImproperlyConfigured("KBGO_BLOB_STORAGE begins with file: or s3:.")


def contact(text: str) -> dict[str, str]:
    """`name=…; address=…; email=…`: whom to ask about a packet, and where the key id stands."""
    parts = [part.partition("=") for part in text.split(";") if part.strip()]
    named = {name.strip(): value.strip() for name, _, value in parts}
    if not all(named.values()) or named.keys() - CONTACT_PARTS.keys():
        raise ImproperlyConfigured(
            f"KBGO_CONTACT is not understood: write name=value; of {', '.join(CONTACT_PARTS)}."
        )
    return {CONTACT_PARTS[name]: value for name, value in named.items()}


def file_storage(folder: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(folder),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def s3_storage(bucket: str, prefix: str, query: dict[str, str]) -> dict[str, Any]:
    """Its keys come from KBGO_S3_ACCESS_KEY[_FILE] and KBGO_S3_SECRET_KEY[_FILE]."""
    if not bucket:
        raise ImproperlyConfigured("KBGO_BLOB_STORAGE names no bucket: write s3:bucket.")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": query.get("endpoint"),
            "region_name": query.get("region"),
            "access_key": env_secret("KBGO_S3_ACCESS_KEY"),
            "secret_key": env_secret("KBGO_S3_SECRET_KEY"),
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }


def broker_url(run_dir: Path) -> str:
    """REDIS_URL, else the Redis that `make run` found and noted down, else files."""
    noted = run_dir / "broker"
    return env_text("REDIS_URL") or (
        noted.read_text("utf-8") if noted.exists() else "filesystem://"
    )


def broker_options(url: str, folder: Path, secret: str) -> dict[str, Any]:
    """Redis is shared politely: the instance's queues carry a prefix of their own.

    A worker that is killed loses its message until Redis gives it back; with these intervals that
    takes seconds. The visibility timeout is longer than the longest job.
    """
    if not url.startswith("filesystem:"):
        mark = hmac.new(secret.encode(), b"kbgo/v1/broker", hashlib.sha256).hexdigest()[:12]
        return {
            "global_keyprefix": f"kbgo:{mark}:",
            "visibility_timeout": 3600,
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_keepalive": True,
        }
    messages, control = folder / "messages", folder / "control"
    for made in (messages, control):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "store_processed": False,
        "polling_interval": 0.2,
    }
