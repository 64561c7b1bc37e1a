"""Founds a legal-aid organisation with its first lead; prints its fingerprint for the poster."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts import services
from accounts.management.asking import new_password
from accounts.sealing import fingerprint_of


class Command(BaseCommand):
    help = "Founds an organisation with its first lead, whose password is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--about", default="")
        parser.add_argument("--lead-email", required=True)
        parser.add_argument("--lead-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        lead_name = options["lead_name"]
        details = services.StaffDetails(
            email=options["lead_email"], name=lead_name, password=new_password(lead_name)
        )
        with transaction.atomic():
            lead = services.add_staff(details)
            founded = services.found_organization(
                options["name"], options["about"], lead, alias=lead_name
            )
        words = fingerprint_of(founded.key_pairs.current().get())
        self.stdout.write(" ".join(words))
