"""Makes a backup: the main database at one moment, the secrets that belong to it, the blobs."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from cases.models import Case
from core.clock import now
from evidence.services import own_blobs
from kbgo.backup.blobs import Copied, copy_to_shelf, drop_unlisted, write_list
from kbgo.backup.dumps import Keep, snapshot, write_dump
from kbgo.backup.shelf import Shelf, name_of, stamp_of, written_aside
from kbgo.sealing import BackupKey, backup_key


@dataclass(frozen=True, slots=True)
class Made:
    """What a run did. `lost` are blobs that a row still names and nobody could read."""

    stamp: str
    rows: int
    secrets: int
    blobs: int
    new_blobs: int
    erased_meanwhile: int
    dropped: int
    lost: tuple[str, ...]


def make_backup(shelf: Shelf) -> Made:
    """Main database first, then the secrets of the cases in it, then the blobs that it names.

    What is erased in between is gone in the later parts: never does a backup hold more of a case
    than it could open. Then drops what was kept long enough.
    """
    key, stamp = backup_key(), stamp_of(now())
    with snapshot("default"):
        cases = frozenset(Case.objects.for_upkeep().values_list("id", flat=True))
        names = own_blobs()
        rows = _write(shelf, "main", stamp, key)
        with snapshot("shred"):
            secrets = _write(shelf, "shred", stamp, key, _of(cases))
    copied = copy_to_shelf(shelf, names)
    write_list(shelf.blob_list(stamp), copied.digests)
    return Made(
        stamp=stamp,
        rows=rows,
        secrets=secrets,
        blobs=len(copied.digests),
        new_blobs=copied.new,
        erased_meanwhile=len(copied.gone) - len(lost := _lost(copied)),
        dropped=_drop_what_is_over(shelf),
        lost=lost,
    )


def _write(
    shelf: Shelf, database: str, stamp: str, key: BackupKey, keep: Keep | None = None
) -> int:
    with written_aside(shelf.dump(database, stamp)) as file:
        return write_dump(name_of(database, stamp), key, file, keep)


def _of(cases: frozenset[UUID]) -> Keep:
    """Of the secrets those that the main dump has a case for."""

    def keep(row: Model) -> bool:
        return row.pk in cases

    return keep


def _lost(copied: Copied) -> tuple[str, ...]:
    """Not the blobs whose rows were erased since the snapshot."""
    return tuple(sorted(own_blobs().intersection(copied.gone)))


def _drop_what_is_over(shelf: Shelf) -> int:
    main = now() - timedelta(days=settings.BACKUP_DAYS)
    shred = now() - timedelta(days=settings.SHRED_BACKUP_DAYS)
    dropped = shelf.drop_older("main", main) + shelf.drop_older("shred", shred)
    return dropped + drop_unlisted(shelf)
