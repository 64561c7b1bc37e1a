"""Checkpoints: what goes into one, how they follow each other, and what an erased log leaves."""

import hashlib
from uuid import UUID

import pytest
from django.db import connection, transaction

from custody.models import (
    Checkpoint,
    CheckpointLeaf,
    CheckpointTombstone,
    CustodyErasure,
    CustodyLog,
    TimeStamp,
)
from custody.proofs import proofs_of
from custody.sealing import instance_key
from custody.services import erase_log, make_checkpoint
from tests.custody.logs import append, log_of_three, refused, rolled_back
from vault.chain import head_leaf
from vault.merkle import check_inclusion, root
from vault.primitives import random_bytes
from vaultverify.notes import Note, read_note

pytestmark = pytest.mark.django_db


def made() -> Checkpoint:
    checkpoint = make_checkpoint()
    assert checkpoint is not None
    return checkpoint


def note_of(checkpoint: Checkpoint) -> Note:
    return read_note(checkpoint.note.encode(), instance_key().verify_key, "")


def leaves_of(checkpoint: Checkpoint) -> list[bytes]:
    return [bytes(leaf.hash) for leaf in checkpoint.leaves.all()]


def test_every_changed_log_is_in_it_with_its_head() -> None:
    keys = [log_of_three() for _ in range(5)]
    checkpoint = made()
    logs = [CustodyLog.objects.get(case_id=key.case) for key in keys]
    assert set(leaves_of(checkpoint)) == {head_leaf(log.id.hex, 3, bytes(log.head)) for log in logs}
    assert (checkpoint.number, checkpoint.tree_size) == (1, 5)
    assert bytes(checkpoint.root) == root(leaves_of(checkpoint))


def test_a_log_that_did_not_change_is_in_no_further_one() -> None:
    silent, busy = log_of_three(), log_of_three()
    made()
    append(busy)
    second = made()
    [leaf] = second.leaves.all()
    assert (leaf.log, leaf.length) == (CustodyLog.objects.get(case_id=busy.case), 4)
    assert not second.leaves.filter(log__case_id=silent.case).exists()


def test_where_nothing_changed_there_is_none() -> None:
    assert make_checkpoint() is None
    log_of_three()
    made()
    assert make_checkpoint() is None


def test_each_names_the_note_before_it() -> None:
    key = log_of_three()
    checkpoints = [made()]
    for _ in range(3):
        append(key)
        checkpoints.append(made())
    notes = [note_of(checkpoint) for checkpoint in checkpoints]
    assert [note.number for note in notes] == [1, 2, 3, 4]
    assert [note.prev for note in notes] == ["00" * 32, *(note.sha256 for note in notes[:-1])]


def test_its_note_says_what_its_row_says() -> None:
    log_of_three()
    checkpoint = made()
    note = note_of(checkpoint)
    assert (note.number, note.size, note.root) == (1, 1, bytes(checkpoint.root))
    assert note.at.startswith(f"{checkpoint.at:%Y-%m-%dT%H:%M:%S}")
    assert hashlib.sha256(checkpoint.note.encode()).hexdigest() == note.sha256


def test_one_that_rolls_back_leaves_the_logs_to_the_next() -> None:
    log_of_three()
    with rolled_back():
        made()
    assert made().number == 1


def test_its_proofs_hold_for_every_log() -> None:
    keys = [log_of_three() for _ in range(7)]
    checkpoint = made()
    for key in keys:
        [proof] = proofs_of(key.case, 3)
        log = CustodyLog.objects.get(case_id=key.case)
        leaf = head_leaf(log.id.hex, proof.length, proof.head)
        check_inclusion(leaf, proof.index, proof.size, proof.path, bytes(checkpoint.root))


def test_a_proof_is_of_the_length_that_was_asked_for_or_before() -> None:
    key = log_of_three()
    made()
    append(key)
    made()
    assert [proof.length for proof in proofs_of(key.case, 4)] == [4]
    assert [proof.length for proof in proofs_of(key.case, 3)] == [3]
    assert proofs_of(key.case, 2) == ()
    assert proofs_of(UUID(int=1), 9) == ()


