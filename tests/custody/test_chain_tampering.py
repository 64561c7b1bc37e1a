"""Each way in which somebody with the whole database, and no key of the instance, could lie."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db.models import F

from core.exceptions import NotOpened
from custody.enums import CustodyAction
from custody.exceptions import ChainBroken
from custody.models import CustodyEvent, CustodyLog
from custody.reading import check_chain_holds, opened_events
from custody.sealing import LogKey, _address, seal_event
from tests.custody.logs import log_of_three, read
from tests.flushing import LOGS, unguarded
from vault.chain import canonical
from vault.envelope import seal
from vault.primitives import random_bytes
from vault.signing import SigningKey

pytestmark = pytest.mark.django_db

Tampering = Callable[[LogKey], object]


def row(seq: int) -> CustodyEvent:
    return CustodyEvent.objects.order_by("id").get(seq=seq)


def change(which: int, /, **values: object) -> None:
    assert CustodyEvent.objects.filter(seq=which).update(**values) == 1


def flipped(data: bytes) -> bytes:
    return bytes([*data[:-1], data[-1] ^ 1])


def swap(one: int, other: int, *columns: str) -> None:
    first, second = row(one), row(other)
    change(one, **{name: getattr(second, name) for name in columns})
    change(other, **{name: getattr(first, name) for name in columns})


def cut(seq: int) -> Tampering:
    return lambda key: CustodyEvent.objects.filter(seq=seq).delete()


def cut_and_close_up(key: LogKey) -> None:
    CustodyEvent.objects.filter(seq=2).delete()
    change(3, seq=2)
    CustodyLog.objects.update(length=2)


def reorder(key: LogKey) -> None:
    change(1, seq=9)
    change(2, seq=1)
    change(9, seq=2)


def replay(key: LogKey) -> None:
    again = row(2)
    again.pk, again.seq = None, 4
    again.save(force_insert=True)
    CustodyLog.objects.update(length=4, head=again.hash)


def put_other_time(key: LogKey) -> None:
    CustodyEvent.objects.filter(seq=2).update(at=row(1).at.replace(year=2020))


def forge(key: LogKey, seq: int, **changes: str) -> None:
    """As a holder of the log's key who writes another entry over one of hers."""
    event = read(key)[seq - 1]
    log = CustodyLog.objects.get(case_id=key.case)
    entry = {name: value for name, value in event.entry.items()} | changes
    made = seal_event(key, log.id, seq, entry, event.details)
    signature = SigningKey.generate().sign(b"kbgo/v1/log-entry", made.hash)
    change(
        seq,
        hash=made.hash,
        signature=signature,
        sealed_entry=made.sealed_entry,
        sealed_details=made.sealed_details,
    )


def forge_act(key: LogKey) -> None:
    forge(key, 2, act=CustodyAction.CASE_OPENED.value)


def forge_the_last(key: LogKey) -> None:
    forge(key, 3, act=CustodyAction.CASE_OPENED.value)
    CustodyLog.objects.update(head=row(3).hash)


def rewrite_details(key: LogKey) -> None:
    """As a holder of the log's key who tells another story under the signed entry."""
    log = CustodyLog.objects.get(case_id=key.case)
    content = canonical({"salt": read(key)[1].salt, "details": {"number": "9"}})
    change(2, sealed_details=seal(key.key, _address(key, log.id, 2, 2), content))


def reseal_details(key: LogKey) -> None:
    """The same story, sealed once more: the entry names the bytes that were there."""
    log, event = CustodyLog.objects.get(case_id=key.case), read(key)[1]
    content = canonical({"salt": event.salt, "details": dict(event.details)})
    change(2, sealed_details=seal(key.key, _address(key, log.id, 2, 2), content))


def graft(key: LogKey) -> None:
    """An entry of another case's log in the place of one of hers."""
    log_of_three()
    other = CustodyEvent.objects.exclude(log__case_id=key.case).get(seq=2)
    CustodyEvent.objects.filter(log__case_id=key.case, seq=2).update(
        hash=other.hash,
        signature=other.signature,
        sealed_entry=other.sealed_entry,
        sealed_details=other.sealed_details,
    )


TAMPERINGS: dict[str, tuple[int, Tampering]] = {
    "first entry cut": (1, cut(1)),
    "middle entry cut": (2, cut(2)),
    "last entry cut": (3, cut(3)),
    "middle entry cut, numbers closed up": (2, cut_and_close_up),
    "order changed": (1, reorder),
    "entry played again": (4, replay),
    "hash changed": (2, lambda key: change(2, hash=random_bytes(32))),
    "signature changed": (2, lambda key: change(2, signature=flipped(row(2).signature))),
    "signature of another entry": (1, lambda key: swap(1, 2, "signature")),
    "time changed": (2, put_other_time),
    "entry moved to another epoch": (2, lambda key: change(2, epoch=2)),
    "entry moved to an epoch that never was": (2, lambda key: change(2, epoch=7)),
    "entry byte changed": (2, lambda key: change(2, sealed_entry=flipped(row(2).sealed_entry))),
    "entry cut short": (2, lambda key: change(2, sealed_entry=row(2).sealed_entry[:-20])),
    "entries swapped": (1, lambda key: swap(1, 2, "sealed_entry")),
    "details byte changed": (
        2,
        lambda key: change(2, sealed_details=flipped(row(2).sealed_details)),
    ),
    "details swapped": (1, lambda key: swap(1, 2, "sealed_details")),
    "whole entries swapped": (
        1,
        lambda key: swap(1, 2, "hash", "signature", "sealed_entry", "sealed_details", "at"),
    ),
    "entry of another log": (2, graft),
    "act forged with the log's key": (2, forge_act),
    "last act forged with the log's key": (3, forge_the_last),
    "details rewritten with the log's key": (2, rewrite_details),
    "details sealed again with the log's key": (2, reseal_details),
    "head changed": (4, lambda key: CustodyLog.objects.update(head=random_bytes(32))),
    "length raised": (4, lambda key: CustodyLog.objects.update(length=F("length") + 1)),
    "length lowered": (4, lambda key: CustodyLog.objects.update(length=2)),
}


@pytest.mark.parametrize(("seq", "tamper"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_is_found_at_its_entry(seq: int, tamper: Tampering) -> None:
    key = log_of_three()
    keys = {1: key, 2: replace(key, epoch=2, key=random_bytes(32))}
    assert check_chain_holds(key.case, keys) == 3
    with unguarded(LOGS):
        tamper(key)
    with pytest.raises(ChainBroken) as found:
        check_chain_holds(key.case, keys)
    assert found.value.seq == seq


@pytest.mark.parametrize("tamper", [rewrite_details, put_other_time, graft])
def test_what_was_not_signed_is_not_shown_either(tamper: Tampering) -> None:
    key = log_of_three()
    with unguarded(LOGS):
        tamper(key)
    with pytest.raises(NotOpened):
        list(opened_events(key.case, {1: key}))


def test_the_error_names_the_entry_and_nothing_else() -> None:
    key = log_of_three()
    with unguarded(LOGS):
        change(2, hash=random_bytes(32))
    with pytest.raises(ChainBroken, match=r"^log entry 2 does not follow$"):
        check_chain_holds(key.case, {1: key})
