"""Cases whose owner lets an organisation count them."""

from collections.abc import Sequence

from accounts.models import Organization
from cases import services
from cases.details import Details, HelpDetails
from cases.models import Case, Grant
from core.clock import today
from core.quarters import quarter_of, quarters_later
from tests import cast
from tests.cases.pages import make_record

AGREED = ("seen", "statistics")


def let_count(
    organization: Organization,
    *,
    count: int,
    details: Sequence[Details] = (),
    gate: dict[str, list[str]] | None = None,
) -> list[Case]:
    """So many cases, each with these records, that count since the present quarter."""
    owner = cast.make_owner(name="Wulan")
    return [_let_count(organization, owner, details, gate) for _ in range(count)]


def _let_count(
    organization: Organization,
    owner: cast.Person,
    details: Sequence[Details],
    gate: dict[str, list[str]] | None,
) -> Case:
    case = cast.make_case(owner=owner, gate=gate)
    asked = HelpDetails(organization=str(organization.id), extent="whole", consents=AGREED)
    for one in (*details, asked):
        make_record(owner=owner, case=case, details=one)
    services.open_to_organization(owner.actor, owner.keys(case), asked)
    grow_old(case)
    return case


def grow_old(case: Case) -> None:
    """As if everything had been done in the quarter before."""
    current = quarter_of(today())
    Grant.objects.filter(case=case).update(counted_from=current)
    Case.objects.for_upkeep().filter(pk=case.pk).update(created_on=quarters_later(current, -1))
