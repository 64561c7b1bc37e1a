"""A backup is made, kept for its time, put back, and refused where it is not this instance's."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, connections, transaction

from accounts.models import Session, Throttle
from cases.models import Case, ShredSecret
from cases.reading import incidents_of
from cases.services import dispose_case
from core.clock import now
from custody.models import CustodyEvent
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from evidence.selectors import picture_job_state
from evidence.services import dispose_item
from jobs.enums import JobState
from jobs.models import Job, JobGrant, WorkerKey
from jobs.services import make_worker_key
from kbgo.backup.dumps import snapshot
from kbgo.backup.shelf import Shelf, moment_of, written_aside
from packets.models import ReportPacket
from tests.cast import Cast, client_of, make_cast
from tests.custody.logs import refused
from tests.jobs.casework import PICTURE, keep_file, original, write_note
from tests.jobs.conftest import Clock, clock  # noqa: F401  a fixture
from tests.jobs.packetwork import ask, build, hers
from tests.kbgo.backups import bytes_changed, files_in, own_folders, run

pytestmark = pytest.mark.django_db
NOTE = "Catatan yang tidak boleh terbaca"


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """Ani's shared case with a note and a picture; Ani is signed in."""
    own_folders(settings, tmp_path)
    make_worker_key()
    people = make_cast()
    write_note(people.ani, people.case, NOTE)
    keep_file(people.ani, people.case)
    client_of(people.ani)
    return people


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


def counts() -> dict[str, int]:
    """Rows of every table but those that end by themselves."""
    fleeting = {Session, WorkerKey, Job, JobGrant, ReportPacket, Throttle}
    models = [model for model in apps.get_models() if model not in fleeting]
    return {model._meta.label: model._base_manager.count() for model in models}


def test_everything_comes_back_and_proves_itself(cast: Cast, shelf: Shelf) -> None:
    before = counts()
    run("backup", shelf.folder)
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case), at_once=True)
    said = run("restore", shelf.folder, "--replace")
    assert said.splitlines()[-1] == "all hold"
    assert counts() == before
    for person in (cast.ani, cast.lina, cast.budi):
        keys = person.keys(cast.case)
        assert [one.details.note for one in incidents_of(keys)] == [NOTE]
        assert original(keys, EvidenceItem.objects.within(case=cast.case).get()) == PICTURE


def test_nobody_is_signed_in_and_work_waits_for_its_requester(cast: Cast, shelf: Shelf) -> None:
    waiting = cast.case.items.first()
    waiting.state = ItemState.RECEIVED
    waiting.save()
    run("backup", shelf.folder)
    run("restore", shelf.folder, "--replace")
    for model in (Session, WorkerKey, Job, JobGrant):
        assert not model.objects.exists()
    assert picture_job_state(cast.case.items.first()) == JobState.NEEDS_OWNER


@pytest.mark.django_db(transaction=True)
def test_packets_are_left_out_for_they_would_outlive_their_case(cast: Cast, shelf: Shelf) -> None:
    packet = ask(cast.budi, cast.case)
    assert build(packet) == JobState.READY
    run("backup", shelf.folder)
    assert hers(cast.budi, packet).blob not in set(shelf.blobs())
    assert "all hold" in run("restore", shelf.folder, "--replace")
    assert not ReportPacket.objects.for_upkeep().exists()


def test_the_shelf_holds_ciphertext_only(cast: Cast, shelf: Shelf, tmp_path: Path) -> None:
    run("backup", shelf.folder)
    secret = bytes(ShredSecret.objects.get(case_id=cast.case.id).secret)
    keys = [path.read_bytes() for path in files_in(tmp_path / "secrets")]
    marks = [secret, NOTE.encode(), b"LBH Satu", b"Budi", *keys]
    for path in files_in(shelf.folder):
        content = path.read_bytes()
        assert not any(mark in content for mark in marks), path.name
        assert path.stat().st_mode & 0o077 == 0


