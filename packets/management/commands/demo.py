"""Fills a development instance with fictional people and prints how to sign in as each."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import services as accounts
from accounts.enums import MemberRole, Role
from jobs.enums import JobKind
from packets.demonstration import films, kinds, people
from packets.enums import PacketKind
from packets.services import request_packet

STAFF = {
    "lina@satu.invalid": "lead of LBH Contoh Satu",
    "budi@satu.invalid": "paralegal of LBH Contoh Satu, works on Melati's case",
    "citra@satu.invalid": "paralegal of LBH Contoh Satu, without a case",
    "oka@satu.invalid": "administrator of LBH Contoh Satu, sees no case",
    "dewi@dua.invalid": "lead of LBH Contoh Dua",
    "eko@situs.invalid": "administrator of the site, sees no case",
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
        self.stdout.write(f"Staff sign in at /kerja, all with the password: {people.PASSWORD}")
        for email, role in STAFF.items():
            self.stdout.write(f"  {email:<20} {role}")

    def _owners(self) -> None:
        self.stdout.write("Owners sign in at /masuk with seven words:")
        for number, story in enumerate(people.STORIES):
            owner = people.begin_story(story)
            incidents = people.write_incidents(owner, 3 + number)
            people.write_report(owner)
            if story.is_adult:
                list(people.keep_pictures(owner, incidents, 3, 0))
                kinds.keep_each_kind(owner, incidents)
                films.keep_film(owner, incidents[0])
                people.share_with(owner, self.first, story)
            else:
                kinds.keep_address(owner, incidents[0])
            if number == 0:
                people.assign(self.lead, owner, self.budi)
                packet = request_packet(owner.actor, owner.keys, PacketKind.POLICE, story.alias)
                people.run_jobs_of(JobKind.PACKET, packet.id)
            self.stdout.write(f"  {owner.words}")
            self.stdout.write(f"    {story.about}; {self._shared(story)}")

    def _shared(self, story: people.Story) -> str:
        if not story.is_adult:
            return "not shared"
        return f"shared with {self.first.name} as {story.alias}"
