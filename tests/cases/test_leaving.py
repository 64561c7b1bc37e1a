"""Members who leave, lose a password, or lead and leave: what is still wrapped to whom."""

import pytest

from accounts import services as accounts
from accounts.exceptions import SignInRefused
from accounts.models import KeyPair, Membership, OrganizationKeyWrap
from accounts.sealing import NotOpened
from cases import services
from cases.exceptions import NoKey
from cases.models import Assignment, Case, CaseKeyWrap
from cases.sealing import keys_of
from core.exceptions import NotPermitted, PolicyRefused
from custody.enums import CustodyAction
from custody.reading import opened_events
from tests.cast import PASSWORD, Cast, Person, client_of, make_staff
from tests.jobs.casework import keep_file, write_note

HERE = "192.0.2.1"


def second_lead(people: Cast, name: str = "Mira") -> Person:
    person = make_staff(name=name)
    accounts.add_lead(people.satu, people.lina.unlocked, person.user, name)
    return person


def leave(people: Cast, person: Person, by: Person | None = None) -> None:
    services.end_membership((by or people.lina).actor, person.membership)


def epoch_of(case: Case) -> int:
    return Case.objects.for_job(case.pk).get().epoch


def acts_of(people: Cast) -> list[CustodyAction]:
    keys = people.ani.keys(people.case)
    return [event.act for event in opened_events(people.case.id, keys.logs)]


def test_a_member_who_leaves_holds_nothing_and_gets_in_nowhere(cast: Cast) -> None:
    browser = client_of(cast.budi)
    leave(cast, cast.budi, by=cast.oka)
    assert not CaseKeyWrap.objects.filter(holder__user=cast.budi.user).exists()
    assert not Assignment.objects.live().filter(membership__user=cast.budi.user).exists()
    assert browser.get("/k/").status_code == 302
    with pytest.raises(SignInRefused):
        accounts.enter_with_password(cast.budi.email, PASSWORD, HERE)


@pytest.mark.parametrize("opener", ["ani", "lina"])
def test_whoever_opens_the_case_next_gives_it_new_keys(cast: Cast, opener: str) -> None:
    person = cast.everybody[opener]
    leave(cast, cast.budi)
    assert epoch_of(cast.case) == 1
    place = f"/c/{cast.case.ref}/" if opener == "ani" else f"/k/{cast.case.ref}/"
    browser = client_of(person)
    for _ in range(2):
        assert browser.get(place).status_code == 200
    assert epoch_of(cast.case) == 2
    assert acts_of(cast).count(CustodyAction.CASE_UNASSIGNED) == 1


def test_what_is_written_afterwards_does_not_open_with_her_keys(cast: Cast) -> None:
    hers = cast.budi.keys(cast.case)
    leave(cast, cast.budi)
    services.renew_keys_if_due(cast.ani.actor, cast.ani.keys(cast.case))
    write_note(cast.ani, cast.case, "Sesudah Budi pergi.")
    item = keep_file(cast.ani, cast.case, b"baris\n", name="lain.txt")
    with pytest.raises(NotOpened):
        hers.file(item.id, item)


@pytest.mark.parametrize("by", ["budi", "citra", "dewi", "eko", "ani"])
def test_nobody_but_lead_and_admin_of_her_organization_may_end_it(cast: Cast, by: str) -> None:
    with pytest.raises(NotPermitted):
        leave(cast, cast.citra, by=cast.everybody[by])


def test_the_last_lead_cannot_leave(cast: Cast) -> None:
    with pytest.raises(PolicyRefused):
        leave(cast, cast.lina, by=cast.oka)
    assert Membership.objects.get(user=cast.lina.user).is_active


