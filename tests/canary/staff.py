"""Founds an organisation in a running instance: `python -m tests.canary.staff`, people on stdin.

Its lead and its paralegal come as JSON on standard input, so that they stand on no command line.
"""

import json
import sys

import django

django.setup()

from accounts import services as accounts  # noqa: E402
from accounts.enums import MemberRole  # noqa: E402
from accounts.services import StaffDetails  # noqa: E402


def main() -> None:
    people = json.load(sys.stdin)
    lead = accounts.add_staff(StaffDetails(**people["lead"]))
    organization = accounts.found_organization("LBH Kanari", "Fiktif.", lead, "Ketua")
    paralegal = accounts.add_staff(StaffDetails(**people["paralegal"]))
    accounts.join(organization, paralegal.user, MemberRole.PARALEGAL, "Pendamping")


if __name__ == "__main__":
    main()
