"""What a case and the instance hold is told as it is, and asked for often without costing much."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connections
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from evidence.models import Derivative, EvidenceItem, UploadPart
from evidence.room import CLOSE_BYTES, REMEMBERED, room_left
from jobs.enums import JobState
from jobs.services import make_worker_key
from packets.models import ReportPacket
from packets.services import expire_packets
from tests import cast
from tests.clock import Clock
from tests.evidence.conftest import Desk
from tests.evidence.parts import TEXT, send
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import ask, build, hers

LARGE = CLOSE_BYTES + (1 << 40)


@pytest.fixture
def forgotten(clock: Clock) -> Clock:
    """Nothing is remembered of what was counted before."""
    clock.forward(seconds=REMEMBERED.total_seconds() + 1)
    return clock


def everything() -> int:
    rows = (EvidenceItem.objects, UploadPart.objects, Derivative.objects, ReportPacket.objects)
    return sum(one.blob_bytes for each in rows for one in each.for_upkeep())


def test_a_case_is_counted_as_it_is_in_this_moment(desk: Desk, settings: LazySettings) -> None:
    keep_file(desk.person, desk.case)
    other = cast.make_case(owner=desk.person)
    sending = send(desk, "a.txt", TEXT)
    assert Derivative.objects.within(item__case=desk.case).update(blob_bytes=77)
    for at in (0, 8192):
        sending.part(at, TEXT[at : at + 8192])
        assert settings.CASE_QUOTA_BYTES - room_left(desk.case).in_case == everything()
    assert room_left(other).in_case == settings.CASE_QUOTA_BYTES


def test_of_the_instance_it_is_remembered_for_a_few_seconds(
    desk: Desk, forgotten: Clock, settings: Any
) -> None:
    settings.INSTANCE_QUOTA_BYTES = LARGE
    before = room_left(desk.case).in_instance
    item = keep_file(desk.person, desk.case)
    assert room_left(desk.case).in_instance == before
    forgotten.forward(seconds=REMEMBERED.total_seconds())
    assert room_left(desk.case).in_instance == before - item.blob_bytes


def test_where_little_is_left_it_is_counted_every_time(desk: Desk, settings: Any) -> None:
    """So that no process takes more than one part for which there was no room."""
    settings.INSTANCE_QUOTA_BYTES = CLOSE_BYTES
    for _ in range(3):
        keep_file(desk.person, desk.case)
        assert room_left(desk.case).in_instance == CLOSE_BYTES - everything()


def test_a_clock_that_was_put_back_makes_nothing_last(
    desk: Desk, forgotten: Clock, settings: Any
) -> None:
    settings.INSTANCE_QUOTA_BYTES = LARGE
    before = room_left(desk.case).in_instance
    item = keep_file(desk.person, desk.case)
    forgotten.forward(hours=-2)
    assert room_left(desk.case).in_instance == before - item.blob_bytes


@pytest.mark.usefixtures("machines")
def test_a_packet_takes_room_of_the_instance_alone_until_it_expires(
    desk: Desk, clock: Clock, settings: Any
) -> None:
    settings.INSTANCE_QUOTA_BYTES = CLOSE_BYTES
    keep_file(desk.person, desk.case)
    make_worker_key()
    before = room_left(desk.case)
    packet = ask(desk.person, desk.case)
    assert build(packet) == JobState.READY
    made = hers(desk.person, packet).blob_bytes
    left = room_left(desk.case)
    assert made > 0
    assert (left.in_case, left.in_instance) == (before.in_case, before.in_instance - made)
    clock.forward(hours=25)
    expire_packets()
    assert room_left(desk.case).in_instance == before.in_instance


def queries(act: Callable[[], HttpResponse], status: int) -> int:
    main, shred = (CaptureQueriesContext(connections[name]) for name in ("default", "shred"))
    with main, shred:
        assert act().status_code == status
    return len(main) + len(shred)


def test_a_part_asks_for_little_however_much_lies_here(desk: Desk) -> None:
    """Session, case, its keys (3), upload, where it stands, gate (2), room; then in one transaction
    case, log, upload, where it stands, gate, room, and the two rows."""
    content = TEXT * 3
    sending = send(desk, "a.txt", content)
    sending.part(0, content[:8192])
    counted = queries(lambda: sending.part(8192, content[8192:16384]), 204)
    for _ in range(5):
        keep_file(desk.person, desk.case)
    again = queries(lambda: sending.part(16384, content[16384:24576]), 204)
    assert (counted, again) == (20, 20)


def test_a_form_with_a_file_asks_for_little_however_much_lies_here(desk: Desk) -> None:
    """Before the body and after it: the body may take an hour, in which much can change."""
    desk.send("a.txt", TEXT)
    counted = queries(lambda: desk.send("b.txt", TEXT), 302)
    for _ in range(5):
        keep_file(desk.person, desk.case)
    assert (counted, queries(lambda: desk.send("c.txt", TEXT), 302)) == (27, 27)
