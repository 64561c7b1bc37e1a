from uuid import UUID

import pytest
from django.db import transaction

from accounts.models import Organization
from core.clock import stamp, today
from core.exceptions import NotOpened
from custody.enums import CustodyAction, CustodyRole
from custody.models import CustodyEvent, CustodyLog
from custody.reading import check_chain_holds
from custody.sealing import (
    GENESIS,
    SIGNATURE_LABEL,
    LogKey,
    actor_mark,
    instance_id,
    instance_key,
)
from custody.services import LogActor, record
from tests.custody.logs import OWNER, append, begin_log, log_of_three, read, rolled_back
from vault.chain import ENTRY_KEYS, commit, entry_hash
from vault.primitives import random_bytes, sha256
from vault.signing import verify

pytestmark = pytest.mark.django_db


def test_a_new_log_is_empty_and_holds() -> None:
    key = begin_log()
    log = CustodyLog.objects.get(case_id=key.case)
    assert (log.length, bytes(log.head).hex()) == (0, GENESIS)
    assert check_chain_holds(key.case, {1: key}) == 0


def test_entries_follow_one_another_in_order() -> None:
    key = log_of_three()
    events = read(key)
    assert [event.entry["seq"] for event in events] == ["1", "2", "3"]
    assert [event.details["number"] for event in events] == ["0", "1", "2"]
    previous = [GENESIS, *(event.hash.hex() for event in events)]
    assert [event.entry["prev"] for event in events] == previous[:-1]
    log = CustodyLog.objects.get(case_id=key.case)
    assert (log.length, bytes(log.head).hex()) == (3, previous[-1])
    assert check_chain_holds(key.case, {1: key}) == 3


def test_each_entry_is_hashed_and_signed_by_the_instance() -> None:
    for event in read(log_of_three()):
        assert entry_hash(event.entry) == event.hash
        verify(instance_key().verify_key, event.signature, SIGNATURE_LABEL, event.hash)


def test_an_entry_says_who_did_what_to_which_object_and_when() -> None:
    key = begin_log()
    event = append(key, CustodyAction.ITEM_REVEALED, reason="perlu")
    [opened] = read(key)
    assert opened.entry.keys() == ENTRY_KEYS
    assert (opened.act, opened.role, opened.who) == (
        CustodyAction.ITEM_REVEALED,
        CustodyRole.OWNER,
        OWNER.label,
    )
    assert opened.entry["actor"] == actor_mark(OWNER.user_id)
    assert opened.entry["instance"] == instance_id()
    assert opened.entry["ts"] == stamp(event.at)
    assert opened.details == {"who": OWNER.label, "reason": "perlu"}


def test_an_entry_commits_to_its_details_and_to_their_sealed_form() -> None:
    key = begin_log()
    row = append(key, reason="perlu")
    [opened] = read(key)
    assert opened.entry["commit"] == commit(bytes.fromhex(opened.salt), opened.details).hex()
    assert opened.entry["payload"] == sha256(bytes(row.sealed_details)).hex()


def test_two_entries_of_the_same_details_look_different() -> None:
    key = begin_log()
    first, second = append(key, reason="sama"), append(key, reason="sama")
    assert first.sealed_details != second.sealed_details
    one, other = read(key)
    assert one.entry["commit"] != other.entry["commit"]


def test_nothing_of_the_details_or_the_act_stands_in_the_row() -> None:
    key = begin_log()
    mark = "alasan-yang-hanya-dia-tahu"
    row = CustodyEvent.objects.get(pk=append(key, CustodyAction.ITEM_REVEALED, reason=mark).pk)
    stored = repr([_plain(value) for value in row.__dict__.values()]).encode("latin-1")
    for secret in (mark, OWNER.label, CustodyAction.ITEM_REVEALED.value, actor_mark(OWNER.user_id)):
        assert secret.encode() not in stored
        assert secret.encode().hex().encode() not in stored


def _plain(value: object) -> object:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else value


def test_details_of_any_length_below_a_bucket_take_the_same_room() -> None:
    key = begin_log()
    rows = [append(key, reason="x" * length) for length in (1, 20, 40)]
    assert len({len(bytes(row.sealed_details)) for row in rows}) == 1


def test_another_key_opens_nothing() -> None:
    key, other = log_of_three(), begin_log()
    with pytest.raises(NotOpened):
        read(LogKey(key.case, 1, other.key))


def test_entries_of_an_epoch_without_a_key_are_left_out() -> None:
    key = log_of_three()
    later = LogKey(key.case, 2, begin_log().key)
    append(later)
    assert [event.seq for event in read(key)] == [1, 2, 3]
    assert [event.seq for event in read(later)] == [4]
    assert check_chain_holds(key.case, {1: key, 2: later}) == 4


def test_an_entry_falls_with_the_change_it_tells_of() -> None:
    key = log_of_three()
    with rolled_back():
        Organization.objects.create(name="LBH Tiga", created_on=today())
        append(key)
    assert not Organization.objects.exists()
    assert check_chain_holds(key.case, {1: key}) == 3


@transaction.atomic
def found_and_tell(name: str, key: LogKey) -> None:
    Organization.objects.create(name=name, created_on=today())
    append(key)


def test_a_change_falls_with_the_entry_that_could_not_be_written() -> None:
    without_log = LogKey(UUID(int=1), 1, random_bytes(32))
    with pytest.raises(CustodyLog.DoesNotExist):
        found_and_tell("LBH Tiga", without_log)
    assert not Organization.objects.exists()


def test_an_entry_that_rolled_back_leaves_no_gap() -> None:
    key = log_of_three()
    with rolled_back():
        append(key)
    append(key)
    assert [event.seq for event in read(key)] == [1, 2, 3, 4]
    assert check_chain_holds(key.case, {1: key}) == 4


@pytest.mark.django_db(transaction=True)
def test_no_entry_is_written_outside_a_transaction() -> None:
    key = begin_log()
    with pytest.raises(RuntimeError, match="outside the transaction"):
        append(key)
    assert check_chain_holds(key.case, {1: key}) == 0


def test_the_same_person_has_one_mark_and_the_system_another() -> None:
    key = begin_log()
    append(key)
    append(key)
    record(key, LogActor(None, CustodyRole.SYSTEM), CustodyAction.ITEM_DAMAGED, key.case)
    marks = [event.entry["actor"] for event in read(key)]
    assert marks[0] == marks[1] != marks[2]
    assert OWNER.user_id is not None
    assert OWNER.user_id.hex not in marks[0]
