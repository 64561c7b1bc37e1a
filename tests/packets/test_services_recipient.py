"""Whom a packet is for is said by the session that asked, not by the packet's row."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import KeyPair, Membership
from cases import services as cases
from core.exceptions import NotOpened
from custody.enums import CustodyAction
from jobs.enums import JobState
from jobs.models import Job
from jobs.services import make_worker_key
from packets.models import ReportPacket
from packets.services import continue_packet
from tests.cast import Cast, Person, make_cast, make_owner, share
from tests.jobs.casework import keep_file, write_note
from tests.jobs.packetwork import ask, build, download, hers, job_of, log_of_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.RUN_DIR = tmp_path
    people = make_cast()
    make_worker_key()
    write_note(people.ani, people.case, "Catatan Ani")
    return people


def give_to(packet: ReportPacket, person: Person) -> None:
    """What whoever writes to the database can do: another certified pair stands in the row."""
    pair = KeyPair.objects.current().get(user=person.user)
    ReportPacket.objects.for_job(packet.pk).update(holder=pair)


@pytest.mark.parametrize("name", ["mala", "budi", "dewi"])
def test_a_packet_is_built_for_nobody_but_who_asked(name: str, cast: Cast) -> None:
    thief = make_owner(name="Mala") if name == "mala" else cast.everybody[name]
    packet = ask(cast.ani, cast.case)
    give_to(packet, thief)
    assert (build(packet), job_of(packet).failure) == (JobState.FAILED, "other_recipient")
    left = ReportPacket.objects.for_job(packet.pk).get()
    assert (left.blob, left.wrapped_key) == (None, None)
    acts = [event.act for event in log_of_case(cast.ani, cast.case)]
    assert CustodyAction.PACKET_BUILT not in acts


def test_a_pair_with_a_foreign_public_key_is_refused(cast: Cast) -> None:
    mala = KeyPair.objects.current().get(user=make_owner(name="Mala").user)
    packet = ask(cast.ani, cast.case)
    own = KeyPair.objects.filter(user=cast.ani.user)
    own.update(public_key=mala.public_key, certificate=mala.certificate)
    build(packet)
    assert ReportPacket.objects.for_job(packet.pk).get().blob is None


def test_a_member_reads_as_the_organisation_she_asked_for(cast: Cast, tmp_path: Path) -> None:
    """Her membership is gone when the packet is built: the owner's view is not hers for that."""
    share(owner=cast.ani, case=cast.case, organization=cast.dua)
    cases.note_opening(cast.dewi.actor, cast.dewi.keys(cast.case), "ALASAN-DUA")
    packet = ask(cast.budi, cast.case)
    member = Membership.objects.get(user=cast.budi.user)
    Membership.objects.filter(pk=member.pk).update(user=make_owner(name="Mala").user)
    assert build(packet) == JobState.READY
    Membership.objects.filter(pk=member.pk).update(user=cast.budi.user)
    got = download(cast.budi, packet, tmp_path)
    assert b"ALASAN-DUA" not in got.everything
    assert b"LBH Dua" not in got.everything


def frozen_twice(cast: Cast) -> tuple[ReportPacket, bytes]:
    """A packet that stood still and was frozen anew, and its manifest of before."""
    packet = ask(cast.ani, cast.case)
    before = bytes(packet.sealed_manifest)
    Job.objects.update(state=JobState.NEEDS_OWNER)
    keep_file(cast.ani, cast.case)
    again = ask(cast.ani, cast.case)
    assert again.pk == packet.pk
    return again, before


def test_an_older_manifest_of_a_packet_builds_nothing(cast: Cast) -> None:
    packet, before = frozen_twice(cast)
    ReportPacket.objects.for_job(packet.pk).update(sealed_manifest=before)
    assert (build(packet), job_of(packet).failure) == (JobState.FAILED, "other_manifest")


def test_it_cannot_be_continued_either(cast: Cast) -> None:
    packet, before = frozen_twice(cast)
    ReportPacket.objects.for_job(packet.pk).update(sealed_manifest=before)
    Job.objects.update(state=JobState.NEEDS_OWNER)
    continue_packet(cast.ani.actor, cast.ani.keys(cast.case), hers(cast.ani, packet))
    assert (build(packet), job_of(packet).failure) == (JobState.FAILED, "other_manifest")


def test_the_newer_one_is_built(cast: Cast, tmp_path: Path) -> None:
    packet, _ = frozen_twice(cast)
    assert build(packet) == JobState.READY
    got = download(cast.ani, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == (["001"], 0)


def test_of_two_packets_neither_takes_the_manifest_of_the_other(cast: Cast) -> None:
    hers_own, theirs = ask(cast.ani, cast.case), ask(cast.budi, cast.case)
    manifest = theirs.sealed_manifest
    ReportPacket.objects.for_job(hers_own.pk).update(sealed_manifest=manifest)
    assert build(hers_own) != JobState.READY
    with pytest.raises(NotOpened):
        continue_packet(cast.ani.actor, cast.ani.keys(cast.case), hers(cast.ani, hers_own))
