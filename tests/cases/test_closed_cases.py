"""A case whose key was destroyed from outside keeps nobody from what has to be done with others."""

from accounts import services as accounts
from accounts.models import KeyPair
from cases import services
from cases.models import Case, CaseKeyWrap, ShredSecret
from custody.enums import CustodyAction
from custody.reading import opened_events
from tests.cast import Cast, make_case, share


def spoiled_beside(cast: Cast) -> Case:
    """A second case of hers, shared too, whose half of the secret is gone."""
    case = make_case(owner=cast.ani)
    share(owner=cast.ani, case=case, organization=cast.satu)
    ShredSecret.objects.filter(case_id=case.id).delete()
    return case


def test_an_organization_gets_its_new_key_all_the_same(cast: Cast) -> None:
    spoiled = spoiled_beside(cast)
    services.renew_organization_key(cast.lina.actor)
    assert cast.lina.keys(cast.case).epochs == (1,)
    retired = KeyPair.objects.filter(organization=cast.satu, retired_at__isnull=False)
    assert not CaseKeyWrap.objects.filter(case=spoiled, holder__in=retired).exists()


def test_new_words_are_noted_where_the_log_still_opens(cast: Cast) -> None:
    spoiled_beside(cast)
    services.renew_credentials(cast.ani.actor, cast.ani.unlocked, accounts.draw_words())
    events = opened_events(cast.case.id, cast.ani.keys(cast.case).logs)
    assert CustodyAction.CREDENTIALS_RENEWED in [event.act for event in events]


def test_everything_can_be_erased_and_kept(cast: Cast) -> None:
    spoiled = spoiled_beside(cast)
    services.dispose_everything(cast.ani.actor)
    assert not Case.objects.visible_to(cast.ani.actor).exists()
    services.keep_everything(cast.ani.actor)
    assert {*Case.objects.visible_to(cast.ani.actor)} == {cast.case, spoiled}
    services.dispose_everything(cast.ani.actor, at_once=True)
    assert not Case.objects.for_upkeep().exists()