def test_an_erased_log_leaves_a_leaf_that_tells_nothing() -> None:
    key, other = log_of_three(), log_of_three()
    first = made()
    before = leaves_of(first)
    erase_log(key.case)
    second = made()
    assert leaves_of(first) == before
    assert first.leaves.filter(log=None, length=None, head=None).count() == 1
    assert first.leaves.get(log__isnull=False).log.case_id == other.case
    [ending] = second.leaves.all()
    assert (ending.log, ending.length, ending.head) == (None, None, None)
    assert not CheckpointTombstone.objects.exists()
    assert bytes(ending.hash) not in before


def test_the_others_proofs_hold_after_an_erasure() -> None:
    key, other = log_of_three(), log_of_three()
    checkpoint = made()
    erase_log(key.case)
    [proof] = proofs_of(other.case, 3)
    log = CustodyLog.objects.get(case_id=other.case)
    leaf = head_leaf(log.id.hex, 3, proof.head)
    check_inclusion(leaf, proof.index, 2, proof.path, bytes(checkpoint.root))
    assert proofs_of(key.case, 3) == ()


def test_an_erasure_that_rolls_back_leaves_its_leaf_as_it_was() -> None:
    key = log_of_three()
    made()
    with rolled_back():
        erase_log(key.case)
    assert len(proofs_of(key.case, 3)) == 1
    assert not CheckpointTombstone.objects.exists()


@pytest.mark.parametrize("column", ["number", "at", "tree_size", "root", "prev", "note"])
def test_no_column_of_a_checkpoint_is_ever_updated(column: str) -> None:
    log_of_three()
    made()
    with refused("never changed") as cursor:
        cursor.execute(f"UPDATE custody_checkpoint SET {column} = {column}")


@pytest.mark.parametrize("column", ["position", "hash", "length", "head", "log_id"])
def test_no_column_of_a_leaf_is_ever_updated(column: str) -> None:
    log_of_three()
    made()
    for value in (column, "NULL"):
        with refused("never changed|NOT NULL|not-null") as cursor:
            cursor.execute(f"UPDATE custody_checkpoint_leaf SET {column} = {value}")


def test_no_checkpoint_and_no_leaf_is_deleted() -> None:
    log_of_three()
    made()
    for rows in (CheckpointLeaf, Checkpoint):
        with refused("never|never changed or deleted"):
            rows.objects.all()._raw_delete("default")


def test_no_checkpoint_is_replaced_by_another_of_its_number() -> None:
    log_of_three()
    made()
    insert = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    columns = "number, at, tree_size, root, prev, note"
    with refused() as cursor:
        cursor.execute(
            f"{insert} INTO custody_checkpoint ({columns}) SELECT {columns} FROM custody_checkpoint"
        )


def test_the_chain_of_checkpoints_does_not_fork() -> None:
    log_of_three()
    first = made()
    with refused():
        Checkpoint.objects.create(
            number=9, at=first.at, tree_size=1, root=first.root, prev=first.prev, note="x"
        )


def test_while_a_log_is_erased_its_leaf_only_forgets() -> None:
    key = log_of_three()
    made()
    CustodyErasure.objects.create(log_id=CustodyLog.objects.get(case_id=key.case).id)
    with refused("never changed"):
        CheckpointLeaf.objects.update(hash=random_bytes(32), log=None, length=None, head=None)
    assert CheckpointLeaf.objects.update(log=None, length=None, head=None) == 1


def test_without_authorities_nothing_is_asked_for() -> None:
    log_of_three()
    made()
    assert not TimeStamp.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_checkpoints_leaves_none_to_the_next(turn: int) -> None:
    assert not Checkpoint.objects.exists()
    with transaction.atomic():
        log_of_three()
    assert made().number == 1
