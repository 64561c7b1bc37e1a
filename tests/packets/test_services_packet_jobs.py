"""A packet's job and its day: what is there before, what is left after, and who is asked again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.exceptions import PolicyRefused
from custody.enums import CustodyAction
from evidence.storage import blob_exists, blob_names
from jobs.enums import JobState
from jobs.exceptions import LeaseLost
from jobs.models import Job, WorkerKey
from jobs.sealing import open_grant, own_worker_key
from jobs.services import _claim, make_worker_key
from packets.models import ReportPacket
from packets.selectors import job_state
from packets.services import (
    build_packet,
    continue_packet,
    download_packet,
    expire_packets,
)
from packets.services.building import KEPT_FOR
from tests.cast import Cast
from tests.jobs.casework import run_jobs, write_note
from tests.jobs.packetwork import (
    acts_of,
    ask,
    build,
    download,
    hers,
    job_of,
    revoke_first,
)
from tests.jobs.runners import lose_the_lease

pytestmark = pytest.mark.django_db

NOTE = "Dia mengancam akan menyebarkan foto saya"


def stored() -> set[str]:
    return {name for name, _ in blob_names()}


def test_a_run_that_new_keys_overtook_leaves_nothing(cast: Cast) -> None:
    packet, own = ask(cast.ani, cast.case), own_worker_key()
    lease = _claim(job_of(packet).id)
    assert own is not None
    assert lease is not None
    granted = open_grant(lease.job.grants.select_related("job").get(), own[1])
    revoke_first(cast)
    before = stored()
    with pytest.raises(LeaseLost):
        build_packet(lease, granted)
    assert (stored(), job_of(packet).state) == (before, JobState.NEEDS_OWNER)
    assert CustodyAction.PACKET_BUILT not in acts_of(cast.ani, cast.case)


def test_before_it_is_built_there_is_nothing_to_download(cast: Cast) -> None:
    packet = ask(cast.ani, cast.case)
    keys = cast.ani.keys(cast.case)
    with pytest.raises(PolicyRefused):
        download_packet(cast.ani.actor, keys, packet)
    assert CustodyAction.PACKET_DOWNLOADED not in acts_of(cast.ani, cast.case)


def test_the_entry_stands_before_the_first_byte(cast: Cast) -> None:
    packet = ask(cast.ani, cast.case)
    build(packet)
    download_packet(cast.ani.actor, cast.ani.keys(cast.case), hers(cast.ani, packet))
    assert acts_of(cast.ani, cast.case)[-1] == CustodyAction.PACKET_DOWNLOADED


def test_after_a_day_row_and_blob_are_gone(
    cast: Cast, forward: Callable[[Any], None], django_capture_on_commit_callbacks: Any
) -> None:
    packet, kept = ask(cast.ani, cast.case), ask(cast.budi, cast.case)
    build(packet)
    blob = hers(cast.ani, packet).blob or ""
    assert (expire_packets(), blob_exists(blob)) == (0, True)
    forward(KEPT_FOR)
    with pytest.raises(PolicyRefused):
        download_packet(cast.ani.actor, cast.ani.keys(cast.case), hers(cast.ani, packet))
    with django_capture_on_commit_callbacks(execute=True):
        assert expire_packets() == 1
    assert not blob_exists(blob)
    assert list(ReportPacket.objects.for_upkeep()) == [kept]


def test_an_expired_packet_can_be_asked_for_anew(
    cast: Cast, tmp_path: Path, forward: Callable[[Any], None]
) -> None:
    build(ask(cast.ani, cast.case))
    forward(KEPT_FOR)
    expire_packets()
    make_worker_key()
    packet = ask(cast.ani, cast.case)
    build(packet)
    assert download(cast.ani, packet, tmp_path).verified()[0] == 0


def test_without_a_worker_she_is_asked_and_continues_what_was_frozen(
    cast: Cast, tmp_path: Path
) -> None:
    write_note(cast.ani, cast.case, NOTE)
    WorkerKey.objects.all().delete()
    packet = ask(cast.ani, cast.case)
    assert job_state(packet) == JobState.NEEDS_OWNER
    write_note(cast.ani, cast.case, "Catatan sesudahnya")
    make_worker_key()
    continue_packet(cast.ani.actor, cast.ani.keys(cast.case), packet)
    assert build(packet) == JobState.READY
    assert download(cast.ani, packet, tmp_path).notes == [NOTE]


def test_two_packets_of_one_case_stand_side_by_side(cast: Cast, tmp_path: Path) -> None:
    packets = []
    for _ in range(2):
        packets.append(ask(cast.ani, cast.case))
        assert build(packets[-1]) == JobState.READY
    assert [download(cast.ani, packet, tmp_path).verified()[0] for packet in packets] == [0, 0]


def test_asking_again_gives_the_one_that_is_on_its_way(cast: Cast) -> None:
    packet, entries = ask(cast.ani, cast.case), len(acts_of(cast.ani, cast.case))
    assert ask(cast.ani, cast.case) == packet
    assert len(acts_of(cast.ani, cast.case)) == entries
    assert ask(cast.budi, cast.case) != packet


def test_one_that_stands_still_is_frozen_anew(cast: Cast, tmp_path: Path) -> None:
    WorkerKey.objects.all().delete()
    packet = ask(cast.ani, cast.case)
    write_note(cast.ani, cast.case, NOTE)
    make_worker_key()
    assert ask(cast.ani, cast.case) == packet
    assert build(packet) == JobState.READY
    got = download(cast.ani, packet, tmp_path)
    assert (got.notes, got.verified()[0]) == ([NOTE], 0)


def test_the_sixth_packet_of_a_day_waits_for_tomorrow(
    cast: Cast, forward: Callable[[Any], None]
) -> None:
    for _ in range(5):
        assert build(ask(cast.ani, cast.case)) == JobState.READY
    with pytest.raises(PolicyRefused):
        ask(cast.ani, cast.case)
    assert build(ask(cast.budi, cast.case)) == JobState.READY
    forward(KEPT_FOR)
    assert ask(cast.ani, cast.case)


def test_a_run_that_lost_its_lease_leaves_no_blob_and_no_entry(cast: Cast) -> None:
    packet, own = ask(cast.ani, cast.case), own_worker_key()
    lease = _claim(job_of(packet).id)
    assert own is not None
    assert lease is not None
    granted = open_grant(lease.job.grants.select_related("job").get(), own[1])
    lose_the_lease(lease)
    before = stored()
    with pytest.raises(LeaseLost):
        build_packet(lease, granted)
    assert stored() == before
    assert hers(cast.ani, packet).blob is None
    assert CustodyAction.PACKET_BUILT not in acts_of(cast.ani, cast.case)


def test_a_packet_that_is_gone_fails_its_job(cast: Cast) -> None:
    packet = ask(cast.ani, cast.case)
    job = job_of(packet)
    packet.delete()
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, "packet_gone")


def test_a_manifest_that_was_changed_builds_nothing(cast: Cast) -> None:
    packet, other = ask(cast.ani, cast.case), ask(cast.budi, cast.case)
    ReportPacket.objects.for_job(packet.pk).update(sealed_manifest=other.sealed_manifest)
    assert build(packet) == JobState.QUEUED
    assert hers(cast.ani, packet).blob is None


def test_a_ready_packet_whose_job_was_forgotten_is_ready_still(cast: Cast) -> None:
    packet = ask(cast.ani, cast.case)
    assert job_state(packet) == JobState.QUEUED
    build(packet)
    Job.objects.all().delete()
    assert job_state(hers(cast.ani, packet)) == JobState.READY


def test_a_row_read_before_the_work_ended_is_still_on_its_way(cast: Cast) -> None:
    packet = ask(cast.ani, cast.case)
    build(packet)
    assert packet.blob is None
    assert job_state(packet) == JobState.BUILDING
