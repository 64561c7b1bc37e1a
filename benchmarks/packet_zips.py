"""A packet with 256 MiB of originals: its ZIP alone, and the whole job from grant to blob."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import MIB, Figure, speed
from benchmarks.ground import sample_video
from benchmarks.rounds import best_seconds
from benchmarks.yardsticks import CRC32, SHA256, crc32, pieces, sha256
from custody.sealing import sign_as_instance
from evidence.services import Admission, admit_evidence
from evidence.storage import delete_blob
from evidence.uploads import sealed_upload
from jobs.enums import JobKind
from packets.builders.content import SIGNATURE_LABEL, PacketContent, PacketEvidence
from packets.builders.packet import write_packet
from packets.demonstration.people import DemoOwner, ensure_worker, run_jobs_of
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.services import request_packet

FILES = 4
FILE_SIZE = 64 * MIB
ZIP, JOB = "packet ZIP of 256 MiB", "packet job of 256 MiB, opened and sealed"


def measure(owner: DemoOwner, folder: Path, rounds: int) -> list[Figure]:
    paths = [sample_video(folder / f"{number}.mp4", FILE_SIZE) for number in range(FILES)]
    content, target = _content(paths), folder / "packet.zip"
    for path in paths:
        upload = sealed_upload(owner.keys.case, path.name, pieces(path))
        told = Admission(is_intimate=False, shows_adults_only=True)
        admit_evidence(owner.actor, owner.keys, upload, told)
    acts = {
        ZIP: lambda: _write(content, target),
        JOB: lambda: _build(owner),
        CRC32: lambda: crc32(paths),
        SHA256: lambda: sha256(paths),
    }
    seconds = best_seconds(acts, rounds)
    for path in (*paths, target):
        path.unlink()
    pairs = [(name, bare) for name in (ZIP, JOB) for bare in (CRC32, SHA256)]
    return [speed(name, FILES * FILE_SIZE, seconds, bare) for name, bare in pairs]


def _write(content: PacketContent, target: Path) -> None:
    with target.open("wb") as file:

        def sink(data: bytes) -> None:
            file.write(data)

        write_packet(content, sink)


def _content(paths: list[Path]) -> PacketContent:
    made_at = datetime(2026, 11, 1, tzinfo=UTC)
    return PacketContent(
        packet_ref="contoh01",
        case_ref="contoh00",
        alias="Contoh",
        made_at=made_at,
        app_version="0",
        instance_id="0" * 16,
        instance_public_key=bytes(32),
        log_head="0" * 64,
        sign=lambda message: sign_as_instance(SIGNATURE_LABEL, message),
        evidence=tuple(_item(number, path, made_at) for number, path in enumerate(paths, start=1)),
    )


def _item(number: int, path: Path, received_at: datetime) -> PacketEvidence:
    with path.open("rb", buffering=0) as file:
        digest = hashlib.file_digest(file, "sha256")
    return PacketEvidence(
        number=number,
        label=f"B-{number:02d}",
        obj=path.stem,
        name=path.name,
        media_type="video/mp4",
        file_class="video",
        size=FILE_SIZE,
        sha256=digest.hexdigest(),
        received_at=received_at,
        is_intimate=False,
        source=lambda: pieces(path),
    )


def _build(owner: DemoOwner) -> None:
    # What was measured before took longer than a worker may be silent.
    ensure_worker()
    packet = request_packet(owner.actor, owner.keys, PacketKind.POLICE)
    run_jobs_of(JobKind.PACKET, packet.id)
    built = ReportPacket.objects.visible_to(owner.actor).get(pk=packet.pk)
    assert built.blob, "the packet was not built"
    delete_blob(built.blob)
    # Without its row it does not count among the few that a person may ask for in a day.
    built.delete()
