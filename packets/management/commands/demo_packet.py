"""Makes a fictional case, runs its packet job in this process and writes the finished packet."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from custody.sealing import instance_id
from jobs.enums import JobKind
from packets.demonstration import kinds, people
from packets.demonstration.measure import child_cpu, forget_peak, peak_mib
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.selectors import job_state
from packets.services import download_packet, request_packet

MIB = 1 << 20
ADULT = {"q01_siapa": ["diri"], "q02_usia": ["dewasa"], "q03_aman": ["ya"]}


class Command(BaseCommand):
    help = "Writes a packet about a fictional case; prints fingerprint, seconds and peak memory."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--kind", choices=PacketKind.values, default=PacketKind.POLICE.value)
        parser.add_argument("--incidents", type=int, default=12)
        parser.add_argument("--files", type=int, default=4)
        parser.add_argument("--file-mib", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This instance serves real people; it makes no fictional cases.")
        for database in settings.DATABASES:
            call_command("migrate", database=database, verbosity=0)
        call_command("load_resources", verbosity=0)
        people.ensure_worker()
        owner = people.new_owner(ADULT)
        incidents = people.write_incidents(owner, options["incidents"])
        size = options["file_mib"] * MIB
        list(people.keep_pictures(owner, incidents, options["files"], size))
        kinds.keep_each_kind(owner, incidents)
        people.write_report(owner)
        # All of the above may have taken longer than a worker may be silent.
        people.ensure_worker()
        self._build(owner, PacketKind(options["kind"]), options["out"])

    def _build(self, owner: people.DemoOwner, kind: PacketKind, out: Path) -> None:
        packet = request_packet(owner.actor, owner.keys, kind, alias="Contoh")
        forget_peak()
        wall, cpu, children = time.perf_counter(), time.process_time(), child_cpu()
        people.run_jobs_of(JobKind.PACKET, packet.id)
        seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
        typesetting = child_cpu() - children
        own, child = peak_mib()
        packet = ReportPacket.objects.visible_to(owner.actor).get(pk=packet.pk)
        if not packet.blob:
            raise CommandError(f"The packet was not built: {job_state(packet).value}.")
        _, chunks = download_packet(owner.actor, owner.keys, packet)
        with out.open("wb") as target:
            target.writelines(chunks)
        self.stdout.write(f"packet       {out} ({out.stat().st_size / MIB:.1f} MiB)")
        self.stdout.write(f"fingerprint  {instance_id()}")
        self.stdout.write(f"seconds      {seconds:.2f} ({cpu_seconds:.2f} of CPU in this process)")
        self.stdout.write(f"typesetting  {typesetting:.2f} of CPU in its child")
        self.stdout.write(
            f"peak memory  {own + child:.0f} MiB ({own:.0f} here, {child:.0f} in children)"
        )
