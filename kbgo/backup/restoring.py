"""Puts a backup back: blobs, then both databases, each in one transaction."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.models import Model

from accounts.models import Organization, User
from cases.models import Case, ShredSecret
from cases.services import erase_case_without_secret
from custody.models import CustodyLog
from evidence.services import named_blobs
from evidence.storage import blob_names, delete_blob
from kbgo.backup.blobs import copy_from_shelf, read_list
from kbgo.backup.dumps import ALIASES, Dump, empty, models_in
from kbgo.backup.rebuilding import rebuild
from kbgo.backup.shelf import Shelf, name_of

GUARDED = "A guard of this database keeps rows for good, and a transaction is open."


class Refused(Exception):
    """It cannot be restored like this; the message says why, and holds no content."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which dumps of a shelf to put back, and the private key that opens them."""

    shelf: Shelf
    main: str
    shred: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what could not be: cases without a secret, blobs gone or damaged."""

    rows: int
    secrets: int
    blobs: int
    closed: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def chosen(folder: Path, main: str, shred: str, key: bytes) -> Choice:
    """The dumps named, or else the newest of each; Refused where there is none."""
    shelf = Shelf(folder)
    stamps = {name: shelf.stamps(name) for name in ALIASES}
    for name, asked in (("main", main), ("shred", shred)):
        if not stamps[name] or (asked and asked not in stamps[name]):
            raise Refused(f"There is no such {name} dump in this folder.")
    return Choice(shelf, main or stamps["main"][-1], shred or stamps["shred"][-1], key)


def restore(choice: Choice, *, replace: bool) -> Restored:
    """The instance as the backup knows it. Refused on one that holds anything, unless `replace`.

    Where a guard of the database keeps what would have to go, the databases are made anew by their
    migrations: no guard is taken off for this.
    NotOpened before anything is written where a dump is not of this instance. Afterwards nobody is
    signed in, and unfinished work waits for whoever asked for it.
    """
    if not replace and not is_empty():
        raise Refused("This instance is not empty. --replace deletes what is in it first.")
    listed = read_list(choice.shelf.blob_list(choice.main))
    with _dumps(choice) as (main, shred):
        if replace:
            _make_room()
        blobs = copy_from_shelf(choice.shelf, listed)
        with transaction.atomic("default"), transaction.atomic("shred"):
            rows, secrets = _load(main, shred)
    _drop_other_blobs()
    return Restored(
        rows=rows,
        secrets=secrets,
        blobs=blobs.new,
        closed=len(closed_cases()),
        missing=tuple(blobs.gone),
        damaged=tuple(blobs.damaged),
    )


def is_empty() -> bool:
    """No account, case, log, secret or file is here; the data that every start loads may be."""
    rows = (User.objects, Organization.objects, CustodyLog.objects, ShredSecret.objects)
    is_used = any(one.exists() for one in rows) or Case.objects.for_upkeep().exists()
    return not is_used and next(blob_names(), None) is None


@contextmanager
def _dumps(choice: Choice) -> Iterator[tuple[Dump, Dump]]:
    """Both, their signatures and their versions looked at."""
    with ExitStack() as stack:
        opened = []
        for database, stamp in (("main", choice.main), ("shred", choice.shred)):
            path = choice.shelf.dump(database, stamp)
            file = stack.enter_context(path.open("rb"))
            dump = Dump(name_of(database, stamp), file, path.stat().st_size, choice.key)
            if not dump.is_of_this_version:
                version = dump.heading["kbgo"]
                raise Refused(f"The {database} dump needs the migrations of version {version}.")
            opened.append(dump)
        yield opened[0], opened[1]


def _make_room() -> None:
    """Tries whether the guards let everything go; where one does not, makes the databases anew.

    The dumps were opened before, so both are whole and of this instance.
    """
    try:
        with transaction.atomic("default"):
            empty("default")
            transaction.set_rollback(True, "default")
    except DatabaseError as error:
        if connections["default"].in_atomic_block:
            raise Refused(GUARDED) from error
        for alias in ALIASES.values():
            rebuild(alias)


def _load(main: Dump, shred: Dump) -> tuple[int, int]:
    """Of the secrets those whose case was put back: others could not belong to anything."""
    for alias in ALIASES.values():
        empty(alias)
    rows = main.load()
    cases = frozenset(Case.objects.for_upkeep().values_list("id", flat=True))

    def is_of_a_case(row: Model) -> bool:
        return row.pk in cases

    secrets = shred.load(is_of_a_case)
    for alias in ALIASES.values():
        connections[alias].check_constraints()
        _reset_sequences(alias)
    return rows, secrets


def _reset_sequences(alias: str) -> None:
    connection = connections[alias]
    statements = connection.ops.sequence_reset_sql(no_style(), models_in(alias))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _drop_other_blobs() -> None:
    named = named_blobs()
    for name in [name for name, _ in blob_names() if name not in named]:
        delete_blob(name)


def closed_cases() -> list[Case]:
    """Cases without their secret: erased after the main backup, or lost with a later secret."""
    secrets = frozenset(ShredSecret.objects.values_list("case_id", flat=True))
    return [case for case in Case.objects.for_upkeep() if case.id not in secrets]


def finish_erasures() -> int:
    """Erases what is left of cases that no key opens any more; returns how many."""
    closed = closed_cases()
    for case in closed:
        erase_case_without_secret(case.id)
    return len(closed)
