"""An owner erases her case, or everything: the window, the way back, and what is left."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections

from accounts.models import KeyPair, Session, SignIn, User
from cases.details import IncidentDetails
from cases.models import AccountErasure, Case, ShredSecret
from cases.reading import incidents_of
from cases.sealing import HeldKeys, keys_of
from cases.services import (
    dispose_case,
    dispose_everything,
    erase_due,
    keep_case,
    keep_everything,
    note_opening,
    open_case,
)
from core.clock import now
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.storage import blob_exists
from jobs.models import Job, JobGrant, WorkerKey
from packets.models import ReportPacket
from tests.cases.erased import nothing_is_left_of
from tests.cases.pages import acts, make_record
from tests.cast import Cast, Person, make_case, make_owner
from tests.jobs.casework import keep_file
from tests.jobs.conftest import Clock
from tests.jobs.packetwork import ask, build

NOTE = IncidentDetails(note="Yang terjadi")


def filled(cast: Cast) -> list[str]:
    """Ani's case with a note, a picture, packets and jobs; the names of its blobs."""
    make_record(owner=cast.ani, case=cast.case, details=NOTE)
    item = keep_file(cast.ani, cast.case)
    packet = ask(cast.ani, cast.case)
    build(packet)
    ask(cast.budi, cast.case)
    packets = ReportPacket.objects.for_upkeep().filter(blob__isnull=False)
    pictures = item.derivatives.values_list("blob", flat=True)
    return [item.blob, *pictures, *packets.values_list("blob", flat=True)]


def waiting(owner: Person, case: Case) -> Case:
    return Case.objects.of_owner(owner.actor).get(pk=case.pk)


def keys_while_waiting(owner: Person, case: Case) -> HeldKeys:
    return keys_of(owner.actor, waiting(owner, case))


def test_from_her_word_on_nobody_else_knows_of_the_case(cast: Cast, worker: WorkerKey) -> None:
    filled(cast)
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case))
    for person in cast.everybody.values():
        assert not Case.objects.visible_to(person.actor).exists()
        assert not EvidenceItem.objects.visible_to(person.actor).exists()
        assert not ReportPacket.objects.visible_to(person.actor).exists()
    assert not ReportPacket.objects.for_upkeep().exists()
    assert not JobGrant.objects.exists()
    assert not Job.objects.unfinished().exists()


def test_undo_restores_it_for_everybody(cast: Cast, worker: WorkerKey) -> None:
    filled(cast)
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case))
    keep_case(cast.ani.actor, keys_while_waiting(cast.ani, cast.case))
    for person in (cast.ani, cast.budi, cast.lina):
        [incident] = incidents_of(person.keys(cast.case))
        assert incident.details == NOTE
        assert EvidenceItem.objects.visible_to(person.actor).count() == 1
    assert acts(cast.ani, cast.case)[-2:] == [CustodyAction.CASE_DISPOSED, CustodyAction.CASE_KEPT]


def test_it_is_erased_when_the_window_is_over_and_not_before(
    cast: Cast,
    worker: WorkerKey,
    clock: Clock,
) -> None:
    blobs = filled(cast)
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case))
    clock.forward(hours=23, minutes=59)
    assert erase_due() == 0
    clock.forward(minutes=1)
    assert erase_due() == 1
    assert nothing_is_left_of(cast.case)
    assert [name for name in blobs if blob_exists(name)] == []
    assert User.objects.filter(pk=cast.ani.user.pk).exists()


def test_she_may_waive_the_window(cast: Cast, worker: WorkerKey) -> None:
    blobs = filled(cast)
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case), at_once=True)
    assert nothing_is_left_of(cast.case)
    assert [name for name in blobs if blob_exists(name)] == []


def test_after_the_window_there_is_no_way_back(cast: Cast, clock: Clock) -> None:
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case))
    keys = keys_while_waiting(cast.ani, cast.case)
    clock.forward(hours=24)
    with pytest.raises(PolicyRefused):
        keep_case(cast.ani.actor, keys)


def test_nobody_but_the_owner_gives_a_case_up(cast: Cast) -> None:
    for person in (cast.budi, cast.lina):
        with pytest.raises(NotPermitted):
            dispose_case(person.actor, person.keys(cast.case))


def test_a_page_that_was_open_writes_nothing_into_a_case_that_waits(cast: Cast) -> None:
    keys = cast.lina.keys(cast.case)
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case))
    with pytest.raises(NotPermitted):
        note_opening(cast.lina.actor, keys, "Membaca lagi")


def test_another_owners_case_is_not_touched(cast: Cast) -> None:
    wulan = make_owner(name="Wulan")
    other = make_case(owner=wulan)
    dispose_case(cast.ani.actor, cast.ani.keys(cast.case), at_once=True)
    assert incidents_of(wulan.keys(other)) == []
    assert ShredSecret.objects.filter(case_id=other.id).exists()


def test_without_its_secret_a_case_does_not_open(cast: Cast) -> None:
    ShredSecret.objects.filter(case_id=cast.case.id).delete()
    for person in (cast.ani, cast.lina, cast.budi):
        with pytest.raises(NotOpened):
            person.keys(cast.case)


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_does_not_keep_the_others(cast: Cast, clock: Clock) -> None:
    wulan = make_owner(name="Wulan")
    other = make_case(owner=wulan)
    for owner, case in ((cast.ani, cast.case), (wulan, other)):
        dispose_case(owner.actor, owner.keys(case))
    clock.forward(hours=24)
    with connections["shred"].execute_wrapper(FailOnce()):
        assert erase_due() == 1
    assert Case.objects.for_upkeep().count() == 1
    assert erase_due() == 1
    assert nothing_is_left_of(cast.case)
    assert nothing_is_left_of(other)


class FailOnce:
    """The first statement does not get through."""

    has_failed = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.has_failed:
            self.has_failed = True
            raise OperationalError
        return execute(sql, params, many, context)


def test_everything_goes_with_her_account(cast: Cast, worker: WorkerKey) -> None:
    blobs = filled(cast)
    second = open_case(cast.ani.actor, NOTE).case
    dispose_everything(cast.ani.actor, at_once=True)
    assert nothing_is_left_of(cast.case)
    assert nothing_is_left_of(second)
    assert [name for name in blobs if blob_exists(name)] == []
    for rows in (User, SignIn, KeyPair, Session):
        name = "pk" if rows is User else "user_id"
        assert not rows.objects.filter(**{name: cast.ani.user.pk}).exists()


def test_everything_can_be_undone_and_an_earlier_word_stands(cast: Cast, clock: Clock) -> None:
    second = open_case(cast.ani.actor, NOTE).case
    dispose_case(cast.ani.actor, cast.ani.keys(second))
    clock.forward(hours=1)
    dispose_everything(cast.ani.actor)
    with pytest.raises(PolicyRefused):
        keep_case(cast.ani.actor, keys_while_waiting(cast.ani, cast.case))
    keep_everything(cast.ani.actor)
    assert [case.pk for case in Case.objects.visible_to(cast.ani.actor)] == [cast.case.pk]
    left = waiting(cast.ani, second).erase_at
    assert left is not None
    assert left - now() < timedelta(hours=23, minutes=1)


def test_everything_is_erased_when_its_window_is_over(cast: Cast, clock: Clock) -> None:
    dispose_everything(cast.ani.actor)
    clock.forward(hours=24)
    erase_due()
    assert nothing_is_left_of(cast.case)
    assert not User.objects.filter(pk=cast.ani.user.pk).exists()
    assert not AccountErasure.objects.exists()
