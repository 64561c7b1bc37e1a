"""Each invariant is broken once from outside; `vault_fsck` names the place and nothing else."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.models import (
    ShredSecret,
)
from core.clock import now
from evidence.invariants import misnumbered
from jobs.services import make_worker_key
from tests.cast import Cast, make_cast
from tests.jobs.casework import keep_file, write_note
from tests.jobs.packetwork import ask, build
from tests.kbgo.breaches import BREACHES
from tests.kbgo.upload_breaches import UPLOAD_BREACHES, half_an_upload

pytestmark = pytest.mark.django_db
PLANTED = BREACHES | UPLOAD_BREACHES
NOTE = "Catatan yang tidak boleh terbaca"


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """Ani's shared case with a note, a picture and a packet; a packet and a file on their way."""
    settings.RUN_DIR = tmp_path
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.STORAGES = _stores(tmp_path / "blobs", settings.STORAGES)
    make_worker_key()
    people = make_cast()
    write_note(people.ani, people.case, NOTE)
    keep_file(people.ani, people.case)
    build(ask(people.ani, people.case))
    ask(people.budi, people.case)
    half_an_upload(people)
    return people


def _stores(folder: Path, stores: dict[str, Any]) -> dict[str, Any]:
    from kbgo.parts import file_storage

    return stores | {"default": file_storage(folder), "blobs": file_storage(folder)}


def told() -> list[str]:
    """What the command says; the last line is its verdict."""
    out = StringIO()
    try:
        call_command("vault_fsck", stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue().splitlines()


def test_all_hold_on_a_site_at_work(cast: Cast) -> None:
    assert told() == ["all hold"]


@pytest.mark.parametrize("name", PLANTED)
def test_a_breach_is_named(name: str, cast: Cast) -> None:
    expected, plant = PLANTED[name]
    plant(cast)
    lines = told()
    assert any(line.startswith(expected) for line in lines), lines
    assert lines[-1].endswith("invariants do not hold.")


def test_lines_hold_ids_and_no_content(cast: Cast) -> None:
    for name in ("a wrap for a site admin", "a swapped public key", "a log cut short"):
        BREACHES[name][1](cast)
    text = "\n".join(told())
    assert text.count("\n") >= 3
    assert not any(word in text for word in (NOTE, "Budi", "Eko", "LBH", "contoh.id"))


def test_a_case_that_is_being_erased_is_no_breach(cast: Cast) -> None:
    """Between the two databases: S_c is gone, the rows follow with the next run."""
    cast.case.erase_at = now() - timedelta(seconds=1)
    cast.case.save()
    ShredSecret.objects.filter(case_id=cast.case.id).delete()
    assert told() == ["all hold"]


def test_a_number_that_is_given_twice_is_named(cast: Cast) -> None:
    """The database refuses it; somebody who changed the database's structure could do it."""
    assert misnumbered([(1, 1), (1, 2), (2, 1), (1, 2)]) == [(1, 2)]
    assert misnumbered([(1, 0), (1, 1)]) == [(1, 0)]
