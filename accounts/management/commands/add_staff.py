"""Adds a member to an organisation, or a site admin; a further lead needs a present one's key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import services
from accounts.enums import MemberRole
from accounts.management.asking import new_password
from accounts.models import Organization

ROLES = (MemberRole.PARALEGAL, MemberRole.LAWYER, MemberRole.ORG_ADMIN)
SITE_ADMIN = "site_admin"


class Command(BaseCommand):
    help = "Adds a member to an organisation, or a site admin. The password is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", choices=[*(role.value for role in ROLES), SITE_ADMIN])
        parser.add_argument("--organization")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        role, name = options["role"], options["name"]
        organization = Organization.objects.filter(name=options["organization"]).first()
        if role != SITE_ADMIN and organization is None:
            raise CommandError("There is no organisation of that name.")
        details = services.StaffDetails(
            email=options["email"], name=name, password=new_password(name)
        )
        with transaction.atomic():
            person = services.add_staff(details, is_site_admin=role == SITE_ADMIN)
            if role != SITE_ADMIN and organization is not None:
                services.join(organization, person.user, MemberRole(role), name)
