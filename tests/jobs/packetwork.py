"""A packet from its request to the verifier's word, in this process."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from cases.models import Case, Grant
from cases.services import revoke_grant
from custody.enums import CustodyAction
from custody.reading import OpenedEvent, opened_events
from evidence.models import EvidenceItem
from jobs.enums import JobKind, JobState
from jobs.models import Job
from jobs.services import run_job
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.services import download_packet, request_packet
from tests.cast import Cast, Person
from tests.jobs.site import ROOT

ALIAS = "Melati"


def ask(person: Person, case: Case) -> ReportPacket:
    return request_packet(person.actor, person.keys(case), PacketKind.POLICE, ALIAS)


def job_of(packet: ReportPacket) -> Job:
    return Job.objects.get(kind=JobKind.PACKET, object_id=packet.id)


def build(packet: ReportPacket) -> JobState:
    """A worker takes the packet's message once."""
    run_job(job_of(packet).id)
    return JobState(job_of(packet).state)


def hers(person: Person, packet: ReportPacket) -> ReportPacket:
    return ReportPacket.objects.visible_to(person.actor).get(pk=packet.pk)


def acts_of(person: Person, case: Case) -> list[CustodyAction]:
    return [event.act for event in log_of_case(person, case)]


def revoke_first(cast: Cast) -> None:
    """Ani takes the case back from LBH Satu."""
    grant = Grant.objects.live().get(case=cast.case, organization=cast.satu)
    revoke_grant(cast.ani.actor, cast.ani.keys(cast.case), grant)


def packet_in_hand(person: Person, case: Case, folder: Path) -> "Downloaded":
    """Asked for, built and downloaded."""
    packet = ask(person, case)
    assert build(packet) == JobState.READY
    return download(person, packet, folder)


@dataclass(frozen=True, slots=True)
class Downloaded:
    """The ZIP as its requester has it on her disk."""

    path: Path

    def names(self) -> list[str]:
        """Paths inside the packet's one folder."""
        with zipfile.ZipFile(self.path) as archive:
            return [name.partition("/")[2] for name in archive.namelist()]

    def read(self, name: str) -> bytes:
        with zipfile.ZipFile(self.path) as archive:
            [full] = [each for each in archive.namelist() if each.partition("/")[2] == name]
            return archive.read(full)

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    @property
    def everything(self) -> bytes:
        return b"".join(self.read(name) for name in self.names())

    @property
    def notes(self) -> list[str]:
        return [incident["note"] for incident in self.json("data/timeline.json")["incidents"]]

    @property
    def originals(self) -> list[str]:
        return [name.split("/")[2] for name in self.names() if "/original." in name]

    def verified(self) -> tuple[int, str]:
        """The exit status of `python -m vaultverify`, and what it says."""
        command = [sys.executable, "-m", "vaultverify", str(self.path)]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        return done.returncode, done.stdout


def download(person: Person, packet: ReportPacket, folder: Path) -> Downloaded:
    row = hers(person, packet)
    _, chunks = download_packet(person.actor, person.keys(row.case), row)
    path = folder / f"{row.ref}.zip"
    path.write_bytes(b"".join(chunks))
    return Downloaded(path)


def blob_path(name: str | None) -> Path:
    return Path(settings.BLOB_DIR) / str(name)


def damage(item: EvidenceItem) -> None:
    """One bit of what lies on the disk changes."""
    path = blob_path(item.blob)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def log_of_case(owner: Person, case: Case) -> Iterator[OpenedEvent]:
    return opened_events(case.id, owner.keys(case).logs)