def test_the_secrets_lie_apart(cast: Cast, shelf: Shelf) -> None:
    run("backup", shelf.folder)
    assert {path.relative_to(shelf.folder).parts[0] for path in files_in(shelf.folder)} == {
        "main", "shred", "blobs",
    }  # fmt: skip
    assert len(shelf.stamps("shred")) == 1


def test_a_second_run_copies_only_new_blobs(cast: Cast, shelf: Shelf) -> None:
    run("backup", shelf.folder)
    times = {name: shelf.blob(name).stat().st_mtime_ns for name in shelf.blobs()}
    keep_file(cast.ani, cast.case)
    said = run("backup", shelf.folder)
    assert "(3 new)" in said
    assert {name: shelf.blob(name).stat().st_mtime_ns for name in times} == times


def test_each_kind_is_kept_for_its_own_time(cast: Cast, shelf: Shelf, clock: Clock) -> None:  # noqa: F811
    for _ in range(6):
        run("backup", shelf.folder)
        clock.forward(days=8)
    ages = {kind: [clock.now() - moment_of(one) for one in shelf.stamps(kind)] for kind in (
        "main", "shred",
    )}  # fmt: skip
    assert [age.days for age in ages["main"]] == [40, 32, 24, 16, 8]
    assert [age.days for age in ages["shred"]] == [8]


def test_a_blob_that_no_kept_dump_names_is_dropped(
    cast: Cast,
    shelf: Shelf,
    clock: Clock,  # noqa: F811
) -> None:
    run("backup", shelf.folder)
    item = EvidenceItem.objects.within(case=cast.case).get()
    dispose_item(cast.ani.actor, cast.ani.keys(cast.case), item, at_once=True)
    run("backup", shelf.folder)
    assert shelf.blob(item.blob).exists()
    clock.forward(days=36)
    run("backup", shelf.folder)
    assert list(shelf.blobs()) == []


def test_the_public_half_is_enough_and_the_private_half_can_be_elsewhere(
    cast: Cast, shelf: Shelf, tmp_path: Path
) -> None:
    run("backup", shelf.folder)
    private = tmp_path / "secrets" / "backup.key"
    elsewhere = tmp_path / "brankas.key"
    private.rename(elsewhere)
    assert "keep it elsewhere" not in run("backup", shelf.folder)
    with pytest.raises(CommandError):
        run("restore", shelf.folder, "--replace")
    assert "all hold" in run("restore", shelf.folder, "--replace", "--key", elsewhere)


def test_an_instance_that_holds_something_is_not_overwritten_by_accident(
    cast: Cast, shelf: Shelf
) -> None:
    run("backup", shelf.folder)
    with pytest.raises(CommandError, match="not empty"):
        run("restore", shelf.folder)


@pytest.mark.django_db(transaction=True)
def test_where_a_guard_keeps_rows_for_good_the_databases_are_made_anew(
    cast: Cast, shelf: Shelf
) -> None:
    before = counts()
    run("backup", shelf.folder)
    keep_for_good("case_record")
    assert "all hold" in run("restore", shelf.folder, "--replace")
    assert counts() == before
    assert original(cast.ani.keys(cast.case), cast.case.items.first()) == PICTURE
    with refused("custody entries"):
        CustodyEvent.objects.all()._raw_delete("default")


def keep_for_good(table: str) -> None:
    """A trigger that lets no row go, as those of the checkpoints."""
    body = "BEGIN SELECT RAISE(ABORT, 'kept'); END"
    refusal = "BEGIN RAISE EXCEPTION 'kept'; END"
    function = f"CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ {refusal} $$"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(function)
            body = "FOR EACH ROW EXECUTE FUNCTION keep()"
        cursor.execute(f"CREATE TRIGGER keep BEFORE DELETE ON {table} {body}")


def test_in_an_open_transaction_they_are_not_and_nothing_is_touched(
    cast: Cast, shelf: Shelf
) -> None:
    run("backup", shelf.folder)
    before = counts()
    kept = pytest.raises(CommandError, match="keeps rows for good")
    with connection.execute_wrapper(keep_records), kept:
        run("restore", shelf.folder, "--replace")
    assert counts() == before


