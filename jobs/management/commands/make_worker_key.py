from django.core.management.base import BaseCommand

from jobs.services import make_worker_key


class Command(BaseCommand):
    help = "Makes this boot's worker key pair in the run directory and registers its public half."

    def handle(self, *args: object, **options: object) -> None:
        make_worker_key(is_held=False)
