"""The way back for an owner who lost her words, and how somebody who pretends to be her fails."""

from datetime import timedelta

import pytest

from accounts import services as accounts
from accounts.exceptions import SignInRefused
from accounts.models import User
from cases import services
from cases.models import Assignment, Case, CaseKeyWrap, Restoration
from cases.reading import incidents_of
from core.exceptions import NotPermitted, PolicyRefused
from custody.enums import CustodyAction
from custody.reading import opened_events
from tests.cast import Cast, Person, make_case
from tests.clock import Clock
from tests.jobs.casework import write_note

HERE = "192.0.2.1"
NOTE = "Sebelum kata-katanya hilang."


@pytest.fixture
def asked(cast: Cast) -> Restoration:
    """Lina saw her in person and began."""
    write_note(cast.ani, cast.case, NOTE)
    return services.ask_restoration(cast.lina.actor, cast.lina.keys(cast.case), "Bertemu langsung.")


def approve(cast: Cast, row: Restoration, by: Person) -> None:
    services.approve_restoration(by.actor, by.keys(cast.case), row, "Mengenalnya.")


def finish(cast: Cast, row: Restoration) -> Person:
    """Hands the code over; she enters it and is somebody new with the old case."""
    code = services.finish_restoration(cast.lina.actor, cast.lina.keys(cast.case), row)
    return Person("Ani", accounts.enter_with_recovery_code(code, HERE), "")


def acts_of(person: Person, case: Case) -> list[CustodyAction]:
    return [event.act for event in opened_events(case.id, person.keys(case).logs)]


def test_two_people_and_three_days_give_the_case_back(
    cast: Cast, asked: Restoration, clock: Clock
) -> None:
    approve(cast, asked, cast.budi)
    clock.forward(hours=72, seconds=1)
    ani = finish(cast, asked)
    assert [one.details.note for one in incidents_of(ani.keys(cast.case))] == [NOTE]
    assert acts_of(ani, cast.case)[-1] == CustodyAction.CASE_EPOCH_STARTED
    assert not User.objects.filter(pk=cast.ani.user.pk).exists()
    with pytest.raises(SignInRefused):
        accounts.enter_with_words(cast.ani.secret, HERE)
    assert cast.budi.keys(cast.case).epochs == (1, 2)


def test_an_account_with_another_case_keeps_that_and_nothing_of_this(
    cast: Cast, asked: Restoration, clock: Clock
) -> None:
    other = make_case(owner=cast.ani)
    approve(cast, asked, cast.budi)
    clock.forward(hours=72, seconds=1)
    finish(cast, asked)
    assert list(Case.objects.visible_to(cast.ani.actor)) == [other]
    assert not CaseKeyWrap.objects.filter(case=cast.case, holder__user=cast.ani.user).exists()


@pytest.mark.parametrize("hours", [0, 71])
def test_before_the_72_hours_nothing_is_given(
    cast: Cast, asked: Restoration, clock: Clock, hours: int
) -> None:
    approve(cast, asked, cast.budi)
    clock.forward(hours=hours)
    with pytest.raises(PolicyRefused):
        finish(cast, asked)


def test_one_person_alone_gives_nothing_however_long_she_waits(
    cast: Cast, asked: Restoration, clock: Clock
) -> None:
    with pytest.raises(PolicyRefused):
        approve(cast, asked, cast.lina)
    clock.forward(days=30)
    with pytest.raises(PolicyRefused):
        finish(cast, asked)


def test_the_old_words_refuse_it_with_one_press(
    cast: Cast, asked: Restoration, clock: Clock
) -> None:
    approve(cast, asked, cast.budi)
    services.refuse_restoration(cast.ani.actor, cast.ani.keys(cast.case), asked)
    clock.forward(hours=73)
    with pytest.raises(PolicyRefused):
        finish(cast, asked)
    assert acts_of(cast.ani, cast.case)[-1] == CustodyAction.RESTORATION_REFUSED


def test_a_row_that_says_otherwise_than_the_log_counts_for_nothing(
    cast: Cast, asked: Restoration, clock: Clock
) -> None:
    clock.forward(days=4)
    long_ago = asked.asked_at - timedelta(days=9)
    Restoration.objects.update(approved_at=long_ago, asked_at=long_ago)
    with pytest.raises(PolicyRefused):
        finish(cast, asked)


def test_an_owner_can_forbid_it_beforehand_and_while_it_is_under_way(
    cast: Cast, asked: Restoration, clock: Clock
) -> None:
    approve(cast, asked, cast.budi)
    services.allow_restoring(cast.ani.actor, cast.ani.keys(cast.case), is_allowed=False)
    clock.forward(hours=73)
    with pytest.raises(PolicyRefused):
        finish(cast, asked)
    with pytest.raises(PolicyRefused):
        services.ask_restoration(cast.lina.actor, cast.lina.keys(cast.case), "Sekali lagi.")


def test_only_those_who_work_on_the_case_may_ask_approve_or_finish(
    cast: Cast, asked: Restoration
) -> None:
    with pytest.raises(NotPermitted):
        services.ask_restoration(cast.budi.actor, cast.budi.keys(cast.case), "Bukan pimpinan.")
    Assignment.objects.update(membership=cast.citra.membership)
    with pytest.raises(NotPermitted):
        services.approve_restoration(
            cast.budi.actor, cast.lina.keys(cast.case), asked, "Bukan tugasnya."
        )
