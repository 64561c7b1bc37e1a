"""An organisation let in a second time is noted a second time, also by a session that stayed."""

from django.urls import reverse

from cases.models import Grant
from cases.services import revoke_grant
from custody.enums import CustodyAction
from tests.cases.pages import acts
from tests.cast import Cast, assign, client_of, share

OPENED = CustodyAction.CASE_OPENED


def times_opened(people: Cast) -> int:
    return acts(people.ani, people.case).count(OPENED)


def shut_out_and_let_in(people: Cast) -> None:
    grant = Grant.objects.live().get(case=people.case)
    revoke_grant(people.ani.actor, people.ani.keys(people.case), grant)
    share(owner=people.ani, case=people.case, organization=people.satu)


def test_a_lead_is_asked_for_her_reason_again(cast: Cast) -> None:
    lina, address = client_of(cast.lina), reverse("workbench:case", args=[cast.case.ref])
    for reason in ("sekali", "dua kali"):
        assert b'name="reason"' in lina.get(address).content
        lina.post(address, {"reason": reason})
        assert b'name="reason"' not in lina.get(address).content
        shut_out_and_let_in(cast)
    assert times_opened(cast) == 2


def test_whoever_is_assigned_again_is_noted_again(cast: Cast) -> None:
    budi, address = client_of(cast.budi), reverse("workbench:log", args=[cast.case.ref])
    for expected in (1, 2):
        assert budi.get(address).status_code == budi.get(address).status_code == 200
        assert times_opened(cast) == expected
        shut_out_and_let_in(cast)
        assign(lead=cast.lina, case=cast.case, member=cast.budi)
