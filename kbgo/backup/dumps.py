"""Rows of a database as a compressed, sealed stream of JSON lines, and back again.

Django's own serialisers write and read them, so that what SQLite gave PostgreSQL takes. Left out is
what ends by itself: sessions, tries to sign in, jobs and the keys lent to them. Packets too, which
live for a day: their keys do not hang on S_c, so a packet in a backup would outlive its case.
"""

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from typing import Any, BinaryIO, Final

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from core.exceptions import NotOpened
from kbgo.sealing import BackupKey, DumpName, DumpSealer, open_dump

ALIASES: Final = {"main": DEFAULT_DB_ALIAS, "shred": "shred"}
FLEETING: Final = frozenset(
    {
        "accounts.session",
        "accounts.throttle",
        "jobs.workerkey",
        "jobs.job",
        "jobs.jobgrant",
        "packets.reportpacket",
    }
)
AT_ONCE: Final = 500
Keep = Callable[[Model], bool]


def models_in(alias: str) -> list[type[Model]]:
    """Every model whose table is in this database."""
    return [model for model in apps.get_models() if router.allow_migrate_model(alias, model)]


@contextmanager
def snapshot(alias: str) -> Iterator[None]:
    """One moment of a database for as long as the block lasts, while others go on writing.

    In a transaction that is open already, that one is the moment.
    """
    connection = connections[alias]
    connection.ensure_connection()
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _deferred(connection), transaction.atomic(using=alias):
            yield
    else:
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _deferred(connection: Any) -> Iterator[None]:
    """A transaction of SQLite that only reads takes no lock from whoever writes."""
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual


def write_dump(name: DumpName, key: BackupKey, file: BinaryIO, keep: Keep | None = None) -> int:
    """Seals the rows of one database, as the caller's snapshot shows them; returns how many."""
    sealer = DumpSealer(name, key)
    count = 0
    with gzip.GzipFile(fileobj=_Sealing(sealer, file), mode="wb", mtime=0) as packed:
        packed.write(_heading(name) + b"\n")
        for line in _lines(ALIASES[name.database], keep):
            packed.write(line)
            count += 1
    for sealed in sealer.finish():
        file.write(sealed)
    return count


class _Sealing(io.RawIOBase):
    """What is written here lands in the file sealed."""

    def __init__(self, sealer: DumpSealer, file: BinaryIO) -> None:
        super().__init__()
        self._sealer, self._file = sealer, file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._file.write(self._sealer.update(bytes(data)))
        return len(data)


def _heading(name: DumpName) -> bytes:
    return json.dumps({"kbgo": settings.APP_VERSION, "migrations": leaves(name.database)}).encode()


def leaves(database: str) -> list[list[str]]:
    """The last migration of each app, as they stand in this code."""
    graph = MigrationLoader(connections[ALIASES[database]]).graph
    return sorted([app, migration] for app, migration in graph.leaf_nodes())


def _lines(alias: str, keep: Keep | None) -> Iterator[bytes]:
    for model in models_in(alias):
        if model._meta.label_lower not in FLEETING:
            rows = model._base_manager.using(alias).order_by("pk").iterator(chunk_size=AT_ONCE)
            yield from _serialized(row for row in rows if keep is None or keep(row))


def _serialized(rows: Iterable[Model]) -> Iterator[bytes]:
    while batch := list(islice(rows := iter(rows), AT_ONCE)):
        text: str = serializers.serialize("jsonl", batch)
        yield from (f"{line}\n".encode() for line in text.splitlines())


class Dump:
    """A dump opened for reading: NotOpened where it is another's, cut off or changed."""

    def __init__(self, name: DumpName, file: BinaryIO, size: int, key: bytes) -> None:
        self._database = name.database
        self._rows = _unpacked_lines(open_dump(name, file, size, key))
        self.heading: dict[str, Any] = json.loads(next(self._rows))

    @property
    def is_of_this_version(self) -> bool:
        return bool(self.heading["migrations"] == leaves(self._database))

    def load(self, keep: Keep | None = None) -> int:
        """Writes every row into its empty table; in the caller's transaction. Returns how many."""
        alias, count = ALIASES[self._database], 0
        found = serializers.deserialize("jsonl", self._rows, using=alias)
        rows: Iterator[Model] = (one.object for one in found)
        kept = (row for row in rows if keep is None or keep(row))
        for _, group in groupby(kept, key=lambda row: row._meta.label_lower):
            while batch := list(islice(group, AT_ONCE)):
                type(batch[0])._base_manager.using(alias).bulk_create(batch)
                count += len(batch)
        return count


def _unpacked_lines(pieces: Iterable[bytes]) -> Iterator[str]:
    unpacker, rest = zlib.decompressobj(wbits=31), b""
    for piece in pieces:
        *whole, rest = (rest + unpacker.decompress(piece)).split(b"\n")
        yield from (line.decode() for line in whole)
    if rest or not unpacker.eof:
        raise NotOpened


def empty(alias: str) -> None:
    """Deletes every row; in the caller's transaction.

    Logs go by the door that the triggers leave open to their owners, so that no guard is taken off.
    DatabaseError where a guard has no such door for what it keeps.
    """
    models = models_in(alias)
    doors = [model for model in models if model._meta.db_table == "custody_erasure"]
    for door in doors:
        _open_doors(door)
    for model in [*(one for one in reversed(models) if one not in doors), *doors]:
        model._base_manager.using(alias).all()._raw_delete(alias)


def _open_doors(door: type[Model]) -> None:
    logs = apps.get_model("custody", "CustodyLog")._base_manager.values_list("id", flat=True)
    door._base_manager.bulk_create([door(log_id=log) for log in logs], ignore_conflicts=True)
