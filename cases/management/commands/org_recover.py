"""Brings back an organisation that lost all its leads: two sheets, two people, one new lead."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import services as accounts
from accounts.management.asking import new_password
from accounts.models import Organization
from cases.services import recover_organization
from core.exceptions import NotOpened


class Command(BaseCommand):
    help = "Makes a new lead of an organisation from two of its three recovery sheets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the organisation")
        parser.add_argument("--lead-email", required=True)
        parser.add_argument("--lead-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(name=options["name"]).first()
        if organization is None:
            raise CommandError("There is no organisation of that name.")
        sheets = (_sheet("One sheet"), _sheet("Another sheet, brought by somebody else"))
        name = options["lead_name"]
        details = accounts.StaffDetails(options["lead_email"], name, new_password(name))
        try:
            with transaction.atomic():
                recover_organization(organization, sheets, accounts.add_staff(details), name)
        except NotOpened as error:
            raise CommandError("These are not two sheets of this organisation.") from error
        self.stdout.write("The organisation has a lead again. Replace its key on the page “Key”.")


def _sheet(question: str) -> str:
    """Never shown while it is typed; a line each where it is piped in."""
    return getpass(f"{question}: ") if sys.stdin.isatty() else sys.stdin.readline()
