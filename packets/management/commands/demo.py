"""Fills a development instance with fictional people and prints how to sign in as each."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import services as accounts
from accounts.enums import MemberRole, Role
from jobs.enums import JobKind
from packets.demonstration import people
from packets.enums import PacketKind
from packets.services import request_packet

PATHS: dict[str, dict[str, list[str]]] = {
    "threatened by a former partner": {
        "q01_siapa": ["diri"],
        "q02_usia": ["dewasa"],
        "q03_aman": ["ya"],
    },
    "lives with the respondent": {
        "q01_siapa": ["diri"],
        "q02_usia": ["dewasa"],
        "q03_aman": ["ragu"],
    },
    "under 18": {"q01_siapa": ["diri"], "q02_usia": ["u18_dulu_kini"], "q03_aman": ["ya"]},
}


class Command(BaseCommand):
    help = "Fills a development instance with fictional people."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Only an instance with KBGO_ENV=development takes fictional people.")
        if people.has_people():
            raise CommandError("This instance has people already; start with an empty state.")
        people.ensure_worker()
        self._staff()
        self._owners()

    def _staff(self) -> None:
        lead = people.new_staff("Lina", "lina@satu.invalid")
        self.first = accounts.found_organization("LBH Contoh Satu", "Fiktif.", lead, "Lina")
        self.lead = people.actor_of(lead, Role.LEAD, lead.user.membership)
        self.budi = people.new_paralegal(self.first, "Budi", "budi@satu.invalid")
        people.new_paralegal(self.first, "Citra", "citra@satu.invalid")
        oka = people.new_staff("Oka", "oka@satu.invalid")
        accounts.join(self.first, oka.user, MemberRole.ORG_ADMIN, "Oka")
        other = people.new_staff("Dewi", "dewi@dua.invalid")
        accounts.found_organization("LBH Contoh Dua", "Fiktif.", other, "Dewi")
        people.new_staff("Eko", "eko@situs.invalid", is_site_admin=True)
        for email in ("lina@satu", "budi@satu", "citra@satu", "oka@satu", "dewi@dua", "eko@situs"):
            self.stdout.write(f"staff  {email}.invalid  password: {people.PASSWORD}")

    def _owners(self) -> None:
        for number, (path, answers) in enumerate(PATHS.items()):
            owner = people.new_owner(answers)
            incidents = people.write_incidents(owner, 3 + number)
            people.write_report(owner)
            if answers["q02_usia"] == ["dewasa"]:
                list(people.keep_pictures(owner, incidents, 3, 0))
            if number == 0:
                people.share_with(owner, self.first, "Melati")
                people.assign(self.lead, owner, self.budi)
                packet = request_packet(owner.actor, owner.keys, PacketKind.POLICE, "Melati")
                people.run_jobs_of(JobKind.PACKET, packet.id)
            if number == 1:
                people.share_with(owner, self.first, "Kenanga")
            self.stdout.write(f"owner  {path}: {owner.words}")