def keep_records(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith('DELETE FROM "case_record"'):
        raise IntegrityError
    return execute(sql, params, many, context)


@pytest.mark.parametrize("where", ["main", "shred"])
@pytest.mark.parametrize("at", [0, 50, 200, -70, -1])
def test_a_dump_that_was_changed_is_refused_and_nothing_is_touched(
    cast: Cast, shelf: Shelf, where: str, at: int
) -> None:
    run("backup", shelf.folder)
    before = counts()
    other = pytest.raises(CommandError, match="not of this instance")
    with bytes_changed(shelf.dump(where, shelf.stamps(where)[0]), at), other:
        run("restore", shelf.folder, "--replace")
    assert counts() == before


def test_a_dump_under_another_name_is_refused(cast: Cast, shelf: Shelf) -> None:
    """An old backup cannot pass for a new one, nor the secrets for the main database."""
    run("backup", shelf.folder)
    [stamp] = shelf.stamps("main")
    later = f"{int(stamp[:4]) + 1}{stamp[4:]}"
    shelf.dump("main", stamp).rename(shelf.dump("main", later))
    shelf.blob_list(stamp).rename(shelf.blob_list(later))
    with pytest.raises(CommandError, match="not of this instance"):
        run("restore", shelf.folder, "--replace")


def test_a_blob_that_was_damaged_on_the_shelf_is_named(cast: Cast, shelf: Shelf) -> None:
    run("backup", shelf.folder)
    item = EvidenceItem.objects.within(case=cast.case).get()
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case), at_once=True)
    broken = pytest.raises(CommandError, match="do not hold")
    with bytes_changed(shelf.blob(item.blob), 100), broken:
        run("restore", shelf.folder, "--replace")


@pytest.mark.parametrize("name", ["../../secrets/pepper.key", "/etc/hostname", "ab/cd", "ab/AB"])
def test_a_list_that_leads_elsewhere_is_refused(cast: Cast, shelf: Shelf, name: str) -> None:
    run("backup", shelf.folder)
    path = shelf.blob_list(shelf.stamps("main")[0])
    path.write_text(path.read_text() + f"{'0' * 64}  {name}\n")
    with pytest.raises(CommandError, match="not of this instance"):
        run("restore", shelf.folder, "--replace")


def test_an_empty_folder_has_nothing_to_restore(cast: Cast, tmp_path: Path) -> None:
    run("backup", tmp_path / "shelf")
    with pytest.raises(CommandError, match="no such"):
        run("restore", tmp_path / "other", "--replace")
    with pytest.raises(CommandError, match="no such"):
        run("restore", tmp_path / "shelf", "--replace", "--main", "20200101T000000000000Z")


def test_a_run_that_breaks_off_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"):
        write_half(tmp_path / "main" / "dump")
    assert files_in(tmp_path) == []


def write_half(path: Path) -> None:
    with written_aside(path) as file:
        file.write(b"half")
        raise OSError("full")


def test_a_blob_that_is_gone_though_its_row_stands_is_told(cast: Cast, shelf: Shelf) -> None:
    item = EvidenceItem.objects.within(case=cast.case).get()
    (Path(shelf.folder).parent / "blobs" / item.blob).unlink()
    with pytest.raises(CommandError, match=item.blob):
        run("backup", shelf.folder)


def test_no_table_has_rows_that_a_dump_would_pass_over() -> None:
    """Many-to-many tables would need a line of their own."""
    assert [model for model in apps.get_models() if model._meta.many_to_many] == []


def test_a_snapshot_inside_a_transaction_is_that_transaction() -> None:
    with transaction.atomic(), snapshot("default"):
        assert connections["default"].in_atomic_block


def test_waiting_things_come_back_waiting(cast: Cast, shelf: Shelf) -> None:
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case))
    run("backup", shelf.folder)
    run("restore", shelf.folder, "--replace")
    [case] = Case.objects.of_owner(cast.ani.actor)
    assert case.erase_at is not None
    assert case.erase_at > now()