def test_a_new_password_comes_with_a_new_pair_and_no_case(cast: Cast) -> None:
    code = services.reset_member(cast.lina.actor, cast.budi.membership)
    with pytest.raises(SignInRefused):
        accounts.enter_with_password(cast.budi.email, PASSWORD, HERE)
    unlocked = accounts.set_password_with_code(code.lower(), "kata sandi baru sekali", HERE)
    budi = Person("Budi", unlocked, "kata sandi baru sekali", cast.budi.email)
    assert KeyPair.objects.current().get(user=budi.user).generation == 2
    assert not Case.objects.visible_to(budi.actor).exists()
    services.renew_keys_if_due(cast.lina.actor, cast.lina.keys(cast.case))
    services.assign_case(cast.lina.actor, cast.lina.keys(cast.case), budi.membership)
    assert budi.keys(cast.case).epochs == (1, 2)


def test_a_code_is_good_once_and_only_for_a_long_password(cast: Cast) -> None:
    code = services.reset_member(cast.lina.actor, cast.budi.membership)
    with pytest.raises(PolicyRefused):
        accounts.set_password_with_code(code, "pendek", HERE)
    accounts.set_password_with_code(code, "kata sandi baru sekali", HERE)
    for tried in (code, "nothing"):
        with pytest.raises(SignInRefused):
            accounts.set_password_with_code(tried, "kata sandi baru sekali", HERE)


def test_a_lead_who_leaves_takes_no_way_back_with_her(cast: Cast) -> None:
    mira = second_lead(cast)
    leave(cast, cast.lina, by=mira)
    services.renew_organization_key(mira.actor)
    case = Case.objects.visible_to(mira.actor).get()
    pairs = KeyPair.objects.filter(organization=cast.satu)
    assert not CaseKeyWrap.objects.filter(holder__in=pairs.filter(retired_at__isnull=False))
    assert {one.holder.user_id for one in OrganizationKeyWrap.objects.all()} >= {mira.user.pk}
    assert not OrganizationKeyWrap.objects.filter(holder__user=cast.lina.user).exists()
    services.renew_keys_if_due(mira.actor, keys_of(mira.actor, case))
    assert mira.keys(cast.case).epochs == (1, 2)
    assert cast.budi.keys(cast.case).epochs == (1, 2)
    assert CustodyAction.CASE_KEY_RENEWED in acts_of(cast)


def test_a_reset_lead_waits_for_a_present_one(cast: Cast) -> None:
    mira = second_lead(cast)
    code = services.reset_member(mira.actor, cast.lina.membership)
    unlocked = accounts.set_password_with_code(code, "kata sandi baru sekali", HERE)
    lina = Person("Lina", unlocked, "kata sandi baru sekali", cast.lina.email)
    with pytest.raises((NoKey, NotOpened)):
        lina.keys(cast.case)
    accounts.give_organization_key(mira.actor.keyring, lina.membership)
    assert lina.keys(cast.case).epochs == (1,)


def test_only_a_lead_renews_the_organizations_key(cast: Cast) -> None:
    for name in ("budi", "oka", "eko", "ani"):
        with pytest.raises(NotPermitted):
            services.renew_organization_key(cast.everybody[name].actor)


def test_two_sheets_bring_an_organization_back_and_its_owners_read_it(cast: Cast) -> None:
    sheets = services.print_sheets(cast.lina.actor)
    services.renew_organization_key(cast.lina.actor)
    nina = make_staff(name="Nina")
    services.recover_organization(cast.satu, (sheets[2], sheets[0]), nina.unlocked, "Nina")
    assert nina.keys(cast.case).epochs == (1,)
    assert acts_of(cast)[-1] == CustodyAction.CASE_KEY_RECOVERED


def test_old_sheets_foreign_sheets_and_one_sheet_bring_nothing_back(cast: Cast) -> None:
    old = services.print_sheets(cast.lina.actor)
    new = services.print_sheets(cast.lina.actor)
    foreign = services.print_sheets(cast.dewi.actor)
    nina = make_staff(name="Nina")
    for pair in ((old[0], old[1]), (old[0], new[1]), (foreign[0], foreign[1]), (new[0], new[0])):
        with pytest.raises(NotOpened):
            services.recover_organization(cast.satu, pair, nina.unlocked, "Nina")
    assert not Membership.objects.filter(user=nina.user).exists()
