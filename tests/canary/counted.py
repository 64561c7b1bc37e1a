"""Nine further cases that may be counted, and hers by now too: `python -m tests.canary.counted`.

With hers, five are of one form: that one is told.
"""

import django

django.setup()

from accounts.models import Organization  # noqa: E402
from cases.details import IncidentDetails  # noqa: E402
from cases.models import Grant  # noqa: E402
from core.clock import today  # noqa: E402
from core.quarters import quarter_of  # noqa: E402
from tests.workbench.counted import let_count  # noqa: E402


def main() -> None:
    organization = Organization.objects.get()
    let_count(organization, count=4, details=[IncidentDetails(("ncii",), "instagram")])
    let_count(organization, count=5)
    agreed = Grant.objects.filter(counted_from__isnull=False)
    agreed.update(counted_from=quarter_of(today()))


if __name__ == "__main__":
    main()
