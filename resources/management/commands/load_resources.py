from django.core.management.base import BaseCommand

from resources.services import load_resources


class Command(BaseCommand):
    help = "Fills services, platforms and laws from the data files; what admins changed is kept."

    def handle(self, *args: object, **options: object) -> None:
        report = load_resources()
        self.stdout.write(
            f"{report.inserted} new, {report.refreshed} refreshed, {report.unchanged} unchanged, "
            f"{report.kept} kept as edited."
        )
