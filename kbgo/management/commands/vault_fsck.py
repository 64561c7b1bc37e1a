"""Checks every invariant that needs no key; names each breach by ids."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kbgo.fsck import breaches


class Command(BaseCommand):
    help = "Checks rows against blobs, chains, wraps and leases. 0 when all hold, else 1."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for breach in breaches():
            count += 1
            self.stdout.write(str(breach))
        if count:
            raise CommandError(f"{count} invariants do not hold.")
        self.stdout.write("all hold")
