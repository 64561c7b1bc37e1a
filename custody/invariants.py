"""What holds of every custody log, checked without a key: whole, signed, and in its place."""

from collections.abc import Iterator

from core.invariants import Breach
from custody.models import CustodyErasure, CustodyEvent, CustodyLog
from custody.sealing import GENESIS, is_in_place, is_signed


def breaches() -> Iterator[Breach]:
    for log in CustodyLog.objects.iterator():
        yield from _of(log)
    for erasure in CustodyErasure.objects.all():
        yield Breach("I3", "a log is open to being erased", erasure.log_id)


def _of(log: CustodyLog) -> Iterator[Breach]:
    length, head = 0, bytes.fromhex(GENESIS)
    for event in log.events.order_by("seq").iterator():
        length += 1
        if event.seq != length:
            yield Breach("I3", "a log has a gap before", f"{log.id}/{event.seq}")
            length = event.seq
        yield from _of_event(log, event)
        head = bytes(event.hash)
    if (log.length, bytes(log.head)) != (length, head):
        yield Breach("I3", "a log does not end where its row says", log.id)


def _of_event(log: CustodyLog, event: CustodyEvent) -> Iterator[Breach]:
    where = f"{log.id}/{event.seq}"
    if not is_signed(bytes(event.hash), bytes(event.signature)):
        yield Breach("I3", "an entry is not signed by this instance", where)
    parts = (bytes(event.sealed_entry), bytes(event.sealed_details))
    if not is_in_place(log.case_id, log.id, event.seq, event.epoch, *parts):
        yield Breach("I3", "an entry is sealed for another place", where)
